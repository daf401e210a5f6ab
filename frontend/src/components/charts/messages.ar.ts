import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './messages';

export const translation: Translation<typeof t> = {
  'chart.keys': '{caption} استخدم مفاتيح الأسهم لقراءة كل شهر.',
  'chart.read': '{name}: {value}',
  'chart.less-than': 'أقل من {percent}',
};
