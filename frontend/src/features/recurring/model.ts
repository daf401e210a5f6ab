import * as v from 'valibot';
import { editableAmount, parseAmount } from '@/lib/amount-input';
import {
  asIsoDate,
  formatDate,
  formatDayOfYear,
  formatMonthName,
  formatWeekday,
  type IsoDate,
} from '@/lib/calendar-date';
import { typedAmount } from '@/lib/form-rules';
import { fromMinor, type Minor } from '@/lib/money';
import {
  changedLabels,
  labelNames,
  labelsOf,
  newLabels,
  noLabels,
  type LabelValues,
} from '@/features/labels/fields';
import { t } from './messages';
import { formSchema, type FormValues, type Rule } from './schema';

type Schedule = Pick<
  Rule,
  'unit' | 'every' | 'anchor_day' | 'last_day' | 'starts_on' | 'ends_on' | 'count'
>;

/** The rule in words: “Every month on day 31, 12 times”. */
export function ruleWords(rule: Schedule, locale: string): string {
  const end = rule.ends_on
    ? t('recurring.until', { date: formatDate(rule.ends_on, locale) })
    : rule.count === null
      ? ''
      : t('recurring.times', { count: rule.count });
  return [rhythmWords(rule, locale), end].filter(Boolean).join(t('recurring.and'));
}

function rhythmWords(rule: Schedule, locale: string): string {
  const count = rule.every;
  const last = rule.last_day || rule.anchor_day === 31;
  switch (rule.unit) {
    case 'day':
      return t('recurring.days', { count });
    case 'week':
      return t('recurring.weeks', { count, day: formatWeekday(rule.starts_on, locale) });
    case 'month':
      return last
        ? t('recurring.months.last', { count })
        : t('recurring.months', { count, day: rule.anchor_day });
    case 'year':
      return last
        ? t('recurring.years.last', { count, month: formatMonthName(rule.starts_on, locale) })
        : t('recurring.years', { count, day: formatDayOfYear(rule.starts_on, locale) });
  }
}

/** What a form begins with, from an expense that shall come again or from nothing. */
export function newForm(
  today: IsoDate,
  from?: LabelValues & { amount: string; title: string; category: string; day: IsoDate },
): FormValues {
  const { day, ...rest } = from ?? { ...noLabels(), day: today };
  return {
    amount: '',
    title: '',
    category: 'Other',
    ...rest,
    every: '1',
    unit: 'month',
    lastDay: false,
    start: day,
    end: 'never',
    endDate: '',
    count: '12',
    scope: 'rule',
  };
}

export function formOf(rule: Rule, locale: string): FormValues {
  return {
    amount: editableAmount(rule.minor, rule.currency, locale),
    title: rule.title,
    category: rule.category,
    ...labelsOf(rule),
    every: String(rule.every),
    unit: rule.unit,
    lastDay: rule.last_day,
    start: rule.starts_on,
    end: rule.ends_on ? 'date' : rule.count === null ? 'never' : 'count',
    endDate: rule.ends_on ?? '',
    count: String(rule.count ?? 12),
    scope: 'rule',
  };
}

/** The form's rules, with amounts read the person's way and only the chosen end looked at. */
export function formRules(currency: string, locale: string) {
  return v.pipe(
    v.object({
      ...formSchema.entries,
      amount: typedAmount(currency, locale),
    }),
    v.forward(
      v.check(
        (values) => values.end !== 'date' || asIsoDate(values.endDate) !== null,
        () => t('recurring.end.missing'),
      ),
      ['endDate'],
    ),
    v.forward(
      v.check(
        (values) => values.end !== 'count' || isCount(values.count),
        () => t('recurring.number', { most: 10_000 }),
      ),
      ['count'],
    ),
  );
}

function isCount(text: string): boolean {
  return /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 10_000;
}

type Body = Record<string, unknown>;

/** The schedule as the server takes it, or null while the form has none that could be asked for. */
export function scheduleOf(values: FormValues): Body | null {
  const start = asIsoDate(values.start);
  const every = Number(values.every);
  if (!start || !/^\d{1,3}$/.test(values.every.trim()) || every < 1) return null;
  if (values.end === 'date' && !asIsoDate(values.endDate)) return null;
  if (values.end === 'count' && !isCount(values.count)) return null;
  return {
    unit: values.unit,
    every,
    last_day: values.lastDay && (values.unit === 'month' || values.unit === 'year'),
    starts_on: start,
    ends_on: values.end === 'date' ? values.endDate : null,
    count: values.end === 'count' ? Number(values.count) : null,
  };
}

function amountOf(values: FormValues, currency: string, locale: string): Minor {
  const amount = parseAmount(values.amount, currency, locale);
  if (!amount.ok) throw new RangeError(amount.message);
  return amount.minor;
}

/** What goes to the server for a new rule. */
export function toNew(values: FormValues, currency: string, locale: string): Body {
  return {
    title: values.title.trim(),
    amount: fromMinor(amountOf(values, currency, locale), currency),
    currency,
    category: values.category,
    ...newLabels(values),
    ...scheduleOf(values),
  };
}

/** Only what differs from the stored rule. */
export function toChanges(values: FormValues, rule: Rule, locale: string): Body {
  const minor = amountOf(values, rule.currency, locale);
  const changes: Body = changedLabels(values, rule);
  if (values.title.trim() !== rule.title) changes['title'] = values.title.trim();
  if (minor !== rule.minor) changes['amount'] = fromMinor(minor, rule.currency);
  if (values.category !== rule.category) changes['category'] = values.category;
  const now = scheduleOf(formOf(rule, locale)) ?? {};
  for (const [name, value] of Object.entries(scheduleOf(values) ?? {})) {
    if (now[name] !== value) changes[name] = value;
  }
  return changes;
}

/** Whether a change touches when the rule comes, so that it may make entries at once. */
export function isSchedule(changes: Body): boolean {
  return ['unit', 'every', 'last_day', 'starts_on', 'ends_on', 'count'].some((it) => it in changes);
}

/** What the server calls the fields of the form. */
export const fieldNames: Record<string, keyof FormValues> = {
  amount: 'amount',
  title: 'title',
  category: 'category',
  ...labelNames,
  unit: 'unit',
  every: 'every',
  starts_on: 'start',
  ends_on: 'endDate',
  count: 'count',
};
