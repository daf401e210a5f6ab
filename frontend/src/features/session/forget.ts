// What this browser keeps of a person goes when they sign out. Other people of the same device may have
// expenses here that wait to be sent, so nothing is thrown away that is theirs: the server has the
// browser drop only its cache, and the rest is forgotten here, one person at a time.
import { drafts, durable } from '@/lib/storage';

/** How the device looks before anybody is known; tells nothing about anybody. */
const ofDevice = new Set(['theme', 'locale', 'dir']);
const owner = 'owner';
const mark = 'left:';
const begun = 'begun';
const done = 'done';
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('left') : null;

function forgetKeys(): void {
  for (const key of durable.keys()) {
    if (!ofDevice.has(key) && !key.startsWith(mark)) durable.remove(key);
  }
}

/** Somebody is here: nothing of whoever was here before may be seen. */
export function enter(user: number): void {
  const before = durable.get(owner);
  if (before !== null && before !== String(user)) forgetKeys();
  durable.set(owner, String(user));
  durable.set('signed-in', '1');
  durable.remove(mark + user);
  drafts.belongTo(user);
}

/** Marks that this person leaves, so that a page that dies in the middle is made up for. */
export function beginToLeave(user: number): () => void {
  durable.set(mark + user, begun);
  return () => durable.remove(mark + user);
}

/** Forgets what this browser kept of a person whose session is over, here and in other tabs. */
export async function forgetHere(user: number): Promise<void> {
  durable.set(mark + user, begun);
  forgetKeys();
  drafts.clear();
  channel?.postMessage(user);
  const { forget } = await import('@/lib/database');
  if (await forget(user)) durable.set(mark + user, done);
}

/** Nobody is here: makes up for what a page that died, or one that slept, has not forgotten. */
export async function forgetWhoLeft(): Promise<void> {
  for (const key of durable.keys().filter((one) => one.startsWith(mark))) {
    const user = Number(key.slice(mark.length));
    if (drafts.author() === user) drafts.clear();
    if (durable.get(key) === begun) await forgetHere(user);
  }
}

/** Calls back when this person signs out in another tab. Gives back the way to stop. */
export function onLeft(user: number, work: () => void): () => void {
  const hear = ({ data }: MessageEvent) => {
    if (data === user) work();
  };
  channel?.addEventListener('message', hear);
  return () => channel?.removeEventListener('message', hear);
}
