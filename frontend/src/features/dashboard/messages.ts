import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'home.title': 'Home',
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
