import { asIsoDate } from '@/lib/calendar-date';
import type { BulkSet } from './bulk-api';
import type { Sum } from './model';
import type { Expense } from './schema';

type Part = { expenses: Expense[]; start: number; count: number | null; sums: Sum[] };

/** The rows as they are after the change, where they stand now. */
export function changedRows(
  rows: readonly Expense[],
  chosen: (id: number) => boolean,
  { category, date, merchant, payment_method }: BulkSet,
): Expense[] {
  const day = date === undefined ? null : asIsoDate(date);
  return rows.map((row) =>
    chosen(row.id)
      ? {
          ...row,
          ...(category === undefined ? {} : { category }),
          ...(merchant === undefined ? {} : { merchant: merchant ?? '' }),
          ...(payment_method === undefined ? {} : { payment_method: payment_method ?? '' }),
          ...(day === null ? {} : { day, date: `${day}T${row.time}` }),
        }
      : row,
  );
}

/**
 * The pages without these rows; without any when `ids` is null. Count and sums know only of the rows
 * that are loaded: the server says the rest in a moment.
 */
export function hiddenRows<P extends Part>(
  pages: readonly P[],
  ids: ReadonlySet<number> | null,
): P[] {
  if (ids === null)
    return pages.map((page) => ({ ...page, expenses: [], start: 0, count: 0, sums: [] }));
  const gone = pages.flatMap((page) => page.expenses).filter(({ id }) => ids.has(id));
  let passed = 0;
  return pages.map((page) => {
    const expenses = page.expenses.filter(({ id }) => !ids.has(id));
    const start = page.start - passed;
    passed += page.expenses.length - expenses.length;
    const sums = page.sums.map((sum) => ({
      ...sum,
      minor: gone
        .filter(({ currency }) => currency === sum.currency)
        .reduce((rest, { minor }) => rest - minor, sum.minor),
    }));
    const count = page.count === null ? null : page.count - gone.length;
    return { ...page, expenses, start, count, sums };
  });
}
