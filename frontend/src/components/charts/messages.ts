import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'chart.keys': '{caption} Use the arrow keys to read each month.',
  'chart.read': '{name}: {value}',
  'chart.less-than': '< {percent}',
});
