// The browser's own database, for what should be there without a network: a copy of what was seen
// last, and new expenses that wait to be sent. Where there is none (or no room), everything fails,
// and whoever asked goes on without.

const name = 'expense-tracker';
export type Store = 'copy' | 'waiting';

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')));
  });
}

async function open(): Promise<IDBDatabase> {
  if (!('indexedDB' in globalThis)) throw new Error('there is no database');
  const opening = indexedDB.open(name, 1);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore('copy');
    opening.result.createObjectStore('waiting', { keyPath: 'id', autoIncrement: true });
  });
  return answerOf(opening);
}

async function within<T>(
  store: Store,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction(store, mode);
    const result = await answerOf(work(transaction.objectStore(store)));
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('full')));
    });
    return result;
  } finally {
    database.close();
  }
}

export const database = {
  get: (store: Store, key: IDBValidKey): Promise<unknown> =>
    within(store, 'readonly', (inside) => inside.get(key)),
  all: (store: Store): Promise<unknown[]> => within(store, 'readonly', (inside) => inside.getAll()),
  put: (store: Store, value: unknown, key?: IDBValidKey): Promise<IDBValidKey> =>
    within(store, 'readwrite', (inside) => inside.put(value, key)),
  remove: (store: Store, key: IDBValidKey): Promise<undefined> =>
    within(store, 'readwrite', (inside) => inside.delete(key)),
  clear: (store: Store): Promise<undefined> =>
    within(store, 'readwrite', (inside) => inside.clear()),
};

/** What waits here is somebody's; whatever else an entry has is told by who put it here. */
type Owned = { id: number; user: number };

async function waitingOf(user: number): Promise<Owned[]> {
  return ((await database.all('waiting')) as Owned[]).filter((one) => one.user === user);
}

/** How many of this person's entries are only on this device. */
export async function countUnsent(user: number): Promise<number> {
  return (await waitingOf(user).catch(() => [])).length;
}

/** Forgets what belongs to this person, and nothing that others have waiting. False: it failed. */
export async function forget(user: number): Promise<boolean> {
  // Without a database there is nothing to forget.
  if (!('indexedDB' in globalThis)) return true;
  try {
    await database.clear('copy');
    for (const { id } of await waitingOf(user)) await database.remove('waiting', id);
    return true;
  } catch {
    return false;
  }
}
