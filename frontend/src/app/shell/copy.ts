// What was seen last, kept in the browser's database, so that the app opens without a network. It
// belongs to one person: it goes when they sign out, and when somebody else signs in.
import { dehydrate, hydrate, type DehydratedState, type QueryClient } from '@tanstack/react-query';
import { configQuery, sessionQuery } from '@/features/session/queries';
import type { Config, SignedIn } from '@/features/session/schema';
import { isOnline } from '@/lib/connection';
import { database } from '@/lib/database';
import { durable } from '@/lib/storage';

export type Copy = { session: SignedIn; config: Config; queries: DehydratedState; at: number };
const key = 'last';
/** Part of the copy's name: a release that reads answers otherwise must not read old ones. */
const shape = 1;
const quiet = 2000;
const oldest = 30 * 86_400_000;
const most = 60;
/** Never kept: what is shown once or guards the account. */
const secret = new Set(['session', 'config', 'tokens', 'sessions', 'imports']);

function copyOf(client: QueryClient): Copy | null {
  const session = client.getQueryData(sessionQuery.queryKey);
  const config = client.getQueryData(configQuery.queryKey);
  if (!session || !config) return null;
  const queries = dehydrate(client, {
    shouldDehydrateMutation: () => false,
    shouldDehydrateQuery: ({ queryKey, state }) =>
      state.status === 'success' &&
      !secret.has(String(queryKey[0])) &&
      Date.now() - state.dataUpdatedAt < oldest,
  });
  return { session, config, queries, at: Date.now() };
}

/** The copy of whoever was here last, or null. */
export async function readCopy(): Promise<Copy | null> {
  const found = await database.get('copy', key).catch(() => null);
  const stored = found as { shape: number; copy: Copy } | null | undefined;
  return stored?.shape === shape ? stored.copy : null;
}

/** What this page has, and what earlier ones had and this one has not asked for. */
function together(now: Copy, before: Copy | null): Copy {
  if (before?.session.user.id !== now.session.user.id) return now;
  const fresh = new Set(now.queries.queries.map(({ queryHash }) => queryHash));
  const old = before.queries.queries.filter(
    ({ queryHash, state }) => !fresh.has(queryHash) && now.at - state.dataUpdatedAt < oldest,
  );
  const queries = [...now.queries.queries, ...old]
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .slice(0, most);
  return { ...now, queries: { ...now.queries, queries } };
}

/** Keeps the copy up to date while the app runs; gives back the way to stop. */
export function keepCopy(client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async () => {
    timer = undefined;
    // After signing out, in whichever tab, nothing may be written any more.
    if (!isOnline() || durable.get('signed-in') !== '1') return;
    const copy = copyOf(client);
    if (!copy) return;
    const all = together(copy, await readCopy());
    if (durable.get('signed-in') !== '1') return;
    await database.put('copy', { shape, copy: all }, key).catch(() => undefined);
  };
  const begin = () => (timer ??= setTimeout(() => void save(), quiet));
  const stop = client.getQueryCache().subscribe(({ type }) => {
    if (type === 'updated') begin();
  });
  // The first page may have its answers already.
  begin();
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Gives a new client what was seen last. */
export function restore(client: QueryClient, { queries }: Copy): void {
  hydrate(client, queries);
}
