import { afterEach, describe, expect, test } from 'vitest';
import {
  addDays,
  asIsoDate,
  endOfMonth,
  formatDate,
  makeDate,
  nameDay,
  startOfMonth,
  todayIn,
  type IsoDate,
} from './calendar-date';

const home = process.env['TZ'];
afterEach(() => {
  if (home === undefined) delete process.env['TZ'];
  else process.env['TZ'] = home;
});
const day = (text: string) => text as IsoDate;

describe.each(['UTC', 'Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
  'on a machine in %s',
  (zone) => {
    test('a day stays the same day', () => {
      process.env['TZ'] = zone;
      expect(formatDate(day('2024-01-15'), 'en-GB')).toBe('15 Jan 2024');
      expect(asIsoDate('2024-01-15')).toBe('2024-01-15');
      expect(addDays(day('2024-02-28'), 1)).toBe('2024-02-29');
      expect(addDays(day('2024-03-10'), 1)).toBe('2024-03-11');
      expect(startOfMonth(day('2024-01-31'), -1)).toBe('2023-12-01');
      expect(endOfMonth(day('2023-02-10'))).toBe('2023-02-28');
    });
    test('today is the day of the chosen zone, not of the machine', () => {
      process.env['TZ'] = zone;
      const now = Date.UTC(2026, 10, 21, 19, 30);
      expect(todayIn('Asia/Kolkata', now)).toBe('2026-11-22');
      expect(todayIn('America/Los_Angeles', now)).toBe('2026-11-21');
      expect(todayIn('Pacific/Kiritimati', now)).toBe('2026-11-22');
    });
  },
);

test.each([
  '2024-02-30',
  '2023-02-29',
  '2024-13-01',
  '1899-12-31',
  '3000-01-01',
  '2024-1-5',
  'today',
  5,
  null,
])('refuses %s as a day', (text) => {
  expect(asIsoDate(text)).toBeNull();
});
test('makes only days that the calendar has', () => {
  expect(makeDate(2024, 2, 29)).toBe('2024-02-29');
  expect(makeDate(2024, 0, 1)).toBeNull();
});
test('names today and yesterday', () => {
  expect(nameDay(day('2024-03-01'), day('2024-03-01'), 'en-GB')).toBe('Today');
  expect(nameDay(day('2024-02-29'), day('2024-03-01'), 'en-GB')).toBe('Yesterday');
  expect(nameDay(day('2024-01-15'), day('2024-03-01'), 'en-GB')).toBe('Mon, 15 Jan 2024');
});
