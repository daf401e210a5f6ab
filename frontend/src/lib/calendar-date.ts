// A day is text, `2024-01-15`; no time zone ever moves it. Date objects exist only in this file,
// always in UTC, as a calculator for calendar days.

import { t } from './messages';

export type IsoDate = string & { readonly __brand: 'IsoDate' };

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

function utc(date: IsoDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

function fromUtc(date: Date): IsoDate {
  return date.toISOString().slice(0, 10) as IsoDate;
}

/** Makes a day of year, month (1 to 12) and day, or null when the calendar has no such day. */
export function makeDate(year: number, month: number, day: number): IsoDate | null {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  const exact = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exact && year >= 1900 && year <= 2999 ? fromUtc(date) : null;
}

/** The text as a day when it is a real one between 1900 and 2999, else null. */
export function asIsoDate(text: unknown): IsoDate | null {
  const match = typeof text === 'string' ? shape.exec(text) : null;
  return match ? makeDate(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

/** Today where the person lives. */
export function todayIn(timeZone: string, now: number = Date.now()): IsoDate {
  const parts = format('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const found = Object.fromEntries(parts.formatToParts(now).map((part) => [part.type, part.value]));
  return `${found['year']}-${found['month']}-${found['day']}` as IsoDate;
}

export function addDays(date: IsoDate, days: number): IsoDate {
  const moved = utc(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return fromUtc(moved);
}

/** How many days the second lies after the first. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000);
}

/** 0 is Sunday. */
export function weekdayOf(date: IsoDate): number {
  return utc(date).getUTCDay();
}

/** The first day of the month that lies the given number of months away. */
export function startOfMonth(date: IsoDate, months = 0): IsoDate {
  const moved = utc(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  return fromUtc(moved);
}

export function endOfMonth(date: IsoDate, months = 0): IsoDate {
  return addDays(startOfMonth(date, months + 1), -1);
}

export function startOfYear(date: IsoDate, years = 0): IsoDate {
  return `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}-01-01` as IsoDate;
}

export function endOfYear(date: IsoDate, years = 0): IsoDate {
  return `${startOfYear(date, years).slice(0, 4)}-12-31` as IsoDate;
}

/** `Mon, 15 Jan 2024` in the reader's own order. */
export function formatDay(date: IsoDate, locale: string): string {
  return format(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(utc(date));
}

/** `15 Jan 2024`. */
export function formatDate(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', dateStyle: 'medium' }).format(utc(date));
}

/** `25 Oct – 24 Nov 2026`. */
export function formatRange(first: IsoDate, last: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', dateStyle: 'medium' }).formatRange(
    utc(first),
    utc(last),
  );
}

/** `January 2024`. */
export function formatMonth(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(utc(date));
}

/** `Monday`. */
export function formatWeekday(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', weekday: 'long' }).format(utc(date));
}

/** `15 January`. */
export function formatDayOfYear(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', day: 'numeric', month: 'long' }).format(utc(date));
}

/** `January`. */
export function formatMonthName(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', month: 'long' }).format(utc(date));
}

/** `Jan ’24`-like, for the axis of a chart. */
export function formatMonthShort(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', month: 'short', year: '2-digit' }).format(utc(date));
}

/** `Nov`, for the edge of a calendar. */
export function formatMonthMark(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', month: 'short' }).format(utc(date));
}

/** `M` of Monday, for the edge of a calendar. */
export function formatWeekdayMark(date: IsoDate, locale: string): string {
  return format(locale, { timeZone: 'UTC', weekday: 'narrow' }).format(utc(date));
}

/** The weekday with which weeks begin where a locale is spoken; 0 is Sunday. */
export function firstWeekday(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    weekInfo?: { firstDay: number };
    getWeekInfo?: () => { firstDay: number };
  };
  return ((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) % 7;
}

/** Today and Yesterday by name, other days by date. */
export function nameDay(date: IsoDate, today: IsoDate, locale: string): string {
  if (date === today) return t('lib.today');
  if (date === addDays(today, -1)) return t('lib.yesterday');
  return formatDay(date, locale);
}

/** An instant of the server (`…Z`) on the person's own clock. */
export function formatInstant(instant: string, locale: string, timeZone: string): string {
  return format(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  );
}

/** The zone and language that the browser was set to. */
export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
