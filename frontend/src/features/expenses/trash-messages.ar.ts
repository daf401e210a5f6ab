import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './trash-messages';

export const translation: Translation<typeof t> = {
  'trash.title': 'المهملات',
  'trash.lead': {
    zero: 'لا تبقى المصروفات المحذوفة هنا.',
    one: 'تبقى المصروفات المحذوفة هنا يومًا واحدًا.',
    two: 'تبقى المصروفات المحذوفة هنا يومين.',
    few: 'تبقى المصروفات المحذوفة هنا {count} أيام.',
    many: 'تبقى المصروفات المحذوفة هنا {count} يومًا.',
    other: 'تبقى المصروفات المحذوفة هنا {count} يوم.',
  },
  'trash.loading': 'جارٍ تحميل المهملات',
  'trash.failed': 'تعذّر تحميل المهملات.',
  'trash.empty': 'المهملات فارغة',
  'trash.empty.why': 'ما تحذفه ينتظر هنا في حال أردت استعادته.',
  'trash.deleted': 'حُذف {when}',
  'trash.restore': 'استعادة',
  'trash.restore-one': 'استعادة {title}',
  'trash.restore-all': 'استعادة الكل',
  'trash.restore-some': {
    zero: 'استعادة المحدد',
    one: 'استعادة المحدد',
    two: 'استعادة المحددين',
    few: 'استعادة المحددات ({count})',
    many: 'استعادة المحددات ({count})',
    other: 'استعادة المحددات ({count})',
  },
  'trash.choose': 'تحديد {title}',
  'trash.restored': 'استُعيد «{title}»',
  'trash.restored-all': {
    zero: 'لم يُستعد شيء',
    one: 'استُعيد مصروف واحد',
    two: 'استُعيد مصروفان',
    few: 'استُعيدت {count} مصروفات',
    many: 'استُعيد {count} مصروفًا',
    other: 'استُعيد {count} مصروف',
  },
  'trash.not-restored': 'لم تتم الاستعادة. {why}',
  'trash.more': 'عرض المزيد',
};
