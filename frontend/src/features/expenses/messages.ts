import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'expenses.count': { one: '{count} expense', other: '{count} expenses' },
  'expenses.add': 'Add expense',
  'expenses.title': 'Expenses',
  'expenses.sample': 'Sample',
  'expenses.recurring': '↻ Recurring',
  'expenses.change-category': 'Change category of {title}',
  'expenses.category-change': '{category}: change',
  'expenses.delete': 'Delete {title}',
  'expenses.deleted': 'Deleted “{title}”',
  'expenses.not-deleted': '“{title}” is not deleted. {why}',
  'expenses.taken-back': 'Took “{title}” back',
  'expenses.not-taken-back': 'Not taken back. {why}',
});
