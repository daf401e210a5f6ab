import * as v from 'valibot';
import { asIsoDate, type IsoDate } from '@/lib/calendar-date';
import { toMinor } from '@/lib/money';
import { amountToken } from '@/lib/schemas';

const percentage = v.pipe(amountToken, v.transform(Number));

export const summarySchema = v.pipe(
  v.object({
    total_amount: amountToken,
    total_count: v.number(),
    average_amount: amountToken,
    currency: v.string(),
    categories: v.array(
      v.object({ category: v.string(), total_amount: amountToken, count: v.number(), percentage }),
    ),
    other_currencies: v.array(
      v.object({ currency: v.string(), total_amount: amountToken, count: v.number() }),
    ),
  }),
  v.transform((summary) => ({
    currency: summary.currency,
    total: toMinor(summary.total_amount, summary.currency),
    count: summary.total_count,
    average: toMinor(summary.average_amount, summary.currency),
    categories: summary.categories.map(({ total_amount, ...rest }) => ({
      ...rest,
      total: toMinor(total_amount, summary.currency),
    })),
    others: summary.other_currencies.map(({ currency, total_amount, count }) => ({
      currency,
      count,
      total: toMinor(total_amount, currency),
    })),
  })),
);
export type Summary = v.InferOutput<typeof summarySchema>;

export function monthsSchema(currency: string) {
  return v.array(
    v.pipe(
      v.object({ key: v.string(), total_amount: amountToken, count: v.number() }),
      v.transform(({ key, total_amount, count }) => ({
        start: (asIsoDate(`${key}-01`) ?? key) as IsoDate,
        count,
        total: toMinor(total_amount, currency),
      })),
    ),
  );
}
export type Month = v.InferOutput<ReturnType<typeof monthsSchema>>[number];
