import * as v from 'valibot';
import { editableAmount, parseAmount } from '@/lib/amount-input';
import type { IsoDate } from '@/lib/calendar-date';
import { fromMinor } from '@/lib/money';
import { ApiError } from '@/lib/problem';
import { formSchema, type Expense, type ExpenseDraft, type FormValues } from './schema';

/** The form's rules, with amounts read the person's way. */
export function formRules(currency: string, locale: string) {
  return v.object({
    ...formSchema.entries,
    amount: v.pipe(
      v.string(),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        const result = parseAmount(dataset.value, currency, locale);
        if (!result.ok) addIssue({ message: result.message });
      }),
    ),
  });
}

export function emptyForm(today: IsoDate): FormValues {
  return { amount: '', title: '', category: 'Other', day: today };
}

export function formOf(expense: Expense, locale: string): FormValues {
  return {
    amount: editableAmount(expense.minor, expense.currency, locale),
    title: expense.title,
    category: expense.category,
    day: expense.day,
  };
}

/** What goes to the server for a new expense. */
export function toDraft(values: FormValues, currency: string, locale: string): ExpenseDraft {
  const amount = parseAmount(values.amount, currency, locale);
  if (!amount.ok) throw new RangeError(amount.message);
  return {
    title: values.title.trim(),
    amount: fromMinor(amount.minor, currency),
    currency,
    category: values.category,
    date: values.day,
  };
}

/** Only what differs from the stored expense; a changed day keeps its time of day. */
export function toChanges(
  values: FormValues,
  expense: Expense,
  locale: string,
): Partial<ExpenseDraft> {
  const draft = toDraft(values, expense.currency, locale);
  const changes: Partial<ExpenseDraft> = {};
  if (draft.title !== expense.title) changes.title = draft.title;
  if (draft.amount !== fromMinor(expense.minor, expense.currency)) changes.amount = draft.amount;
  if (draft.category !== expense.category) changes.category = draft.category;
  if (draft.date !== expense.day) changes.date = `${draft.date}T${expense.time || '00:00:00'}`;
  return changes;
}

/** What was typed, on top of what somebody else saved meanwhile: only touched fields are ours. */
export function mergeOver(
  typed: FormValues,
  base: Expense,
  theirs: Expense,
  locale: string,
): FormValues {
  const touched = toChanges(typed, base, locale);
  const now = formOf(theirs, locale);
  return {
    amount: touched.amount === undefined ? now.amount : typed.amount,
    title: touched.title === undefined ? now.title : typed.title,
    category: touched.category === undefined ? now.category : typed.category,
    day: touched.date === undefined ? now.day : typed.day,
  };
}

const fieldNames: Record<string, keyof FormValues> = {
  amount: 'amount',
  title: 'title',
  category: 'category',
  date: 'day',
};

/** The server's complaints, by the field of the form that they belong to. */
export function fieldErrors(error: unknown): { field: keyof FormValues; message: string }[] {
  if (!(error instanceof ApiError)) return [];
  return (error.problem.errors ?? []).flatMap(({ field, message }) => {
    const known = field === undefined ? undefined : fieldNames[field];
    return known ? [{ field: known, message }] : [];
  });
}
