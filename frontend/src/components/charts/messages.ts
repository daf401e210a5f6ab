import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'chart.keys': '{caption} Use the arrow keys to read each point.',
  'chart.read': '{name}: {value}',
  'chart.read-before': '{now} · {name}: {value}',
  'chart.table': 'Show as a table',
  'chart.csv': 'Save as CSV',
});
