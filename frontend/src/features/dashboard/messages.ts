import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'home.title': 'Home',
  'home.spent': 'Spent in {month}',
  'home.loading': 'Loading this month',
  'home.failed': 'This month could not be loaded.',
  'home.expenses': 'Expenses',
  'home.average': 'Average',
  'home.also': 'Also in {currency}',
  'home.top': 'Top categories this month',
  'home.report': 'Report',
  'home.top.loading': 'Loading categories',
  'home.top.failed': 'Categories could not be loaded.',
  'home.top.none': 'Nothing spent this month so far.',
  'home.top.label': 'Spending by category',
  'home.first': 'No expenses yet',
  'home.first.why':
    'Add one by hand, bring a file from your bank, or look around with samples first.',
  'home.first.add': 'Add your first expense',
  'home.first.import': 'Import a CSV file',
  'home.first.samples': 'Try with sample data',
  'home.samples-added': {
    one: 'Added {count} sample expense. Remove it in Settings.',
    other: 'Added {count} sample expenses. Remove them in Settings.',
  },
  'home.latest': 'Latest expenses',
  'home.latest.all': 'See all',
  'home.latest.loading': 'Loading latest expenses',
  'home.latest.failed': 'Your latest expenses could not be loaded.',
});
