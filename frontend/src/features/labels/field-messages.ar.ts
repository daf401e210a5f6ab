import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './field-messages';

export const translation: Translation<typeof t> = {
  'labels.field.merchant': 'التاجر',
  'labels.field.payment': 'طريقة الدفع',
  'labels.field.payment.none': 'غير محددة',
  'labels.field.tags': 'الوسوم',
  'labels.field.tags.add': 'أضف وسمًا',
  'labels.field.tags.remove': 'إزالة الوسم {name}',
  'labels.field.tags.most': {
    zero: 'بلا وسوم.',
    one: 'وسم واحد على الأكثر.',
    two: 'وسمان على الأكثر.',
    few: '{count} وسوم على الأكثر.',
    many: '{count} وسمًا على الأكثر.',
    other: '{count} وسم على الأكثر.',
  },
  'labels.field.note': 'ملاحظة',
  'labels.field.note.control': 'لا يُحفظ مع النص سوى فواصل الأسطر.',
};
