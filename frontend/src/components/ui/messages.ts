import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'ui.close': 'Close',
  'ui.dismiss': 'Dismiss',
  'ui.undo': 'Undo',
  'ui.more-messages': { one: '{count} more', other: '{count} more' },
  'ui.retry': 'Retry',
  'ui.reference': 'Reference {reference}',
  'ui.show-choices': 'Show all choices for {label}',
  'ui.nothing-found': 'Nothing found.',
  'ui.page-title': '{title} · Expense Tracker',
});
