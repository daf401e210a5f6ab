import { t } from './messages';

/** A path of our own to return to after signing in; anything else is answered with the start. */
export function safeReturn(path: string | null | undefined): string {
  if (!path || !/^\/(?![/\\])/.test(path)) return '/';
  // Browsers drop tabs and newlines from an address, so /\n/evil.test is //evil.test to them.
  const plain = Array.from(path).every((char) => char > ' ' && char !== '\\' && char !== '\x7f');
  return plain && !path.startsWith('/api/') && !path.startsWith('/sign-in') ? path : '/';
}

/** Where signing in should bring somebody who stands at the given address. */
export function returnFor(pathname: string, search: string, hash = ''): string {
  if (pathname !== '/sign-in') return safeReturn(pathname + search + hash);
  return safeReturn(new URLSearchParams(search).get('return'));
}

const codes = [
  'access_denied',
  'expired',
  'provider_unavailable',
  'disabled',
  'leaving',
  'failed',
] as const;

/** The sentence for ?error=, or null when there is none. */
export function signInError(search: string): string | null {
  const code = new URLSearchParams(search).get('error');
  if (code === null) return null;
  return t(`session.error.${codes.find((known) => known === code) ?? 'failed'}`);
}
