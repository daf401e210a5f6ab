// The sign-in page is the plain HTML of index.html; this fills in the provider's name, the way back
// and what went wrong. No framework: nobody waits for one in order to see a button.
import { durable } from '@/lib/storage';
import { returnFor, signInError } from './model';
import type { Config } from './schema';
import { t } from './messages';

/** What stands in index.html, for a first paint without a script. */
export const sentences = [
  'session.app',
  'session.lead',
  'session.sign-in',
  'session.privacy',
] as const;

/** Says what the page already says in English in the language that is spoken now. */
function sayAgain(): void {
  for (const element of document.querySelectorAll<HTMLElement>('#sign-in [data-say]')) {
    const key = sentences.find((one) => one === element.dataset['say']);
    if (key) element.textContent = t(key);
  }
}

/** Lets the link come back to where somebody is; also before the server has said how to sign in. */
export function pointBack(login = '/api/auth/login', location: Location = window.location): void {
  const link = document.querySelector<HTMLAnchorElement>('a#sign-in-link');
  const back = returnFor(location.pathname, location.search, location.hash);
  if (link) link.href = `${login}?return=${encodeURIComponent(back)}`;
}

/** Shows the sign-in page; `config` may still be missing when the server could not be asked. */
export function showSignIn(config: Config | null, location: Location = window.location): void {
  durable.remove('signed-in');
  delete document.documentElement.dataset['boot'];
  document.title = t('session.title');
  const link = document.querySelector<HTMLAnchorElement>('#sign-in-link');
  const error = document.querySelector<HTMLElement>('#sign-in-error');
  if (!link || !error) return;
  sayAgain();
  pointBack(config?.provider.login_url, location);
  if (config) link.textContent = t('session.continue', { provider: config.provider.name });
  // On the way back from the provider, show the app's outline, not this page.
  link.addEventListener('click', () => durable.set('signed-in', '1'), { once: true });
  const sentence = signInError(location.search);
  error.hidden = sentence === null;
  error.textContent = sentence ?? '';
}

/** Says that the server could not be asked who is signed in, and offers to ask again. */
export function showUnreachable(sentence: string, retry: () => void): void {
  delete document.documentElement.dataset['boot'];
  document.title = t('session.unreachable');
  const link = document.querySelector<HTMLAnchorElement>('#sign-in-link');
  const error = document.querySelector<HTMLElement>('#sign-in-error');
  if (!link || !error) return;
  sayAgain();
  error.hidden = false;
  error.textContent = sentence;
  const button = document.createElement('button');
  button.type = 'button';
  button.id = link.id;
  button.className = link.className;
  button.textContent = t('session.again');
  button.addEventListener('click', retry, { once: true });
  link.replaceWith(button);
}
