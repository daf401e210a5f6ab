import { asIsoDate, type IsoDate } from '@/lib/calendar-date';
import { daysOf, presetPeriod, type OpenPeriod, type Period } from '@/lib/period';
import type { ReportSearch } from './search';

type Calendar = { today: IsoDate; monthStart: number };

/** The days that a choice means, seen from today. */
export function periodOf(search: ReportSearch, { today, monthStart }: Calendar): OpenPeriod {
  const name = search.period ?? 'this-month';
  if (name === 'all') return {};
  if (name !== 'custom') return presetPeriod(name, today, monthStart);
  const period: OpenPeriod = {};
  const from = asIsoDate(search.from);
  const to = asIsoDate(search.to);
  if (from) period.from = from;
  if (to) period.to = to;
  return period;
}

/**
 * The same for reports that need both ends: an open one reaches to today, and back to a year before
 * its end. Null when it ends before it begins or is longer than the report can show.
 */
export function closedPeriodOf(
  search: ReportSearch,
  calendar: Calendar,
  longest: number,
): Period | null {
  const open = periodOf(search, calendar);
  const to = open.to ?? calendar.today;
  const from = open.from ?? presetPeriod('last-12-months', to, calendar.monthStart).from;
  const period = { from, to };
  return from <= to && daysOf(period) <= longest ? period : null;
}
