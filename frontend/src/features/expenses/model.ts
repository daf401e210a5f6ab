import type { IsoDate } from '@/lib/calendar-date';
import { toMinor, type Minor } from '@/lib/money';
import type { Expense } from './schema';

export type Sum = { currency: string; minor: Minor };
export type DayGroup = {
  day: IsoDate;
  entries: Expense[];
  /** What the day's entries come to, or null while more of that day may still be on the server. */
  total: Sum | null;
};

/** Rows of one day together, in the order given. */
export function groupByDay(expenses: readonly Expense[], hasMore: boolean): DayGroup[] {
  const groups: DayGroup[] = [];
  for (const expense of expenses) {
    const last = groups.at(-1);
    if (last?.day === expense.day) last.entries.push(expense);
    else groups.push({ day: expense.day, entries: [expense], total: null });
  }
  groups.forEach((group, index) => {
    const cut = hasMore && index === groups.length - 1;
    const currency = group.entries[0]?.currency ?? '';
    if (cut || group.entries.some((entry) => entry.currency !== currency)) return;
    group.total = { currency, minor: group.entries.reduce((sum, entry) => sum + entry.minor, 0n) };
  });
  return groups;
}

/** Reads `X-Total-Amount: INR 1234.50, USD 3.00`. */
export function readTotals(header: string | null): Sum[] {
  if (!header) return [];
  return header.split(',').flatMap((part) => {
    const [currency, amount] = part.trim().split(' ');
    return currency && amount ? [{ currency, minor: toMinor(amount, currency) }] : [];
  });
}
