import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'session.app': 'Expense Tracker',
  'session.lead': 'See where your money goes, without the noise.',
  'session.sign-in': 'Sign in',
  'session.privacy':
    'Only you can see your expenses. We ask your provider for your name, e-mail address and picture, and for nothing else.',
  'session.continue': 'Continue with {provider}',
  'session.title': 'Sign in · Expense Tracker',
  'session.unreachable': 'Can’t connect · Expense Tracker',
  'session.again': 'Try again',
  'session.error.access_denied': 'You chose not to sign in. You can try again whenever you like.',
  'session.error.expired':
    'Signing in took too long and was stopped, to be safe. Please try again.',
  'session.error.provider_unavailable':
    'The sign-in provider doesn’t answer at the moment. Try again in a minute.',
  'session.error.disabled': 'This account is switched off. Ask the person who runs this site.',
  'session.error.leaving':
    'Your account will be deleted in 14 days. If you sign in before that, you can keep it.',
  'session.error.failed': 'Signing in didn’t work. Please try again.',
  'session.leaving': 'This account is being deleted',
  'session.leaving.why':
    'You asked for that. On {when} everything is removed for good. Until then nothing can be added or changed.',
  'session.leaving.keep': 'Keep the account',
  'session.leaving.export': 'Download everything',
  'session.leaving.out': 'Sign out',
  'session.ended': 'Your session has ended',
  'session.ended.sentence': 'Your session has ended.',
  'session.ended.why': 'Sign in again in a new tab, then come back. What you typed here is kept.',
  'session.ended.not-yet': 'You aren’t signed in yet. Sign in in the other tab first.',
  'session.ended.done': 'I have signed in',
  'session.ended.again': 'Sign in again',
});
