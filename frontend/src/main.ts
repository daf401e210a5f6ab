// Finds out who is here. Signed out: fill in the static sign-in page. Signed in: load the app.
import './styles/base.css';
import { loadConfig, loadSession } from '@/features/session/api';
import { showSignIn, showUnreachable } from '@/features/session/sign-in';
import { explain } from '@/lib/problem';
import { durable } from '@/lib/storage';

async function boot(): Promise<void> {
  const app = () => import('./app/start');
  // Likely signed in: the app comes down the wire while the server is asked.
  if (durable.get('signed-in') === '1') void app().catch(() => undefined);
  const [session, config] = await Promise.all([loadSession(), loadConfig()]);
  if (session.user === null) {
    showSignIn(config);
    return;
  }
  durable.set('signed-in', '1');
  document.documentElement.dataset['boot'] = 'app';
  await (await app()).start(session, config);
}

// A new release may have replaced the files of this one: load the page again, once.
window.addEventListener('vite:preloadError', (event) => {
  if (window.sessionStorage.getItem('reloaded')) return;
  event.preventDefault();
  window.sessionStorage.setItem('reloaded', '1');
  window.location.reload();
});

boot().catch((error: unknown) => {
  showUnreachable(explain(error), () => window.location.reload());
});
