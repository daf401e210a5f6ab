// The rules of the budgets' pages, without React.
import { parseAmount } from '@/lib/amount-input';
import {
  addDays,
  endOfMonth,
  formatMonth,
  formatRange,
  startOfMonth,
  type IsoDate,
} from '@/lib/calendar-date';
import { fromMinor } from '@/lib/money';
import type { Budget, BudgetChanges, BudgetDraft, Period } from './schema';
import { t } from './form-messages';

/** How a budget stands: said in words beside the bar, which only repeats it. */
export type Standing = 'over' | 'ahead' | 'within';

export function standingOf({ state }: Pick<Budget, 'state'>): Standing {
  if (state.remaining < 0n) return 'over';
  // The day's own spending is early in the morning: a tenth of the period is nobody's worry.
  if (state.percent === null || state.percent > state.pace + 10) return 'ahead';
  return 'within';
}

/** `70 %`, cut and not rounded: 100 % is not there before it is reached. */
export function formatPercent(percent: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    Math.floor(percent) / 100,
  );
}

/** The period by its name: a month, a year, or its days. */
export function namePeriod(period: Period, first: IsoDate, last: IsoDate, locale: string): string {
  if (period === 'month' && first.endsWith('-01')) return formatMonth(first, locale);
  if (period === 'year') {
    const year = new Intl.DateTimeFormat(locale, { year: 'numeric', timeZone: 'UTC' });
    return year.format(Date.UTC(Number(first.slice(0, 4)), 6, 1));
  }
  return formatRange(first, last, locale);
}

/** A day of the period before or after; the server says where periods begin, when it knows any. */
export function neighbour(
  period: Period,
  date: IsoDate,
  days: { first_day: IsoDate; last_day: IsoDate } | undefined,
  way: -1 | 1,
): IsoDate {
  if (days) return way < 0 ? addDays(days.first_day, -1) : addDays(days.last_day, 1);
  if (period === 'week') return addDays(date, way * 7);
  const months = period === 'month' ? way : way * 12;
  return way < 0 ? endOfMonth(date, months) : startOfMonth(date, months);
}

/** The rows behind a budget's figure, as the list of expenses is asked for them. */
export function rowsSearch({ category, state }: Pick<Budget, 'category' | 'state'>) {
  return { ...(category === null ? {} : { category }), from: state.first_day, to: state.last_day };
}

/** The most urgent first: over, then by what is spent; `all` of everything stays on top. */
export function mostUrgent(budgets: readonly Budget[], count: number): Budget[] {
  const weight = ({ state }: Budget) => state.percent ?? Number.POSITIVE_INFINITY;
  return budgets
    .toSorted(
      (a, b) => Number(a.category !== null) - Number(b.category !== null) || weight(b) - weight(a),
    )
    .slice(0, count);
}

type Named = { id: number; name: string; parent_id: number | null; archived: boolean };

/** What a new budget can be for; a sub-category is named with its parent. */
export function categoryChoices(categories: readonly Named[]): { value: string; label: string }[] {
  const nameOf = (id: number | null) => categories.find((one) => one.id === id)?.name;
  return categories
    .filter(({ archived }) => !archived)
    .map(({ id, name, parent_id: parent }) => ({
      value: String(id),
      label: parent === null ? name : `${name} (${nameOf(parent) ?? ''})`,
    }));
}

export type BudgetForm = {
  amount: string;
  category: string;
  period: Period;
  currency: string;
  rollOver: boolean;
  thresholds: string;
  /** For a budget that is there already: from this period on, or from the next. */
  from: 'this' | 'next';
};
export type FormErrors = Partial<Record<keyof BudgetForm, string>>;

/** Reads `80, 100` in the person's own digits; null when it is no such list. */
export function readThresholds(text: string): number[] | null {
  const western = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  const words = western.split(/[\s,;،%٪]+/).filter((word) => word !== '');
  const numbers = words.map((word) => (/^\d{1,4}$/.test(word) ? Number(word) : 0));
  if (numbers.length > 5 || numbers.some((one) => one < 1 || one > 1000)) return null;
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

export function checkForm(form: BudgetForm, locale: string): FormErrors {
  const errors: FormErrors = {};
  const amount = parseAmount(form.amount, form.currency, locale);
  if (!amount.ok) errors.amount = amount.message;
  if (readThresholds(form.thresholds) === null) errors.thresholds = t('budget.thresholds.bad');
  return errors;
}

function decimalOf(form: BudgetForm, locale: string): string {
  const amount = parseAmount(form.amount, form.currency, locale);
  if (!amount.ok) throw new RangeError(amount.message);
  return fromMinor(amount.minor, form.currency);
}

export function toDraft(form: BudgetForm, locale: string): BudgetDraft {
  return {
    amount: decimalOf(form, locale),
    period: form.period,
    currency: form.currency,
    category_id: form.category === '' ? null : Number(form.category),
    roll_over: form.rollOver,
    thresholds: readThresholds(form.thresholds) ?? [],
  };
}

/** Only what differs from what holds in the period that the change begins with. */
export function toChanges(form: BudgetForm, budget: Budget, locale: string): BudgetChanges {
  const changes: BudgetChanges = {};
  const amount = decimalOf(form, locale);
  const thresholds = readThresholds(form.thresholds) ?? [];
  const next = form.from === 'next';
  const other =
    amount !== fromMinor(budget.amount, budget.currency) || form.rollOver !== budget.roll_over;
  if (next || other) {
    changes.amount = amount;
    changes.roll_over = form.rollOver;
    if (next) changes.from = addDays(budget.state.last_day, 1);
  }
  if (thresholds.join() !== budget.thresholds.join()) changes.thresholds = thresholds;
  return changes;
}

/** What the server calls the fields of the form. */
export const fieldNames: Record<string, keyof BudgetForm> = {
  amount: 'amount',
  category_id: 'category',
  period: 'period',
  currency: 'currency',
  roll_over: 'rollOver',
  thresholds: 'thresholds',
  from: 'from',
};
