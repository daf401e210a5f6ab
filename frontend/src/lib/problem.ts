import * as v from 'valibot';
import { translated } from './i18n/catalogue';
import { t } from './messages';

const problemSchema = v.object({
  title: v.optional(v.string()),
  detail: v.optional(v.string()),
  code: v.optional(v.string()),
  request_id: v.optional(v.string()),
  errors: v.optional(
    v.array(
      v.object({
        field: v.optional(v.string()),
        code: v.optional(v.string()),
        message: v.string(),
        client_id: v.optional(v.union([v.string(), v.number()])),
      }),
    ),
  ),
});

/** The body of an error, RFC 9457. */
export type Problem = v.InferOutput<typeof problemSchema>;

type Said = { code?: string | undefined; field?: string | undefined; message?: string | undefined };

/** What the server said, in the language that is spoken: see server-messages.ar.ts. */
function inWords({ code, field, message = '' }: Said): string {
  if (code === undefined) return message;
  const name = field?.split('.').at(-1) ?? '';
  const [, quoted = ''] = /"(.*?)"/.exec(message) ?? [];
  return translated([`server.${name}.${code}`, `server.${code}`], { name: quoted }) ?? message;
}

/** The body of an error with its sentences in the language that is spoken. */
function spoken(problem: Problem): Problem {
  const errors = problem.errors?.map((one) => ({ ...one, message: inWords(one) }));
  const [first] = errors ?? [];
  const { code, detail } = problem;
  const said =
    code === 'invalid' && first && first.message !== problem.errors?.[0]?.message
      ? first.message
      : inWords({ code, message: detail });
  return {
    ...problem,
    ...(detail === undefined ? {} : { detail: said }),
    ...(errors && { errors }),
  };
}

/** The server answered, and the answer is an error. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly problem: Problem;
  readonly retryAfter: number | undefined;

  constructor(status: number, body: unknown, retryAfter?: number) {
    const parsed = v.safeParse(problemSchema, body);
    const problem = parsed.success ? spoken(parsed.output) : {};
    super(problem.detail ?? problem.title ?? t('lib.error.status', { status: String(status) }));
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer came: offline, refused, timed out, or not the answer that we know how to read. */
export class NetworkError extends Error {
  override name = 'NetworkError';
}

/** Says in words what went wrong and what to do next. */
export function explain(error: unknown): string {
  if (error instanceof NetworkError) {
    return globalThis.navigator.onLine ? t('lib.error.unreachable') : t('lib.error.offline');
  }
  if (error instanceof ApiError) {
    if (error.status === 401) return t('lib.error.session');
    if (error.status === 429) return t('lib.error.fast');
    if (error.status === 412) {
      return t('lib.error.changed');
    }
    if (error.status === 413) return t('lib.error.much');
    if (error.status >= 500) {
      return t('lib.error.server');
    }
    return error.message;
  }
  return t('lib.error.page');
}

/** The server's complaints, by the field of the form that they belong to. */
export function fieldErrors<Field extends string>(
  error: unknown,
  names: Record<string, Field>,
): { field: Field; message: string }[] {
  if (!(error instanceof ApiError)) return [];
  return (error.problem.errors ?? []).flatMap(({ field, message }) => {
    const known = field === undefined ? undefined : names[field];
    return known ? [{ field: known, message }] : [];
  });
}

/** The reference that support needs to find a failure, when the server gave one. */
export function referenceOf(error: unknown): string | undefined {
  return error instanceof ApiError ? error.problem.request_id : undefined;
}
