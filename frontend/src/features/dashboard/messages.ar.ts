import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './messages';

export const translation: Translation<typeof t> = {
  'home.title': 'الرئيسية',
  'home.first': 'لا مصروفات بعد',
  'home.first.why': 'أضف مصروفًا بيدك، أو استورد ملفًا من مصرفك، أو جرّب أولاً ببيانات تجريبية.',
  'home.first.add': 'أضف أول مصروف',
  'home.first.import': 'استيراد ملف CSV',
  'home.first.samples': 'التجربة ببيانات تجريبية',
  'home.samples-added': {
    zero: 'لم تُضف بيانات تجريبية.',
    one: 'أُضيف مصروف تجريبي واحد. يمكنك إزالته من الإعدادات.',
    two: 'أُضيف مصروفان تجريبيان. يمكنك إزالتهما من الإعدادات.',
    few: 'أُضيفت {count} مصروفات تجريبية. يمكنك إزالتها من الإعدادات.',
    many: 'أُضيف {count} مصروفًا تجريبيًا. يمكنك إزالتها من الإعدادات.',
    other: 'أُضيف {count} مصروف تجريبي. يمكنك إزالتها من الإعدادات.',
  },
  'home.latest': 'أحدث المصروفات',
  'home.latest.all': 'عرض الكل',
  'home.latest.loading': 'جارٍ تحميل أحدث المصروفات',
  'home.latest.failed': 'تعذّر تحميل أحدث مصروفاتك.',
};
