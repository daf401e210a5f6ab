import * as v from 'valibot';
import { editableAmount, parseAmount } from '@/lib/amount-input';
import type { IsoDate } from '@/lib/calendar-date';
import { typedAmount } from '@/lib/form-rules';
import { fromMinor } from '@/lib/money';
import { formSchema, type Expense, type ExpenseDraft, type FormValues } from './schema';

/** The form's rules, with amounts read the person's way. */
export function formRules(currency: string, locale: string) {
  return v.object({
    ...formSchema.entries,
    amount: typedAmount(currency, locale),
  });
}

export function emptyForm(today: IsoDate, currency: string): FormValues {
  const none = { merchant: '', payment: '', tags: [], note: '' };
  return { amount: '', title: '', category: 'Other', day: today, currency, ...none };
}

export function formOf(expense: Expense, locale: string): FormValues {
  return {
    amount: editableAmount(expense.minor, expense.currency, locale),
    title: expense.title,
    category: expense.category,
    day: expense.day,
    currency: expense.currency,
    merchant: expense.merchant,
    payment: expense.payment_method,
    tags: expense.tags,
    note: expense.note,
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
  const draft: ExpenseDraft = {
    title: values.title.trim(),
    amount: fromMinor(amount.minor, currency),
    currency,
    category: values.category,
    date: values.day,
  };
  const { merchant, payment, tags, note } = trimmed(values);
  if (merchant) draft.merchant = merchant;
  if (payment) draft.payment_method = payment;
  if (tags.length > 0) draft.tags = tags;
  if (note) draft.note = note;
  return draft;
}

function trimmed({ merchant, payment, tags, note }: FormValues) {
  return { merchant: merchant.trim(), payment: payment.trim(), tags, note: note.trim() };
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.toSorted().join('\n') === b.toSorted().join('\n');

/** Only what differs from the stored expense; a changed day keeps its time of day. */
export function toChanges(
  values: FormValues,
  expense: Expense,
  locale: string,
): Partial<ExpenseDraft> {
  const draft = toDraft({ ...values, currency: expense.currency }, locale);
  const { merchant, payment, tags, note } = trimmed(values);
  const changes: Partial<ExpenseDraft> = {};
  if (draft.title !== expense.title) changes.title = draft.title;
  if (draft.amount !== fromMinor(expense.minor, expense.currency)) changes.amount = draft.amount;
  if (draft.category !== expense.category) changes.category = draft.category;
  if (draft.date !== expense.day) changes.date = `${draft.date}T${expense.time || '00:00:00'}`;
  if (merchant !== expense.merchant) changes.merchant = merchant;
  if (payment !== expense.payment_method) changes.payment_method = payment;
  if (!same(tags, expense.tags)) changes.tags = tags;
  if (note !== expense.note.trim()) changes.note = note;
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
  merchant: 'merchant',
  payment_method: 'payment',
  tags: 'tags',
  note: 'note',
};
