import * as v from 'valibot';
import { titleRule } from '@/lib/form-rules';
import { toMinor } from '@/lib/money';
import { amountToken, daySchema } from '@/lib/schemas';
import { labelAnswers } from '@/features/labels/answers';
import { labelFields } from '@/features/labels/fields';
import { t } from './messages';

export const units = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof units)[number];

/** A rule by which an expense comes again, with its amount as exact minor units. */
export const ruleSchema = v.pipe(
  v.object({
    id: v.number(),
    title: v.string(),
    amount: amountToken,
    currency: v.string(),
    category: v.string(),
    unit: v.picklist(units),
    every: v.number(),
    last_day: v.boolean(),
    anchor_day: v.number(),
    starts_on: daySchema,
    ends_on: v.nullable(daySchema),
    count: v.nullable(v.number()),
    next_date: v.nullable(daySchema),
    upcoming: v.array(daySchema),
    paused: v.boolean(),
    made: v.number(),
    version: v.number(),
    made_now: v.optional(v.number(), 0),
    changed: v.optional(v.number(), 0),
    ...labelAnswers,
  }),
  v.transform(({ amount, ...rest }) => ({ ...rest, minor: toMinor(amount, rest.currency) })),
);
export type Rule = v.InferOutput<typeof ruleSchema>;

export const previewSchema = v.object({
  today: daySchema,
  expected_count: v.number(),
  dates: v.array(daySchema),
  upcoming: v.array(daySchema),
  total: v.nullable(v.number()),
  last_date: v.nullable(daySchema),
});
export type Preview = v.InferOutput<typeof previewSchema>;

export const upcomingSchema = v.pipe(
  v.object({
    recurring_id: v.number(),
    title: v.string(),
    amount: amountToken,
    currency: v.string(),
    category: v.string(),
    date: daySchema,
  }),
  v.transform(({ amount, ...rest }) => ({ ...rest, minor: toMinor(amount, rest.currency) })),
);
export type Upcoming = v.InferOutput<typeof upcomingSchema>;

const wholeNumber = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.check(
      (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most,
      () => t('recurring.number', { most }),
    ),
  );

/** What the form holds: text as typed, so that nothing is lost on the way. */
export const formSchema = v.object({
  amount: v.string(),
  title: titleRule(() => t('recurring.title.missing')),
  category: v.string(),
  ...labelFields,
  every: wholeNumber(999),
  unit: v.picklist(units),
  lastDay: v.boolean(),
  start: v.pipe(
    v.string(),
    v.minLength(1, () => t('recurring.start.missing')),
  ),
  end: v.picklist(['never', 'date', 'count']),
  endDate: v.string(),
  count: v.string(),
  scope: v.picklist(['rule', 'all']),
});
export type FormValues = v.InferOutput<typeof formSchema>;
