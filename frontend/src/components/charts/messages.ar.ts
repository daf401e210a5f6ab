import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './messages';

export const translation: Translation<typeof t> = {
  'chart.keys': '{caption} استخدم مفاتيح الأسهم لقراءة كل نقطة.',
  'chart.read': '{name}: {value}',
  'chart.read-before': '{now} · {name}: {value}',
  'chart.table': 'عرض كجدول',
  'chart.csv': 'حفظ بصيغة CSV',
};
