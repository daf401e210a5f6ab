// Periods of reports, budgets and the first page. A month begins on the day that the person chose, as
// app.month_period() in the database has it: the day is counted from the month that it stands in, so
// a short month shortens its own period only (31 Jan, 28 Feb, 31 Mar).
import {
  addDays,
  daysBetween,
  endOfMonth,
  startOfMonth,
  startOfYear,
  type IsoDate,
} from './calendar-date';
import type { PresetName } from './presets';

export type Period = { from: IsoDate; to: IsoDate };
/** Either end may be open. */
export type OpenPeriod = { from?: IsoDate; to?: IsoDate };

/** The day of a month on which its period begins. */
function begin(month: IsoDate, startDay: number): IsoDate {
  const day = addDays(startOfMonth(month), startDay - 1);
  const last = endOfMonth(month);
  return day < last ? day : last;
}

/** The month that holds a day; `months` away from it. */
export function monthPeriod(day: IsoDate, startDay: number, months = 0): Period {
  const away = day >= begin(day, startDay) ? months : months - 1;
  return {
    from: begin(startOfMonth(day, away), startDay),
    to: addDays(begin(startOfMonth(day, away + 1), startDay), -1),
  };
}

/** The twelve months that begin with the year's first. */
function yearPeriod(day: IsoDate, startDay: number, years = 0): Period {
  const first = startOfYear(day);
  const away = day >= begin(first, startDay) ? years : years - 1;
  return {
    from: begin(startOfYear(day, away), startDay),
    to: addDays(begin(startOfYear(day, away + 1), startDay), -1),
  };
}

/** The days that a preset means, seen from today. */
export function presetPeriod(
  name: Exclude<PresetName, 'all' | 'custom'>,
  today: IsoDate,
  startDay: number,
): Period {
  switch (name) {
    case 'this-month':
      return monthPeriod(today, startDay);
    case 'last-month':
      return monthPeriod(today, startDay, -1);
    case 'last-90-days':
      return { from: addDays(today, -89), to: today };
    case 'last-12-months':
      return {
        from: monthPeriod(today, startDay, -11).from,
        to: monthPeriod(today, startDay).to,
      };
    case 'this-year':
      return yearPeriod(today, startDay);
    case 'last-year':
      return yearPeriod(today, startDay, -1);
  }
}

/** How many days, both ends counted. */
export function daysOf({ from, to }: Period): number {
  return daysBetween(from, to) + 1;
}

const monthNumber = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/**
 * What a period is compared with: whole months with as many months before them, anything else with
 * as many days.
 */
export function periodBefore({ from, to }: Period, startDay: number): Period {
  const first = monthPeriod(from, startDay);
  const before = addDays(from, -1);
  if (first.from === from && monthPeriod(to, startDay).to === to) {
    const months = monthNumber(monthPeriod(to, startDay).from) - monthNumber(from) + 1;
    return { from: monthPeriod(from, startDay, -months).from, to: before };
  }
  return { from: addDays(from, -daysOf({ from, to })), to: before };
}
