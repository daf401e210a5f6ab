import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './messages';

export const translation: Translation<typeof t> = {
  'expenses.count': {
    zero: 'لا مصروفات',
    one: 'مصروف واحد',
    two: 'مصروفان',
    few: '{count} مصروفات',
    many: '{count} مصروفًا',
    other: '{count} مصروف',
  },
  'expenses.add': 'إضافة مصروف',
  'expenses.title': 'المصروفات',
  'expenses.sample': 'عينة',
  'expenses.recurring': '↻ متكرر',
  'expenses.change-category': 'تغيير فئة {title}',
  'expenses.category-change': '{category}: تغيير',
  'expenses.delete': 'حذف {title}',
  'expenses.deleted': 'حُذف «{title}»',
  'expenses.not-deleted': 'لم يُحذف «{title}». {why}',
  'expenses.taken-back': 'استُعيد «{title}»',
  'expenses.not-taken-back': 'لم تتم الاستعادة. {why}',
};
