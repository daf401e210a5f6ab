import { describe, expect, test } from 'vitest';
import type { IsoDate } from '@/lib/calendar-date';
import {
  categoryChoices,
  checkForm,
  formatPercent,
  mostUrgent,
  namePeriod,
  neighbour,
  readThresholds,
  rowsSearch,
  standingOf,
  toChanges,
  toDraft,
  type BudgetForm,
} from './model';
import type { Budget } from './schema';
import { readBudgetSearch } from './search';

const day = (text: string) => text as IsoDate;
const budget = (changes: Partial<Budget> = {}, state: Partial<Budget['state']> = {}): Budget => ({
  id: 1,
  category_id: 1,
  category: 'Food',
  category_archived: false,
  period: 'month',
  currency: 'INR',
  amount: 100_000n,
  roll_over: false,
  thresholds: [80, 100],
  version: 3,
  terms: [],
  ...changes,
  state: {
    first_day: day('2026-11-01'),
    last_day: day('2026-11-30'),
    carried: 0n,
    limit: 100_000n,
    spent: 70_000n,
    remaining: 30_000n,
    count: 5,
    in_other_currencies: 0,
    percent: 70,
    pace: 65,
    ...state,
  },
});
const form = (changes: Partial<BudgetForm> = {}): BudgetForm => ({
  amount: '1000',
  category: '1',
  period: 'month',
  currency: 'INR',
  rollOver: false,
  thresholds: '80, 100',
  from: 'this',
  ...changes,
});

describe('how a budget stands', () => {
  test('over, faster than the time, or within', () => {
    expect(standingOf(budget())).toBe('within');
    expect(standingOf(budget({}, { percent: 75.1 }))).toBe('ahead');
    expect(standingOf(budget({}, { percent: 100, remaining: 0n, pace: 100 }))).toBe('within');
    expect(standingOf(budget({}, { percent: 100.01, remaining: -1n, pace: 100 }))).toBe('over');
    expect(standingOf(budget({}, { percent: null, limit: 0n, remaining: 0n }))).toBe('ahead');
  });

  test('percent are cut: 100 % is not there before it is reached', () => {
    expect(formatPercent(99.99, 'en-IN')).toBe('99%');
    expect(formatPercent(100, 'en-IN')).toBe('100%');
    expect(formatPercent(1234.5, 'en-IN')).toBe('1,234%');
  });

  test('the most urgent come first, what counts everything on top', () => {
    const all = [
      budget({ id: 1 }, { percent: 10 }),
      budget({ id: 2 }, { percent: null }),
      budget({ id: 3 }, { percent: 120 }),
      budget({ id: 4, category: null }, { percent: 5 }),
    ];
    expect(mostUrgent(all, 3).map(({ id }) => id)).toEqual([4, 2, 3]);
  });
});

describe('periods', () => {
  test('have a name: the month, the year, or their days', () => {
    const name = (period: Budget['period'], first: string, last: string) =>
      namePeriod(period, day(first), day(last), 'en-GB').replaceAll(/\s+/g, '');
    expect(name('month', '2026-11-01', '2026-11-30')).toBe('November2026');
    expect(name('month', '2026-10-25', '2026-11-24')).toBe('25Oct–24Nov2026');
    expect(name('week', '2026-11-23', '2026-11-29')).toBe('23–29Nov2026');
    expect(name('year', '2026-01-01', '2026-12-31')).toBe('2026');
  });

  test('the one before and after begins where this one ends, also a pay-day month', () => {
    const days = { first_day: day('2026-10-25'), last_day: day('2026-11-24') };
    expect(neighbour('month', day('2026-11-01'), days, -1)).toBe('2026-10-24');
    expect(neighbour('month', day('2026-11-01'), days, 1)).toBe('2026-11-25');
  });

  test('without a budget in it, a week, month or year away', () => {
    expect(neighbour('week', day('2026-03-01'), undefined, -1)).toBe('2026-02-22');
    expect(neighbour('month', day('2026-03-31'), undefined, -1)).toBe('2026-02-28');
    expect(neighbour('month', day('2026-01-31'), undefined, 1)).toBe('2026-02-01');
    expect(neighbour('year', day('2026-03-31'), undefined, 1)).toBe('2027-03-01');
  });

  test('the address names a kind and a day, and nothing else', () => {
    expect(readBudgetSearch({ period: 'week', date: '2026-02-28', q: 'x' })).toEqual({
      period: 'week',
      date: '2026-02-28',
    });
    expect(readBudgetSearch({ period: 'day', date: '2026-02-30' })).toEqual({});
  });

  test('the rows behind a figure are those of its category and days', () => {
    const days = { from: '2026-11-01', to: '2026-11-30' };
    expect(rowsSearch(budget())).toEqual({ category: 'Food', ...days });
    expect(rowsSearch(budget({ category: null }))).toEqual(days);
  });
});

describe('the form', () => {
  test('offers the categories that are in use, sub-categories with their parent', () => {
    const one = { parent_id: null, archived: false };
    const choices = categoryChoices([
      { id: 1, name: 'Food', ...one },
      { id: 2, name: 'Lunch', ...one, parent_id: 1 },
      { id: 3, name: 'Old', ...one, archived: true },
    ]);
    expect(choices.map(({ label }) => label)).toEqual(['Food', 'Lunch (Food)']);
  });

  test('reads thresholds as people write them', () => {
    expect(readThresholds('100 %, 80')).toEqual([80, 100]);
    expect(readThresholds('٨٠، ١٠٠')).toEqual([80, 100]);
    expect(readThresholds('80 80')).toEqual([80]);
    expect(readThresholds('  ')).toEqual([]);
    for (const bad of ['0', '1001', '80.5', 'a', '1 2 3 4 5 6', '-5']) {
      expect(readThresholds(bad)).toBeNull();
    }
  });

  test('says at each field what is wrong', () => {
    expect(checkForm(form(), 'en-IN')).toEqual({});
    expect(checkForm(form({ amount: '', thresholds: '0' }), 'en-IN')).toEqual({
      amount: 'Type an amount.',
      thresholds: 'Use at most five whole percentages from 1 to 1000.',
    });
  });

  test('sends exact decimals and no category for everything', () => {
    expect(toDraft(form({ amount: '90,071,992,547,409.91', category: '' }), 'en-IN')).toEqual({
      amount: '90071992547409.91',
      period: 'month',
      currency: 'INR',
      category_id: null,
      roll_over: false,
      thresholds: [80, 100],
    });
  });

  test('sends only what changes, from this period or from the next', () => {
    expect(toChanges(form(), budget(), 'en-IN')).toEqual({});
    expect(toChanges(form({ thresholds: '' }), budget(), 'en-IN')).toEqual({ thresholds: [] });
    expect(toChanges(form({ amount: '1200' }), budget(), 'en-IN')).toEqual({
      amount: '1200.00',
      roll_over: false,
    });
    expect(toChanges(form({ rollOver: true, from: 'next' }), budget(), 'en-IN')).toEqual({
      amount: '1000.00',
      roll_over: true,
      from: '2026-12-01',
    });
  });
});
