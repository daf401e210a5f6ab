import { expect, test } from 'vitest';
import { describeFilters } from './filter-words';
import { isFiltered, listPath, readFilters, withoutFilters, withoutTag } from './filters';
import { dayHeads, readTotals, withoutRow } from './model';
import type { Expense } from './schema';

test('filters survive the way into the address and back', () => {
  const filters = {
    q: 'tea & cake',
    category: 'Food',
    from: '2024-01-01',
    to: '2024-02-29',
    min: '10',
    max: '99.50',
    sort: 'amount_desc',
  } as const;
  const search = new URLSearchParams(filters);
  expect(readFilters(Object.fromEntries(search))).toEqual(filters);
});
test('what makes no sense in the address is left out', () => {
  expect(
    readFilters({
      q: '  ',
      from: '2024-02-30',
      to: 'soon',
      min: '-5',
      max: '1e9',
      sort: 'random',
      evil: 'x',
      category: 'x'.repeat(101),
    }),
  ).toEqual({});
});
test('the default order is not written down', () => {
  expect(readFilters({ sort: 'date_desc' })).toEqual({});
  expect(isFiltered({ sort: 'date_asc' })).toBe(false);
});
test('the request asks for count and sum', () => {
  expect(listPath({ q: 'tea' })).toBe('/api/expenses?limit=100&total=true&q=tea');
});
test('a period is one chip, and removing it removes both ends', () => {
  const filters = readFilters({ from: '2024-01-01', to: '2024-01-31', q: 'tea' });
  const [text, period] = describeFilters(filters, 'en-GB');
  expect(text?.label).toBe('“tea”');
  expect(period?.label).toBe('1 Jan 2024 – 31 Jan 2024');
  expect(withoutFilters(filters, period?.names ?? [])).toEqual({ q: 'tea' });
});
test('reads sums of several currencies', () => {
  expect(readTotals('INR 1234.50, USD 3.00')).toEqual([
    { currency: 'INR', minor: 123450n },
    { currency: 'USD', minor: 300n },
  ]);
  expect(readTotals('')).toEqual([]);
  expect(readTotals(null)).toEqual([]);
});
test('a day that may go on on the next page shows no total', () => {
  const row = (id: number, day: string) =>
    ({ id, day, minor: 100n, currency: 'INR' }) as unknown as Expense;
  const rows = [row(1, '2024-01-02'), row(2, '2024-01-02'), row(3, '2024-01-01')];
  const totals = (before: boolean, after: boolean) =>
    [...dayHeads(rows, before, after)].map(([at, { total }]) => [at, total?.minor ?? null]);
  expect(totals(false, true)).toEqual([
    [0, 200n],
    [2, null],
  ]);
  expect(totals(false, false)).toEqual([
    [0, 200n],
    [2, 100n],
  ]);
  expect(totals(true, false)).toEqual([[2, 100n]]);
});
test('a row that goes takes its place, its count and its amount along', () => {
  const row = (id: number) => ({ id, minor: 100n, currency: 'INR' }) as unknown as Expense;
  const sums = [
    { currency: 'INR', minor: 400n },
    { currency: 'USD', minor: 5n },
  ];
  const pages = [
    { expenses: [row(1), row(2)], start: 200, count: 204, sums },
    { expenses: [row(3), row(4)], start: 202, count: 204, sums },
  ];
  const left = withoutRow(pages, 2);
  expect(left.map(({ start, count, expenses }) => [start, count, expenses.length])).toEqual([
    [200, 203, 1],
    [201, 203, 2],
  ]);
  expect(left[1]?.sums).toEqual([{ currency: 'INR', minor: 300n }, sums[1]]);
  expect(withoutRow(pages, 9)).toEqual(pages);
});

test('merchant, payment method and each tag are filters of their own', () => {
  const filters = readFilters({ merchant: 'Chai & Co', tag: ['work', ' work ', 'trip'] });
  expect(filters).toEqual({ merchant: 'Chai & Co', tag: ['work', 'trip'] });
  expect(readFilters({ tag: 'work' })).toEqual({ tag: ['work'] });
  expect(readFilters({ tag: ['', 'x'.repeat(201)] })).toEqual({});
  expect(listPath(filters)).toContain('merchant=Chai+%26+Co&tag=work&tag=trip');
  const chips = describeFilters({ ...filters, payment_method: 'UPI' }, 'en-IN');
  expect(chips.map(({ label }) => label)).toEqual([
    'At Chai & Co',
    '#work',
    '#trip',
    'Paid with UPI',
  ]);
  expect(withoutTag(filters, 'work')).toEqual({ merchant: 'Chai & Co', tag: ['trip'] });
  expect(withoutTag({ tag: ['trip'] }, 'trip')).toEqual({});
});
