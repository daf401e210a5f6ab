/** A path of our own to return to after signing in; anything else is answered with the start. */
export function safeReturn(path: string | null | undefined): string {
  if (!path || !/^\/(?![/\\])/.test(path)) return '/';
  // Browsers drop tabs and newlines from an address, so /\n/evil.test is //evil.test to them.
  const plain = Array.from(path).every((char) => char > ' ' && char !== '\\' && char !== '\x7f');
  return plain && !path.startsWith('/api/') && !path.startsWith('/sign-in') ? path : '/';
}

/** Where signing in should bring somebody who stands at the given address. */
export function returnFor(pathname: string, search: string): string {
  if (pathname !== '/sign-in') return safeReturn(pathname + search);
  return safeReturn(new URLSearchParams(search).get('return'));
}

const words: Record<string, string> = {
  access_denied: 'You chose not to sign in. You can try again whenever you like.',
  expired: 'Signing in took too long and was stopped, to be safe. Please try again.',
  provider_unavailable: 'The sign-in provider doesn’t answer at the moment. Try again in a minute.',
  disabled: 'This account is switched off. Ask the person who runs this site.',
  failed: 'Signing in didn’t work. Please try again.',
};

/** The sentence for ?error=, or null when there is none. */
export function signInError(search: string): string | null {
  const code = new URLSearchParams(search).get('error');
  return code === null ? null : (words[code] ?? words['failed'] ?? null);
}
