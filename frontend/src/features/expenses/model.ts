import type { IsoDate } from '@/lib/calendar-date';
import { toMinor, type Minor } from '@/lib/money';
import type { Expense } from './schema';

export type Sum = { currency: string; minor: Minor };
export type DayHead = {
  day: IsoDate;
  /** What the day's entries come to, or null while some of that day may still be on the server. */
  total: Sum | null;
};
type Part = { expenses: Expense[]; start: number; count: number | null; sums: Sum[] };

/**
 * The headings of the days, by the place in `expenses` of the entry that each stands over. `before`
 * and `after` say whether entries of the whole result are missing at either end.
 */
export function dayHeads(
  expenses: readonly Expense[],
  before: boolean,
  after: boolean,
): Map<number, DayHead> {
  const heads = new Map<number, DayHead>();
  let from = 0;
  expenses.forEach((expense, index) => {
    if (expenses[index + 1]?.day === expense.day) return;
    const entries = expenses.slice(from, index + 1);
    const first = entries[0] ?? expense;
    const cut = (from === 0 && before) || (index === expenses.length - 1 && after);
    const mixed = entries.some(({ currency }) => currency !== first.currency);
    const minor = entries.reduce((sum, entry) => sum + entry.minor, 0n);
    // Whether a day begins at a cut edge or goes on there can't be known.
    if (from > 0 || !before) {
      const total = cut || mixed ? null : { currency: first.currency, minor };
      heads.set(from, { day: first.day, total });
    }
    from = index + 1;
  });
  return heads;
}

/** The pages as they are once the row is gone: places, count and sums agree. */
export function withoutRow<P extends Part>(pages: readonly P[], id: number): P[] {
  const gone = pages.flatMap((page) => page.expenses).find((one) => one.id === id);
  if (!gone) return [...pages];
  let passed = 0;
  return pages.map((page) => {
    const expenses = page.expenses.filter((one) => one.id !== id);
    const start = page.start - passed;
    passed += page.expenses.length - expenses.length;
    const sums = page.sums.map((sum) =>
      sum.currency === gone.currency ? { ...sum, minor: sum.minor - gone.minor } : sum,
    );
    return { ...page, expenses, start, count: page.count === null ? null : page.count - 1, sums };
  });
}

/** Reads `X-Total-Amount: INR 1234.50, USD 3.00`. */
export function readTotals(header: string | null): Sum[] {
  if (!header) return [];
  return header.split(',').flatMap((part) => {
    const [currency, amount] = part.trim().split(' ');
    return currency && amount ? [{ currency, minor: toMinor(amount, currency) }] : [];
  });
}
