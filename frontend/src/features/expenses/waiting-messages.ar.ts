import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './waiting-messages';

export const translation: Translation<typeof t> = {
  'waiting.title': {
    zero: 'لا مصروفات بانتظار الإرسال',
    one: 'مصروف واحد بانتظار الإرسال',
    two: 'مصروفان بانتظار الإرسال',
    few: '{count} مصروفات بانتظار الإرسال',
    many: '{count} مصروفًا بانتظار الإرسال',
    other: '{count} مصروف بانتظار الإرسال',
  },
  'waiting.list': 'مصروفات بانتظار الإرسال',
  'waiting.refused': 'لم يُقبل: {why}',
  'waiting.waits': 'بانتظار الشبكة',
  'waiting.edit': 'تصحيح',
  'waiting.edit.one': 'تصحيح {title}',
  'waiting.drop': 'إزالة',
  'waiting.drop.one': 'إزالة {title}',
  'waiting.dropped': 'أُزيل «{title}» ولن يُرسل',
  'waiting.sent': {
    zero: 'لم يُرسل شيء',
    one: 'أُرسل المصروف المنتظر',
    two: 'أُرسل المصروفان المنتظران',
    few: 'أُرسلت {count} مصروفات كانت بالانتظار',
    many: 'أُرسل {count} مصروفًا كان بالانتظار',
    other: 'أُرسل {count} مصروف كان بالانتظار',
  },
  'waiting.form': 'تصحيح المصروف',
};
