import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './messages';

export const translation: Translation<typeof t> = {
  'ui.close': 'إغلاق',
  'ui.dismiss': 'إخفاء',
  'ui.undo': 'تراجع',
  'ui.more-messages': {
    zero: 'لا رسائل أخرى',
    one: 'وواحدة أخرى',
    two: 'واثنتان أخريان',
    few: 'و{count} أخرى',
    many: 'و{count} أخرى',
    other: 'و{count} أخرى',
  },
  'ui.retry': 'إعادة المحاولة',
  'ui.reference': 'الرقم المرجعي {reference}',
  'ui.show-choices': 'عرض كل الخيارات: {label}',
  'ui.nothing-found': 'لا توجد نتائج.',
  'ui.page-title': '{title} · متتبع المصروفات',
};
