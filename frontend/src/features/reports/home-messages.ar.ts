import type { Translation } from '@/lib/i18n/catalogue';
import type { t } from './home-messages';

export const translation: Translation<typeof t> = {
  'home.spent': 'المصروف في {period}',
  'home.loading': 'جارٍ تحميل هذا الشهر',
  'home.failed': 'تعذّر تحميل هذا الشهر.',
  'home.expenses': 'المصروفات',
  'home.a-day': 'في اليوم',
  'home.also': 'وأيضًا بعملة {currency}',
  'home.more': 'أكثر بمقدار {difference} ({percent}) مما في الأيام نفسها قبلها',
  'home.less': 'أقل بمقدار {difference} ({percent}) مما في الأيام نفسها قبلها',
  'home.same': 'كما في الأيام نفسها قبلها',
  'home.nothing-before': 'لم يُصرف شيء في الأيام نفسها قبلها.',
  'home.top': 'أعلى الفئات هذا الشهر',
  'home.report': 'التقرير',
  'home.top.loading': 'جارٍ تحميل الفئات',
  'home.top.failed': 'تعذّر تحميل الفئات.',
  'home.top.none': 'لم يُصرف شيء هذا الشهر حتى الآن.',
  'home.top.label': 'الإنفاق حسب الفئة',
};
