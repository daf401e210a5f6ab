import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './messages';

export const translation: Translation<typeof t> = {
  'session.app': 'متتبع المصروفات',
  'session.lead': 'اعرف أين تذهب أموالك، بلا ضجيج.',
  'session.sign-in': 'تسجيل الدخول',
  'session.privacy':
    'أنت وحدك من يرى مصروفاتك. نطلب من مزوّد الدخول اسمك وبريدك الإلكتروني وصورتك، ولا شيء غيرها.',
  'session.continue': 'المتابعة عبر {provider}',
  'session.title': 'تسجيل الدخول · متتبع المصروفات',
  'session.unreachable': 'تعذّر الاتصال · متتبع المصروفات',
  'session.again': 'إعادة المحاولة',
  'session.error.access_denied': 'اخترت عدم تسجيل الدخول. يمكنك المحاولة مرة أخرى متى شئت.',
  'session.error.expired':
    'استغرق تسجيل الدخول وقتًا طويلاً فأُوقف حرصًا على سلامتك. حاول مرة أخرى من فضلك.',
  'session.error.provider_unavailable':
    'مزوّد الدخول لا يجيب في الوقت الحالي. حاول مرة أخرى بعد دقيقة.',
  'session.error.disabled': 'هذا الحساب موقوف. اسأل من يدير هذا الموقع.',
  'session.error.leaving': 'سيُحذف حسابك بعد ١٤ يومًا. إن سجّلت الدخول قبل ذلك أمكنك الاحتفاظ به.',
  'session.error.failed': 'لم ينجح تسجيل الدخول. حاول مرة أخرى من فضلك.',
  'session.leaving': 'هذا الحساب قيد الحذف',
  'session.leaving.why':
    'أنت من طلب ذلك. في {when} يُزال كل شيء نهائيًا. وحتى ذلك الحين لا يمكن إضافة شيء أو تغييره.',
  'session.leaving.keep': 'الاحتفاظ بالحساب',
  'session.leaving.export': 'تنزيل كل شيء',
  'session.leaving.out': 'تسجيل الخروج',
  'session.ended': 'انتهت جلستك',
  'session.ended.sentence': 'انتهت جلستك.',
  'session.ended.why': 'سجّل الدخول مرة أخرى في علامة تبويب جديدة ثم عد إلى هنا. ما كتبته محفوظ.',
  'session.ended.not-yet': 'لم تسجّل الدخول بعد. سجّل الدخول في علامة التبويب الأخرى أولاً.',
  'session.ended.done': 'سجّلت الدخول',
  'session.ended.again': 'تسجيل الدخول مرة أخرى',
};
