import { expect, test } from 'vitest';
import { addDays, type IsoDate } from './calendar-date';
import { daysOf, monthPeriod, periodBefore, presetPeriod } from './period';

const day = (text: string) => text as IsoDate;
const said = ({ from, to }: { from: string; to: string }) => `${from} ${to}`;

// The same cases as db/tests/periods.sql.
test.each([
  ['2023-02-28', 31, '2023-02-28 2023-03-30'],
  ['2024-02-28', 31, '2024-01-31 2024-02-28'],
  ['2024-03-15', 25, '2024-02-25 2024-03-24'],
  ['2024-01-01', 2, '2023-12-02 2024-01-01'],
])('the month that holds %s, when months begin on the %i', (at, start, period) => {
  expect(said(monthPeriod(day(at), start))).toBe(period);
});

test('months touch, for every start: none overlaps, none leaves a gap', () => {
  const wrong: string[] = [];
  for (let start = 1; start <= 31; start += 1) {
    let period = monthPeriod(day('2023-12-01'), start);
    for (let at = day('2023-12-01'); at < '2026-01-01'; at = addDays(at, 1)) {
      const own = monthPeriod(at, start);
      const next = at > period.to;
      const right = next
        ? own.from === addDays(period.to, 1) &&
          said(monthPeriod(at, start, -1)) === said(period) &&
          said(periodBefore(own, start)) === said(period)
        : said(own) === said(period);
      if (!right) wrong.push(`${at} ${start}`);
      period = own;
    }
  }
  expect(wrong).toEqual([]);
});

test.each([
  ['this-month', 1, '2026-11-01 2026-11-30'],
  ['this-month', 25, '2026-10-25 2026-11-24'],
  ['last-month', 25, '2026-09-25 2026-10-24'],
  ['last-90-days', 1, '2026-08-26 2026-11-23'],
  ['last-12-months', 1, '2025-12-01 2026-11-30'],
  ['this-year', 1, '2026-01-01 2026-12-31'],
  ['this-year', 25, '2026-01-25 2027-01-24'],
  ['last-year', 1, '2025-01-01 2025-12-31'],
] as const)('%s with months from the %i', (name, start, period) => {
  expect(said(presetPeriod(name, day('2026-11-23'), start))).toBe(period);
});

test.each([
  ['2026-11-01', '2026-11-30', 1, '2026-10-01 2026-10-31'],
  ['2026-01-01', '2026-12-31', 1, '2025-01-01 2025-12-31'],
  ['2026-07-01', '2026-09-30', 1, '2026-04-01 2026-06-30'],
  ['2026-02-28', '2026-03-30', 31, '2026-01-31 2026-02-27'],
  ['2026-11-03', '2026-11-09', 1, '2026-10-27 2026-11-02'],
])('%s to %s stands beside %s', (from, to, start, before) => {
  const period = { from: day(from), to: day(to) };
  expect(said(periodBefore(period, start))).toBe(before);
});

test('days are counted with both ends', () => {
  expect(daysOf({ from: day('2024-02-28'), to: day('2024-03-01') })).toBe(3);
});
