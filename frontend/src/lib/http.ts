// The only file that talks to the server.
import { parseExactJson } from '@/lib/exact-json';
import { ApiError, NetworkError } from '@/lib/problem';
import { noteAnswer } from '@/lib/connection';

export type Answer = { data: unknown; headers: Headers };
type Options = {
  accept?: string;
  body?: unknown;
  /** Names an intention, so that sending it twice does it once. */
  idempotencyKey?: string;
  /** The version that the change is based on. */
  ifMatch?: number;
  signal?: AbortSignal;
  timeoutMs?: number;
};

const listeners = new Set<() => void>();

/** Calls back whenever the server says that the session has ended. Gives back the way to stop. */
export function onSessionEnded(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A new key for one intention. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Finds out whether the server is there. */
function knock(): Promise<Answer> {
  return request('GET', '/api/session');
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? null : parseExactJson(text);
}

/** Sends one request. Throws ApiError when the server refuses, NetworkError when no answer came. */
export function request(method: string, path: string, options: Options = {}): Promise<Answer> {
  return send(method, path, options, readJson);
}

/** The same for an answer that isn't JSON, or shall stay as it came: `read` takes it, to its end. */
export async function send<T>(
  method: string,
  path: string,
  options: Options,
  read: (response: Response) => Promise<T>,
): Promise<{ data: T; headers: Headers }> {
  const headers = new Headers({ Accept: options.accept ?? 'application/json' });
  if (method !== 'GET') headers.set('Content-Type', 'application/json');
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey);
  if (options.ifMatch !== undefined) headers.set('If-Match', `"${options.ifMatch}"`);
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 20_000);
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
  };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);

  let refused: unknown;
  let response: Response;
  try {
    response = await fetch(path, init);
    if (response.ok) {
      const data = await read(response);
      noteAnswer(true, knock);
      return { data, headers: response.headers };
    }
    refused = await readJson(response);
    noteAnswer(true, knock);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    noteAnswer(false, knock);
    throw new NetworkError('No answer from the server.', { cause });
  }
  if (response.status === 401) for (const listener of listeners) listener();
  throw new ApiError(
    response.status,
    refused,
    Number(response.headers.get('Retry-After')) || undefined,
  );
}

/** The path of the next page from a Link header (RFC 8288), or null on the last page. */
export function nextLink(headers: Headers): string | null {
  const match = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(headers.get('Link') ?? '');
  return match?.[1] ?? null;
}

/** Puts the given values behind a path; empty ones are left out. */
export function withQuery(
  path: string,
  values: Record<string, string | number | readonly string[] | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') search.append(key, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
