import * as v from 'valibot';
import { toMinor } from '@/lib/money';
import { amountToken, daySchema } from '@/lib/schemas';

const percentage = v.pipe(amountToken, v.transform(Number));
const plain = { total_amount: amountToken, count: v.number() };
const share = { ...plain, percentage };

const sharesIn = <T extends { total_amount: string | number }>(
  list: readonly T[],
  currency: string,
) => list.map(({ total_amount, ...rest }) => ({ ...rest, total: toMinor(total_amount, currency) }));

export const sharesSchema = (currency: string) =>
  v.pipe(
    v.array(v.object({ category: v.string(), ...share })),
    v.transform((list) => sharesIn(list, currency)),
  );
export type Share = v.InferOutput<ReturnType<typeof sharesSchema>>[number];

export const summarySchema = v.pipe(
  v.object({
    total_amount: amountToken,
    total_count: v.number(),
    average_amount: amountToken,
    currency: v.string(),
    categories: v.array(v.object({ category: v.string(), ...share })),
    other_currencies: v.array(v.object({ currency: v.string(), ...plain })),
  }),
  v.transform((summary) => ({
    currency: summary.currency,
    total: toMinor(summary.total_amount, summary.currency),
    count: summary.total_count,
    average: toMinor(summary.average_amount, summary.currency),
    categories: sharesIn(summary.categories, summary.currency),
    others: summary.other_currencies.map(({ currency, total_amount, count }) => ({
      currency,
      count,
      total: toMinor(total_amount, currency),
    })),
  })),
);
export type Summary = v.InferOutput<typeof summarySchema>;

export const monthsSchema = (currency: string) =>
  v.array(
    v.pipe(
      v.object({
        from: daySchema,
        to: daySchema,
        ...plain,
        previous_key: v.string(),
        previous_amount: amountToken,
      }),
      v.transform(({ total_amount, previous_amount, previous_key, ...rest }) => ({
        ...rest,
        total: toMinor(total_amount, currency),
        before: { key: previous_key, total: toMinor(previous_amount, currency) },
      })),
    ),
  );
export type Month = v.InferOutput<ReturnType<typeof monthsSchema>>[number];

const pair = {
  from: daySchema,
  to: daySchema,
  until: daySchema,
  previous_from: daySchema,
  previous_to: daySchema,
  previous_until: daySchema,
  partial: v.boolean(),
  currency: v.string(),
};
const change = {
  ...plain,
  previous_amount: amountToken,
  previous_count: v.number(),
  change: amountToken,
  change_percentage: v.nullable(v.pipe(amountToken, v.transform(Number))),
};
type RawChange = v.InferOutput<v.ObjectSchema<typeof change, undefined>>;

const changeIn = (raw: RawChange, currency: string) => ({
  total: toMinor(raw.total_amount, currency),
  count: raw.count,
  before: toMinor(raw.previous_amount, currency),
  beforeCount: raw.previous_count,
  change: toMinor(raw.change, currency),
  percent: raw.change_percentage,
});
export type Change = ReturnType<typeof changeIn>;

export const changesSchema = v.pipe(
  v.object({
    ...pair,
    ...change,
    days: v.number(),
    daily_average: amountToken,
    previous_daily_average: amountToken,
    categories: v.array(v.object({ category: v.string(), ...change })),
    merchants: v.array(v.object({ merchant: v.string(), ...change })),
    largest: v.nullable(
      v.object({ id: v.number(), title: v.string(), amount: amountToken, date: daySchema }),
    ),
  }),
  v.transform((raw) => ({
    now: { from: raw.from, to: raw.until },
    before: { from: raw.previous_from, to: raw.previous_until },
    partial: raw.partial,
    currency: raw.currency,
    whole: changeIn(raw, raw.currency),
    daily: toMinor(raw.daily_average, raw.currency),
    dailyBefore: toMinor(raw.previous_daily_average, raw.currency),
    categories: raw.categories.map((one) => ({
      name: one.category,
      ...changeIn(one, raw.currency),
    })),
    merchants: raw.merchants.map((one) => ({ name: one.merchant, ...changeIn(one, raw.currency) })),
    largest: raw.largest && {
      ...raw.largest,
      amount: toMinor(raw.largest.amount, raw.currency),
    },
  })),
);
export type Changes = v.InferOutput<typeof changesSchema>;

export const paceSchema = v.pipe(
  v.object({ ...pair, current: v.array(amountToken), previous: v.array(amountToken) }),
  v.transform((raw) => ({
    from: raw.from,
    to: raw.to,
    until: raw.until,
    before: { from: raw.previous_from, to: raw.previous_to },
    currency: raw.currency,
    current: raw.current.map((sum) => toMinor(sum, raw.currency)),
    previous: raw.previous.map((sum) => toMinor(sum, raw.currency)),
  })),
);
export type Pace = v.InferOutput<typeof paceSchema>;

export const daysSchema = v.pipe(
  v.object({
    from: daySchema,
    to: daySchema,
    currency: v.string(),
    days: v.array(v.object({ date: daySchema, ...plain })),
  }),
  v.transform((raw) => ({
    from: raw.from,
    to: raw.to,
    currency: raw.currency,
    days: raw.days.map(({ date, count, total_amount }) => ({
      date,
      count,
      total: toMinor(total_amount, raw.currency),
    })),
  })),
);
export type Days = v.InferOutput<typeof daysSchema>;

export const merchantsSchema = v.pipe(
  v.object({
    currency: v.string(),
    ...plain,
    merchants: v.array(v.object({ merchant: v.nullable(v.string()), ...share })),
    others: v.nullable(v.object({ merchants: v.number(), ...share })),
  }),
  v.transform((raw) => ({
    currency: raw.currency,
    count: raw.count,
    total: toMinor(raw.total_amount, raw.currency),
    merchants: sharesIn(raw.merchants, raw.currency),
    others: raw.others && {
      ...raw.others,
      total: toMinor(raw.others.total_amount, raw.currency),
    },
  })),
);
