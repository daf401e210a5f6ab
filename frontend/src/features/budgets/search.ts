// What the address of the budgets' page says. Apart from the rest: every page loads it.
import { asIsoDate, type IsoDate } from '@/lib/calendar-date';
import type { Period } from './schema';

export const periods = ['month', 'week', 'year'] as const satisfies readonly Period[];

/** Which kind of period, and a day in it. */
export type BudgetSearch = { period?: Period; date?: IsoDate };

export function readBudgetSearch(search: Record<string, unknown>): BudgetSearch {
  const period = periods.find((one) => one === search['period']);
  const date = asIsoDate(search['date']);
  return { ...(period ? { period } : {}), ...(date ? { date } : {}) };
}
