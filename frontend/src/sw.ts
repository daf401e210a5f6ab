// The service worker: the app opens without a network. It keeps the files of one release and answers
// with them; /api is none of its business. A new release waits until it is asked to begin, or until
// no page of the old one is open, so that no page ever changes under somebody's hands.

const worker = self as unknown as ServiceWorkerGlobalScope;
// Filled in by scripts/service-worker.mjs.
declare const RELEASE: string;
declare const FILES: readonly string[];

const prefix = 'release-';
const current = prefix + RELEASE;
/** How long a navigation may wait for the network before the kept page is shown. */
const patience = 4000;

async function install(): Promise<void> {
  const cache = await caches.open(current);
  // What has no hash in its name must come from the server, not from the browser's own cache.
  const fresh = FILES.map(
    (path) => new Request(path, { cache: path.startsWith('/assets/') ? 'default' : 'reload' }),
  );
  await cache.addAll(fresh);
}

/** The release before stays, for pages of it that are still open. */
async function tidy(): Promise<void> {
  const releases = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const others = releases.filter((name) => name !== current);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function kept(request: Request | string): Promise<Response | undefined> {
  const here = await caches.open(current);
  return (
    (await here.match(request, { ignoreVary: true })) ??
    (await caches.match(request, { ignoreVary: true }))
  );
}

async function navigate(request: Request): Promise<Response> {
  const late = new Promise<never>((_, reject) => setTimeout(reject, patience));
  const network = fetch(request);
  try {
    return await Promise.race([network, late]);
  } catch {
    return (await kept('/')) ?? network;
  }
}

/** A file whose name has its hash never changes: once kept is for good. */
async function asset(request: Request): Promise<Response> {
  const found = await kept(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(current)).put(request, answer.clone());
  return answer;
}

async function file(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(request);
    if (found) return found;
    throw error;
  }
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(tidy()));
worker.addEventListener('message', (event) => {
  if (event.data === 'begin') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(navigate(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});
