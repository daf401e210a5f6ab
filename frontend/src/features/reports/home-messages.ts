import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'home.spent': 'Spent in {period}',
  'home.loading': 'Loading this month',
  'home.failed': 'This month could not be loaded.',
  'home.expenses': 'Expenses',
  'home.a-day': 'A day',
  'home.also': 'Also in {currency}',
  'home.more': '{difference} ({percent}) more than in the same days before',
  'home.less': '{difference} ({percent}) less than in the same days before',
  'home.same': 'As much as in the same days before',
  'home.nothing-before': 'Nothing was spent in the same days before.',
  'home.top': 'Top categories this month',
  'home.report': 'Report',
  'home.top.loading': 'Loading categories',
  'home.top.failed': 'Categories could not be loaded.',
  'home.top.none': 'Nothing spent this month so far.',
  'home.top.label': 'Spending by category',
});
