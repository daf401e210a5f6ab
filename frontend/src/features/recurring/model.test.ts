import { describe, expect, test } from 'vitest';
import { speak } from '@/lib/i18n/catalogue';
import { setCurrencies } from '@/lib/money';
import type { IsoDate } from '@/lib/calendar-date';
import { translation } from './messages.ar';
import { formOf, isSchedule, newForm, ruleWords, scheduleOf, toChanges, toNew } from './model';
import type { Rule } from './schema';

setCurrencies([{ code: 'INR', digits: 2 }]);
const day = (text: string) => text as IsoDate;
const rule = (changes: Partial<Rule> = {}): Rule => ({
  id: 1,
  title: 'Rent',
  minor: 1_500_000n,
  currency: 'INR',
  category: 'Utilities',
  unit: 'month',
  every: 1,
  last_day: false,
  anchor_day: 5,
  starts_on: day('2026-01-05'),
  ends_on: null,
  count: null,
  next_date: day('2026-02-05'),
  upcoming: [],
  paused: false,
  made: 1,
  version: 3,
  made_now: 0,
  changed: 0,
  merchant: '',
  payment_method: '',
  note: '',
  tags: [],
  ...changes,
});

describe('a rule in words', () => {
  const cases: [Partial<Rule>, string][] = [
    [{}, 'Every month on day 5'],
    [{ every: 3 }, 'Every 3 months on day 5'],
    [{ anchor_day: 31 }, 'Every month on its last day'],
    [{ unit: 'day', every: 1 }, 'Every day'],
    [{ unit: 'week', every: 2 }, 'Every 2 weeks on Monday'],
    [{ unit: 'year', count: 2 }, 'Every year on 5 January, 2 times'],
    [{ unit: 'year', last_day: true, anchor_day: 31 }, 'Every year on the last day of January'],
    [{ ends_on: day('2026-12-31') }, 'Every month on day 5, until 31 Dec 2026'],
  ];
  test.each(cases)('%o', (changes, words) => {
    expect(ruleWords(rule(changes), 'en-GB')).toBe(words);
  });

  test('in Arabic, too', () => {
    speak('ar', 'ar', translation);
    expect(ruleWords(rule({ every: 2 }), 'ar')).toContain('كل شهرين');
    speak('en', 'en', {});
  });
});

describe('what goes to the server', () => {
  const typed = { ...newForm(day('2026-11-22')), amount: '12+3.50', title: ' Tea ' };

  test('a new rule has an exact amount and only the chosen end', () => {
    expect(
      toNew({ ...typed, end: 'count', count: '3', endDate: '2030-01-01' }, 'INR', 'en-IN'),
    ).toEqual({
      title: 'Tea',
      amount: '15.50',
      currency: 'INR',
      category: 'Other',
      unit: 'month',
      every: 1,
      last_day: false,
      starts_on: '2026-11-22',
      ends_on: null,
      count: 3,
    });
  });

  test('an unfinished schedule is not asked for', () => {
    expect(scheduleOf({ ...typed, every: '' })).toBeNull();
    expect(scheduleOf({ ...typed, every: '0' })).toBeNull();
    expect(scheduleOf({ ...typed, start: '' })).toBeNull();
    expect(scheduleOf({ ...typed, end: 'date', endDate: '' })).toBeNull();
    expect(scheduleOf({ ...typed, end: 'count', count: 'many' })).toBeNull();
  });

  test('the last day is for months and years', () => {
    expect(scheduleOf({ ...typed, lastDay: true })).toMatchObject({ last_day: true });
    expect(scheduleOf({ ...typed, lastDay: true, unit: 'week' })).toMatchObject({
      last_day: false,
    });
  });

  test('a change has only what differs', () => {
    const old = rule({ count: 12 });
    const form = formOf(old, 'en-IN');
    expect(toChanges(form, old, 'en-IN')).toEqual({});
    expect(toChanges({ ...form, amount: '16000', title: 'Flat' }, old, 'en-IN')).toEqual({
      title: 'Flat',
      amount: '16000.00',
    });
    const longer = toChanges({ ...form, end: 'never' }, old, 'en-IN');
    expect(longer).toEqual({ count: null });
    expect([isSchedule(longer), isSchedule({ title: 'Flat' })]).toEqual([true, false]);
  });
});
