import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'waiting.title': {
    one: '{count} expense waits to be sent',
    other: '{count} expenses wait to be sent',
  },
  'waiting.list': 'Expenses that wait to be sent',
  'waiting.refused': 'Not taken: {why}',
  'waiting.waits': 'Waits for the network',
  'waiting.edit': 'Correct',
  'waiting.edit.one': 'Correct {title}',
  'waiting.drop': 'Remove',
  'waiting.drop.one': 'Remove {title}',
  'waiting.dropped': 'Removed “{title}”; it will not be sent',
  'waiting.sent': {
    one: 'Sent {count} expense that waited',
    other: 'Sent {count} expenses that waited',
  },
  'waiting.form': 'Correct the expense',
});
