import * as v from 'valibot';
import { editableAmount, parseAmount } from '@/lib/amount-input';
import type { IsoDate } from '@/lib/calendar-date';
import { typedAmount } from '@/lib/form-rules';
import { fromMinor } from '@/lib/money';
import { changedLabels, labelNames, labelsOf, newLabels, noLabels } from '@/features/labels/fields';
import { formSchema, type FormValues } from './form-schema';
import { type Expense, type ExpenseDraft } from './schema';

/** The form's rules, with amounts read the person's way. */
export function formRules(currency: string, locale: string) {
  return v.object({
    ...formSchema.entries,
    amount: typedAmount(currency, locale),
  });
}

export function emptyForm(today: IsoDate, currency: string): FormValues {
  return { amount: '', title: '', category: 'Other', day: today, currency, ...noLabels() };
}

export function formOf(expense: Expense, locale: string): FormValues {
  return {
    amount: editableAmount(expense.minor, expense.currency, locale),
    title: expense.title,
    category: expense.category,
    day: expense.day,
    currency: expense.currency,
    ...labelsOf(expense),
  };
}

/** What a sum that was typed comes to, as the person writes amounts; nothing for a plain amount. */
export function sumOf(amount: string, currency: string, locale: string): string {
  if (!/.[+\-−–]/.test(amount)) return '';
  const result = parseAmount(amount, currency, locale);
  return result.ok ? editableAmount(result.minor, currency, locale) : '';
}

/** What goes to the server for a new expense. */
export function toDraft(values: FormValues, locale: string): ExpenseDraft {
  const { currency } = values;
  const amount = parseAmount(values.amount, currency, locale);
  if (!amount.ok) throw new RangeError(amount.message);
  return {
    title: values.title.trim(),
    amount: fromMinor(amount.minor, currency),
    currency,
    category: values.category,
    date: values.day,
    ...newLabels(values),
  };
}

/** Only what differs from the stored expense; a changed day keeps its time of day. */
export function toChanges(
  values: FormValues,
  expense: Expense,
  locale: string,
): Partial<ExpenseDraft> {
  const draft = toDraft({ ...values, currency: expense.currency }, locale);
  const changes: Partial<ExpenseDraft> = changedLabels(values, expense);
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
    currency: now.currency,
    merchant: touched.merchant === undefined ? now.merchant : typed.merchant,
    payment: touched.payment_method === undefined ? now.payment : typed.payment,
    tags: touched.tags === undefined ? now.tags : typed.tags,
    note: touched.note === undefined ? now.note : typed.note,
  };
}

/** What the server calls the fields of the form. */
export const fieldNames: Record<string, keyof FormValues> = {
  amount: 'amount',
  title: 'title',
  category: 'category',
  date: 'day',
  currency: 'currency',
  ...labelNames,
};
