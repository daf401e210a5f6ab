import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './offline-messages';

export const translation: Translation<typeof t> = {
  'offline.now':
    'أنت غير متصل. ترى آخر ما تم تحميله؛ تنتظر المصروفات الجديدة على هذا الجهاز وتُرسل عند عودة الاتصال.',
  'offline.unreachable':
    'تعذّر الوصول إلى الخادم. ترى آخر ما تم تحميله؛ تنتظر المصروفات الجديدة على هذا الجهاز وتُرسل لاحقًا.',
  'offline.version': 'تتوفر نسخة جديدة.',
  'offline.version.load': 'تحميلها',
  'offline.version.later': 'لاحقًا',
  'offline.leave': 'هل تريد تسجيل الخروج مع وجود مصروفات لم تُرسل؟',
  'offline.leave.why': {
    zero: 'لا شيء على هذا الجهاز وحده.',
    one: 'مصروف واحد موجود على هذا الجهاز فقط وسيُفقد.',
    two: 'مصروفان موجودان على هذا الجهاز فقط وسيُفقدان.',
    few: '{count} مصروفات موجودة على هذا الجهاز فقط وستُفقد.',
    many: '{count} مصروفًا موجود على هذا الجهاز فقط وسيُفقد.',
    other: '{count} مصروف موجود على هذا الجهاز فقط وسيُفقد.',
  },
  'offline.leave.stay': 'البقاء مسجّل الدخول',
  'offline.leave.go': 'تسجيل الخروج وفقدانها',
};
