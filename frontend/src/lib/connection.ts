// Whether the server can be reached. The browser knows when there is no network at all; that nobody
// answers although there is one, only the requests find out.

/** How often somebody who can't be reached is asked again. */
const patience = 10_000;
const listeners = new Set<() => void>();
let answered = true;
let timer: ReturnType<typeof setTimeout> | undefined;

export function isOnline(): boolean {
  return answered && window.navigator.onLine;
}

/** Calls back when the server is lost or found again. Gives back the way to stop. */
export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

let ask: () => Promise<unknown> = () => Promise.resolve();

/** Told by lib/http.ts how each request went, and how to find out whether somebody is there. */
export function noteAnswer(came: boolean, again: () => Promise<unknown>): void {
  ask = again;
  if (came === answered) return;
  answered = came;
  tell();
  clearTimeout(timer);
  if (!came) wait();
}

function wait(): void {
  timer = setTimeout(() => {
    if (window.navigator.onLine) ask().catch(() => undefined);
    if (!answered) wait();
  }, patience);
}

window.addEventListener('offline', tell);
window.addEventListener('online', () => {
  // The network is back; whether the server is, too, one request tells.
  if (answered) tell();
  else ask().catch(() => undefined);
});
