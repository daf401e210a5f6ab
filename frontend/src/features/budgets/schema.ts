import * as v from 'valibot';
import { toMinor } from '@/lib/money';
import { amountToken, daySchema } from '@/lib/schemas';

const percent = v.pipe(amountToken, v.transform(Number));
const period = v.picklist(['week', 'month', 'year']);
export type Period = v.InferOutput<typeof period>;

const stateSchema = v.object({
  first_day: daySchema,
  last_day: daySchema,
  carried: amountToken,
  limit: amountToken,
  spent: amountToken,
  remaining: amountToken,
  count: v.number(),
  in_other_currencies: v.number(),
  percent: v.nullable(percent),
  pace: percent,
});

/** A budget in one of its periods, with amounts as exact minor units. */
export const budgetSchema = v.pipe(
  v.object({
    id: v.number(),
    category_id: v.nullable(v.number()),
    category: v.nullable(v.string()),
    category_archived: v.boolean(),
    period,
    currency: v.string(),
    amount: amountToken,
    roll_over: v.boolean(),
    thresholds: v.array(v.number()),
    version: v.number(),
    state: stateSchema,
    terms: v.optional(
      v.array(v.object({ from: daySchema, amount: amountToken, roll_over: v.boolean() })),
    ),
  }),
  v.transform(({ amount, state, terms = [], ...rest }) => {
    const minor = (token: string | number) => toMinor(token, rest.currency);
    return {
      ...rest,
      amount: minor(amount),
      terms: terms.map((term) => ({ ...term, amount: minor(term.amount) })),
      state: {
        ...state,
        carried: minor(state.carried),
        limit: minor(state.limit),
        spent: minor(state.spent),
        remaining: minor(state.remaining),
      },
    };
  }),
);
export type Budget = v.InferOutput<typeof budgetSchema>;

export const alertSchema = v.pipe(
  v.object({
    id: v.number(),
    budget_id: v.number(),
    category: v.nullable(v.string()),
    period,
    currency: v.string(),
    threshold: v.number(),
    first_day: daySchema,
    last_day: daySchema,
    limit: amountToken,
    spent: amountToken,
    percent: v.nullable(percent),
  }),
  v.transform(({ limit, spent, ...rest }) => ({
    ...rest,
    limit: toMinor(limit, rest.currency),
    spent: toMinor(spent, rest.currency),
  })),
);
export type Alert = v.InferOutput<typeof alertSchema>;

/** What goes to the server for a new budget. */
export type BudgetDraft = {
  amount: string;
  period: Period;
  currency: string;
  category_id: number | null;
  roll_over: boolean;
  thresholds: number[];
};
export type BudgetChanges = Partial<
  Pick<BudgetDraft, 'amount' | 'roll_over' | 'thresholds'> & { from: string }
>;
