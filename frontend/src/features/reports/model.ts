import {
  addDays,
  asIsoDate,
  endOfMonth,
  endOfYear,
  startOfMonth,
  startOfYear,
  type IsoDate,
} from '@/lib/calendar-date';

export type Period = { from?: IsoDate; to?: IsoDate };
export const presets = [
  'all',
  'this-month',
  'last-month',
  'last-90-days',
  'this-year',
  'last-year',
  'custom',
] as const;
export type PresetName = (typeof presets)[number];
export type ReportSearch = { period?: PresetName; from?: string; to?: string; months?: string };

export const monthChoices = ['6', '12', '24', '60', '120'];

/** Reads the report's choices from the address; what makes no sense there is left out. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const result: ReportSearch = {};
  const from = asIsoDate(search['from']);
  const to = asIsoDate(search['to']);
  const named = presets.find((name) => name === search['period']);
  if (from || to) result.period = 'custom';
  else if (named && named !== 'all') result.period = named;
  if (from) result.from = from;
  if (to) result.to = to;
  const months = monthChoices.find((choice) => choice === search['months']);
  if (months && months !== '12') result.months = months;
  return result;
}

/** The days that a choice means, seen from today. */
export function periodOf(search: ReportSearch, today: IsoDate): Period {
  switch (search.period) {
    case 'this-month':
      return { from: startOfMonth(today), to: endOfMonth(today) };
    case 'last-month':
      return { from: startOfMonth(today, -1), to: endOfMonth(today, -1) };
    case 'last-90-days':
      return { from: addDays(today, -89), to: today };
    case 'this-year':
      return { from: startOfYear(today), to: endOfYear(today) };
    case 'last-year':
      return { from: startOfYear(today, -1), to: endOfYear(today, -1) };
    case 'custom': {
      const period: Period = {};
      const from = asIsoDate(search.from);
      const to = asIsoDate(search.to);
      if (from) period.from = from;
      if (to) period.to = to;
      return period;
    }
    default:
      return {};
  }
}
