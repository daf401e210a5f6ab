import { formatDate, formatRange, formatMonth, type IsoDate } from '@/lib/calendar-date';
import { fromMinor, type Minor } from '@/lib/money';
import { monthPeriod, type Period } from '@/lib/period';
import { usePreferences } from '@/lib/preferences';
import { t } from './messages';

/** The ways in which reports write their figures. */
export function useWords() {
  const { money, locale, monthStart, currency, today } = usePreferences();
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    money,
    locale,
    monthStart,
    currency,
    today,
    count: (value: number) => number.format(value),
    /** Of a percentage, such as 12.5. */
    percent: (value: number) => percent.format(value / 100),
    /** The same for a part of a whole that is there: however small, it is more than nothing. */
    share: (value: number) =>
      value < 0.1
        ? t('reports.less-than', { percent: percent.format(0.001) })
        : percent.format(value / 100),
    /** `November 2026` for a calendar month, else its days. */
    period: (period: Period) => {
      const month = monthPeriod(period.from, 1);
      return month.from === period.from && month.to === period.to
        ? formatMonth(period.from, locale)
        : formatRange(period.from, period.to, locale);
    },
    day: (date: IsoDate) => formatDate(date, locale),
    /** For a CSV file. */
    plain: (minor: Minor, other = currency) => ({ number: fromMinor(minor, other) }),
  };
}
