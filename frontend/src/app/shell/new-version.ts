import { useEffect, useState } from 'react';

/** How long a page may be open before a new release is looked for. */
const hour = 3_600_000;

/**
 * Registers the service worker, and tells when a newer one waits. Calling what it gives lets that
 * one begin and loads the page again, in this tab only.
 */
export function useNewVersion(): (() => void) | null {
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    let left = false;
    let timer: ReturnType<typeof setInterval> | undefined;
    const watch = (registration: ServiceWorkerRegistration) => {
      if (left) return;
      timer = setInterval(() => registration.update().catch(() => undefined), hour);
      // Without a worker before it, the first one has nothing to replace.
      const note = () => {
        if (navigator.serviceWorker.controller) setWaiting(registration.waiting);
      };
      note();
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', note);
      });
    };
    navigator.serviceWorker.register('/sw.js').then(watch, () => undefined);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, []);
  if (!waiting) return null;
  return () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
      once: true,
    });
    waiting.postMessage('begin');
  };
}
