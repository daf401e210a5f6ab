// Finds out who is here. Signed out: fill in the static sign-in page. Signed in: load the app.
import './styles/base.css';
import { loadConfig, loadSession } from '@/features/session/api';
import { forgetWhoLeft } from '@/features/session/forget';
import { pointBack, showSignIn, showUnreachable } from '@/features/session/sign-in';
import { explain, NetworkError } from '@/lib/problem';
import { durable } from '@/lib/storage';
import { speakFor } from '@/app/language';

/** Before anybody is known: the language that was last spoken here, else the browser's. */
async function speakBefore(): Promise<void> {
  const locale = durable.get('locale') ?? window.navigator.language;
  await speakFor(locale, /\/(?:session|lib)\//).catch(() => undefined);
}

type App = () => Promise<typeof import('./app/start')>;

/** Nobody answers: opens the app with what was seen last, for whoever was signed in. */
async function openCopy(app: App): Promise<boolean> {
  if (durable.get('signed-in') !== '1') return false;
  const { readCopy, restore } = await import('./app/shell/copy');
  const copy = await readCopy();
  if (!copy) return false;
  await (await app()).start(copy.session, copy.config, (client) => restore(client, copy));
  return true;
}

async function boot(): Promise<void> {
  const app = () => import('./app/start');
  pointBack();
  // Likely signed in: the app comes down the wire while the server is asked.
  if (durable.get('signed-in') === '1') void app().catch(() => undefined);
  const known = await Promise.all([loadSession(), loadConfig()]).catch(async (error: unknown) => {
    if (error instanceof NetworkError && (await openCopy(app))) return null;
    throw error;
  });
  if (known === null) return;
  const [session, config] = known;
  if (session.user === null) {
    void forgetWhoLeft();
    await speakBefore();
    showSignIn(config);
    return;
  }
  document.documentElement.dataset['boot'] = 'app';
  await (await app()).start(session, config);
}

// A new release may have replaced the files of this one: load the page again, once.
window.addEventListener('vite:preloadError', (event) => {
  // An open form or question is never taken away by it.
  if (document.querySelector('[data-shortcuts=off]')) return;
  if (window.sessionStorage.getItem('reloaded')) return;
  event.preventDefault();
  window.sessionStorage.setItem('reloaded', '1');
  window.location.reload();
});

boot().catch(async (error: unknown) => {
  await speakBefore();
  showUnreachable(explain(error), () => window.location.reload());
});
