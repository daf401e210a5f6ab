// The sign-in page is the plain HTML of index.html; this fills in the provider's name, the way back
// and what went wrong. No framework: nobody waits for one in order to see a button.
import { durable } from '@/lib/storage';
import { returnFor, signInError } from './model';
import type { Config } from './schema';

/** Shows the sign-in page; `config` may still be missing when the server could not be asked. */
export function showSignIn(config: Config | null, location: Location = window.location): void {
  durable.remove('signed-in');
  delete document.documentElement.dataset['boot'];
  document.title = 'Sign in · Expense Tracker';
  const link = document.querySelector<HTMLAnchorElement>('#sign-in-link');
  const error = document.querySelector<HTMLElement>('#sign-in-error');
  if (!link || !error) return;
  const base = config?.provider.login_url ?? '/api/auth/login';
  const back = returnFor(location.pathname, location.search);
  link.href = `${base}?return=${encodeURIComponent(back)}`;
  if (config) link.textContent = `Continue with ${config.provider.name}`;
  // On the way back from the provider, show the app's outline, not this page.
  link.addEventListener('click', () => durable.set('signed-in', '1'), { once: true });
  const sentence = signInError(location.search);
  error.hidden = sentence === null;
  error.textContent = sentence ?? '';
}

/** Says that the server could not be asked who is signed in, and offers to ask again. */
export function showUnreachable(sentence: string, retry: () => void): void {
  delete document.documentElement.dataset['boot'];
  document.title = 'Can’t connect · Expense Tracker';
  const link = document.querySelector<HTMLAnchorElement>('#sign-in-link');
  const error = document.querySelector<HTMLElement>('#sign-in-error');
  if (!link || !error) return;
  error.hidden = false;
  error.textContent = sentence;
  const button = document.createElement('button');
  button.type = 'button';
  button.id = link.id;
  button.className = link.className;
  button.textContent = 'Try again';
  button.addEventListener('click', retry, { once: true });
  link.replaceWith(button);
}
