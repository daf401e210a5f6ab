import * as v from 'valibot';
import { atMost, oneLine, titleRule } from '@/lib/form-rules';
import { toMinor } from '@/lib/money';
import { amountToken, daySchema } from '@/lib/schemas';
import { t } from './form-messages';

/** An expense as the server tells it, with its amount as exact minor units. */
export const expenseSchema = v.pipe(
  v.object({
    id: v.number(),
    title: v.string(),
    amount: amountToken,
    currency: v.string(),
    category: v.string(),
    date: v.string(),
    version: v.number(),
    sample: v.boolean(),
    import_id: v.nullable(v.number()),
    /** The recurring expense that made it. */
    recurring_id: v.optional(v.number()),
    merchant: v.optional(v.string(), ''),
    payment_method: v.optional(v.string(), ''),
    note: v.optional(v.string(), ''),
    tags: v.optional(v.array(v.string()), []),
    deleted_at: v.optional(v.string()),
  }),
  v.transform(({ amount, ...rest }) => ({
    ...rest,
    minor: toMinor(amount, rest.currency),
    day: v.parse(daySchema, rest.date),
    time: rest.date.slice(11, 19),
  })),
);
export type Expense = v.InferOutput<typeof expenseSchema>;

/** What the form holds: text as typed, so that nothing is lost on the way. */
export const formSchema = v.object({
  amount: v.string(),
  title: titleRule(() => t('form.title.missing')),
  category: v.string(),
  day: v.pipe(
    v.string(),
    v.minLength(1, () => t('form.date.missing')),
  ),
  currency: v.string(),
  merchant: oneLine(100),
  payment: oneLine(60),
  tags: v.array(v.string()),
  note: v.pipe(
    v.string(),
    atMost(2000),
    v.check(
      (text) => !/[^\P{Cc}\n\r]/u.test(text),
      () => t('form.note.control'),
    ),
  ),
});
export type FormValues = v.InferOutput<typeof formSchema>;

export type ExpenseDraft = {
  title: string;
  amount: string;
  currency: string;
  category: string;
  date: string;
  merchant?: string;
  payment_method?: string;
  tags?: string[];
  note?: string;
};
