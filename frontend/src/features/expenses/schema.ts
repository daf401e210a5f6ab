import * as v from 'valibot';
import { toMinor } from '@/lib/money';
import { amountToken, daySchema } from '@/lib/schemas';
import { labelAnswers, type LabelDraft } from '@/features/labels/answers';

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
    ...labelAnswers,
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

export type ExpenseDraft = LabelDraft & {
  title: string;
  amount: string;
  currency: string;
  category: string;
  date: string;
};
