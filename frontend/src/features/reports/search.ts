import { asIsoDate } from '@/lib/calendar-date';
import { presets, type PresetName } from '@/lib/presets';

/** What a report shows, as the address has it; without anything it is this month. */
export type ReportSearch = {
  period?: PresetName;
  from?: string;
  to?: string;
  months?: string;
  /** The category whose sub-categories are shown. */
  open?: string;
};

export const monthChoices = ['6', '12', '24', '60', '120'];

/** Reads the report's choices from the address; what makes no sense there is left out. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const result: ReportSearch = {};
  const from = asIsoDate(search['from']);
  const to = asIsoDate(search['to']);
  const named = presets.find((name) => name === search['period']);
  if (from || to) result.period = 'custom';
  else if (named && named !== 'this-month' && named !== 'custom') result.period = named;
  if (from) result.from = from;
  if (to) result.to = to;
  const months = monthChoices.find((choice) => choice === search['months']);
  if (months && months !== '12') result.months = months;
  const open = search['open'];
  if (typeof open === 'string' && open.trim() !== '' && open.length <= 100) result.open = open;
  return result;
}
