// New expenses that could not be sent: they wait on this device, each with the Idempotency-Key that
// it had from the start, so that one whose answer was lost is not made twice. All tabs share them.
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { loadSession } from '@/features/session/api';
import { sessionQuery } from '@/features/session/queries';
import { isOnline } from '@/lib/connection';
import { database } from '@/lib/database';
import { newIdempotencyKey } from '@/lib/http';
import { ApiError, NetworkError, explain } from '@/lib/problem';
import { createExpense, refreshExpenses } from './api';
import type { FormValues } from './form-schema';
import type { ExpenseDraft } from './schema';

export type Waiting = {
  id: number;
  user: number;
  key: string;
  draft: ExpenseDraft;
  /** What was typed, to be corrected when the server refuses it. */
  values: FormValues;
  /** What the server said against it, in words. */
  refused: string | null;
};

const none: readonly Waiting[] = [];
let known: readonly Waiting[] = none;
const listeners = new Set<() => void>();
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('waiting') : null;

/** Reads the entries of this person anew, here and, when they were changed here, in other tabs. */
export async function lookAtWaiting(user: number, changed = false): Promise<void> {
  const all = (await database.all('waiting').catch(() => [])) as Waiting[];
  known = all.filter((one) => one.user === user);
  for (const listener of listeners) listener();
  if (changed) channel?.postMessage('changed');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWaiting(): readonly Waiting[] {
  return useSyncExternalStore(subscribe, () => known);
}

export function onWaitingElsewhere(listener: () => void): () => void {
  channel?.addEventListener('message', listener);
  return () => channel?.removeEventListener('message', listener);
}

/** How many of this person's entries are only on this device. */
export async function countWaiting(user: number): Promise<number> {
  await lookAtWaiting(user);
  return known.length;
}

function userOf(client: QueryClient): number {
  return client.getQueryData(sessionQuery.queryKey)?.user.id ?? 0;
}

/** Makes an expense, or keeps it until somebody can be reached. */
export async function addExpense(
  client: QueryClient,
  draft: ExpenseDraft,
  values: FormValues,
  key: string,
): Promise<'made' | 'waits'> {
  const make = async () => {
    await createExpense(draft, key);
    return 'made' as const;
  };
  let lost: NetworkError | null = null;
  try {
    if (isOnline()) return await make();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    lost = error;
  }
  const user = userOf(client);
  const entry = { user, key, draft, values, refused: null };
  const kept = await database.put('waiting', entry).then(
    () => true,
    () => false,
  );
  // Where nothing can be kept, the form keeps it, and says what happened.
  if (!kept && lost) throw lost;
  if (!kept) return make();
  await lookAtWaiting(user, true);
  return 'waits';
}

/** Puts a corrected entry in the place of one that was refused; nothing was made under its key. */
export async function correctWaiting(
  client: QueryClient,
  old: Waiting,
  draft: ExpenseDraft,
  values: FormValues,
): Promise<void> {
  await database.put('waiting', {
    ...old,
    draft,
    values,
    key: newIdempotencyKey(),
    refused: null,
  });
  await lookAtWaiting(old.user, true);
  await sendWaiting(client);
}

export async function dropWaiting({ id, user }: Waiting): Promise<void> {
  await database.remove('waiting', id);
  await lookAtWaiting(user, true);
}

export async function keepAgain(entry: Waiting): Promise<void> {
  await database.put('waiting', entry);
  await lookAtWaiting(entry.user, true);
}

/** Whether the answer says that this entry, as it is, will never be taken. */
function isRefusal(error: unknown): error is ApiError {
  return (
    error instanceof ApiError && error.status < 500 && ![401, 403, 408, 429].includes(error.status)
  );
}

async function sendEach(client: QueryClient, user: number): Promise<number> {
  // The cookie may have changed hands while we were away; nobody gets another's expenses.
  const session = await loadSession();
  if (session.user?.id !== user) return 0;
  let sent = 0;
  const all = (await database.all('waiting')) as Waiting[];
  for (const entry of all.filter((one) => one.user === user && one.refused === null)) {
    try {
      await createExpense(entry.draft, entry.key);
      await database.remove('waiting', entry.id);
      sent += 1;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const words = error.problem.errors?.map(({ message }) => message).join(' ');
      await database.put('waiting', { ...entry, refused: words || explain(error) });
    }
    await lookAtWaiting(user, true);
  }
  if (sent > 0) await refreshExpenses(client);
  return sent;
}

/**
 * Sends what waits, one after the other; gives back how many went. Only one tab at a time does this.
 * Stops at the first that gets no answer: what is left waits for the next time.
 */
export async function sendWaiting(client: QueryClient): Promise<number> {
  const user = userOf(client);
  if (!isOnline() || user === 0) return 0;
  const work = () => sendEach(client, user).catch(() => 0);
  const sent =
    'locks' in navigator
      ? await navigator.locks.request('waiting', { ifAvailable: true }, (lock) =>
          lock ? work() : 0,
        )
      : await work();
  await lookAtWaiting(user);
  return sent;
}
