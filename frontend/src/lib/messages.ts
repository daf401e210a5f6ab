import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'lib.today': 'Today',
  'lib.yesterday': 'Yesterday',
  'lib.amount.missing': 'Type an amount.',
  'lib.amount.not': 'Type a number, like {example}.',
  'lib.amount.whole': 'An amount in {currency} has no decimals.',
  'lib.amount.decimals': {
    one: 'An amount in {currency} has at most {count} decimal.',
    other: 'An amount in {currency} has at most {count} decimals.',
  },
  'lib.amount.zero': 'The amount must be more than zero.',
  'lib.amount.large': 'That amount is too large to keep.',
  'lib.text.long': { one: 'At most {count} character.', other: 'At most {count} characters.' },
  'lib.text.control': 'Line breaks and control characters can’t be kept.',
  'lib.error.unreachable': 'We can’t reach the server. Check your connection and try again.',
  'lib.error.offline': 'You are offline. Connect to the internet and try again.',
  'lib.error.session': 'Your session has ended. Sign in again to go on.',
  'lib.error.fast': 'That was a bit fast. Wait a moment and try again.',
  'lib.error.changed': 'This entry was changed somewhere else meanwhile. Reload it and try again.',
  'lib.error.much': 'That is more than the server takes at once.',
  'lib.error.server':
    'The server has trouble at the moment. Nothing is lost; try again in a moment.',
  'lib.error.status': 'The server answered {status}.',
  'lib.error.page': 'Something went wrong on this page. Try again, or reload it.',
});
