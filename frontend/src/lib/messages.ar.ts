import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './messages';

export const translation: Translation<typeof t> = {
  'lib.today': 'اليوم',
  'lib.yesterday': 'أمس',
  'lib.amount.missing': 'اكتب مبلغًا.',
  'lib.amount.not': 'اكتب رقمًا، مثل {example}.',
  'lib.amount.whole': 'المبلغ بعملة {currency} بلا كسور عشرية.',
  'lib.amount.decimals': {
    zero: 'المبلغ بعملة {currency} بلا كسور عشرية.',
    one: 'للمبلغ بعملة {currency} خانة عشرية واحدة على الأكثر.',
    two: 'للمبلغ بعملة {currency} خانتان عشريتان على الأكثر.',
    few: 'للمبلغ بعملة {currency} {count} خانات عشرية على الأكثر.',
    many: 'للمبلغ بعملة {currency} {count} خانة عشرية على الأكثر.',
    other: 'للمبلغ بعملة {currency} {count} خانة عشرية على الأكثر.',
  },
  'lib.amount.zero': 'يجب أن يكون المبلغ أكبر من صفر.',
  'lib.amount.large': 'هذا المبلغ أكبر من أن يُحفظ.',
  'lib.text.long': {
    zero: 'بلا أحرف.',
    one: 'حرف واحد على الأكثر.',
    two: 'حرفان على الأكثر.',
    few: '{count} أحرف على الأكثر.',
    many: '{count} حرفًا على الأكثر.',
    other: '{count} حرف على الأكثر.',
  },
  'lib.text.control': 'لا يمكن حفظ فواصل الأسطر ورموز التحكم.',
  'lib.error.unreachable': 'تعذّر الوصول إلى الخادم. تحقق من اتصالك وحاول مرة أخرى.',
  'lib.error.offline': 'أنت غير متصل. اتصل بالإنترنت وحاول مرة أخرى.',
  'lib.error.session': 'انتهت جلستك. سجّل الدخول مرة أخرى للمتابعة.',
  'lib.error.fast': 'كان ذلك سريعًا بعض الشيء. انتظر لحظة وحاول مرة أخرى.',
  'lib.error.changed': 'تغيّر هذا القيد في مكان آخر. أعد تحميله وحاول مرة أخرى.',
  'lib.error.much': 'هذا أكثر مما يقبله الخادم دفعة واحدة.',
  'lib.error.server': 'يواجه الخادم مشكلة في الوقت الحالي. لم يُفقد شيء؛ حاول مرة أخرى بعد قليل.',
  'lib.error.status': 'أجاب الخادم بالرمز {status}.',
  'lib.error.page': 'حدث خطأ في هذه الصفحة. حاول مرة أخرى أو أعد تحميلها.',
};
