// What the file doesn't say but shows: which column is which, in which order dates are written,
// which mark stands before the decimals.
import { makeDate, type IsoDate } from '@/lib/calendar-date';

export type DateOrder = 'ymd' | 'dmy' | 'mdy';
export type DecimalMark = '.' | ',';
export const columnNames = [
  'date',
  'amount',
  'note',
  'subcategory',
  'category',
  'kind',
  'currency',
  'merchant',
  'method',
  'tags',
  'details',
] as const;
export type ColumnName = (typeof columnNames)[number];
/** The column's place in the file, or -1 for none. */
export type Mapping = Record<ColumnName, number>;

const headers: Record<ColumnName, RegExp[]> = {
  date: [/^date$/, /\bdate\b/, /^(datum|fecha|day)$/],
  amount: [/^amount$/, /amount|^(betrag|importe|value|sum|price|cost|debit)\b/],
  note: [
    /^(note|notes|title|description|memo|payee|details|merchant|name)$/,
    /note|description|memo|payee|title/,
  ],
  subcategory: [/^sub-?\s?category$/],
  category: [/^category$/, /^(kategorie|categoria|group)$/],
  kind: [/^income\s*\/\s*expense$/, /^(type|kind|transaction type|direction)$/],
  currency: [/^(currency|ccy|währung|moneda)( code)?$/],
  merchant: [/^(merchant|payee|vendor|store|shop)( name)?$/, /\b(merchant|payee|vendor)\b/],
  method: [
    /^(mode|payment (method|mode|type)|(method|mode) of payment|paid (with|by|from|using))$/,
    /^(account|wallet|card)( name)?$/,
    /^payment$/,
  ],
  tags: [/^(tags?|labels?)$/, /^sub-?\s?categor(y|ies)$/],
  details: [/^(notes?|memo|details|description|comments?|remarks?)$/],
};

/** A column that may be another one's as well: many a row has nothing but a payee for its title. */
const shares: Partial<Record<ColumnName, ColumnName>> = { merchant: 'note', tags: 'subcategory' };

const money = /^[^\p{L}]*\d[.,]\d{2}$/u;

/** Which column is which, by their names; the rows tell a "Payment" that is a sum. */
export function guessColumns(
  header: readonly string[],
  rows: readonly { cells: readonly string[] }[] = [],
): Mapping {
  const plain = header.map((name) => name.trim().toLowerCase());
  const first = (index: number) =>
    rows.find(({ cells }) => cells[index]?.trim())?.cells[index]?.trim() ?? '';
  const taken = new Set<number>();
  const mapping = {} as Mapping;
  for (const column of columnNames) {
    const other = shares[column];
    const free = (index: number) =>
      (!taken.has(index) || (other !== undefined && mapping[other] === index)) &&
      !(column === 'method' && money.test(first(index)));
    let found = -1;
    for (const pattern of headers[column]) {
      if (found === -1) found = plain.findIndex((name, index) => pattern.test(name) && free(index));
    }
    if (found !== -1) taken.add(found);
    mapping[column] = found;
  }
  if (mapping.note === -1) mapping.note = mapping.merchant;
  return mapping;
}

const numeric =
  /^(\d{1,4})[-/.\s](\d{1,2})[-/.\s](\d{1,4})(?:[T,\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const named =
  /^(?:(\d{1,2})[-\s]+([a-z]{3,9})\.?[-,\s]+(\d{4})|([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4}))$/i;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The order that the dates are written in; null when they allow both day and month first. */
export function guessDateOrder(values: readonly string[]): DateOrder | null {
  let day = 0;
  let month = 0;
  let either = 0;
  for (const value of values) {
    const match = numeric.exec(value.trim());
    if (!match) continue;
    if (match[1]?.length === 4) return 'ymd';
    const first = Number(match[1]);
    const second = Number(match[2]);
    if (first > 12 && second <= 12) day += 1;
    else if (second > 12 && first <= 12) month += 1;
    else if (first !== second) either += 1;
  }
  if (day > 0 && day >= month) return 'dmy';
  if (month > 0) return 'mdy';
  return either > 0 ? null : 'dmy';
}

function year(text: string): number {
  const number = Number(text);
  if (text.length !== 2) return number;
  return number < 70 ? 2000 + number : 1900 + number;
}

/** Reads a date, and the time of day behind it (`HH:MM:SS`) when there is one. */
export function readDate(
  value: string,
  order: DateOrder,
): { day: IsoDate; time: string | null } | null {
  const text = value.trim();
  const words = named.exec(text);
  if (words) {
    const name = (words[2] ?? words[4] ?? '').slice(0, 3).toLowerCase();
    const day = makeDate(
      Number(words[3] ?? words[6]),
      months.indexOf(name) + 1,
      Number(words[1] ?? words[5]),
    );
    return day ? { day, time: null } : null;
  }
  const match = numeric.exec(text);
  if (!match) return null;
  const [, a = '', b = '', c = '', hour, minute, second = '00', half] = match;
  const yearFirst = a.length === 4;
  if (!yearFirst && c.length !== 4 && c.length !== 2) return null;
  const day = yearFirst
    ? makeDate(year(a), Number(b), Number(c))
    : order === 'mdy'
      ? makeDate(year(c), Number(a), Number(b))
      : makeDate(year(c), Number(b), Number(a));
  if (!day) return null;
  if (hour === undefined || minute === undefined) return { day, time: null };
  let hours = Number(hour);
  if (half) hours = (hours % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return { day, time: `${String(hours).padStart(2, '0')}:${minute}:${second}` };
}

/** The mark before the decimals, judged by all amounts together. */
export function guessDecimalMark(values: readonly string[]): DecimalMark {
  let comma = 0;
  let dot = 0;
  for (const value of values) {
    const text = value.replace(/[^\d.,]/g, '');
    const lastComma = text.lastIndexOf(',');
    const lastDot = text.lastIndexOf('.');
    if (lastComma === -1 && lastDot === -1) continue;
    const mark = lastComma > lastDot ? ',' : '.';
    const behind = text.length - Math.max(lastComma, lastDot) - 1;
    const alone = lastComma === -1 || lastDot === -1;
    const repeated = text.split(mark).length > 2;
    // A lone mark before exactly three digits says nothing: 1,234 may be either.
    if (repeated || (alone && behind === 3)) continue;
    if (mark === ',') comma += 1;
    else dot += 1;
  }
  return comma > dot ? ',' : '.';
}

/** An amount as plain decimal text with its sign, or null: `₹ 1,234.50` is `1234.50`. */
export function readAmount(value: string, mark: DecimalMark): string | null {
  let text = value
    .trim()
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/[−–]/g, '-');
  const brackets = /^\((.*)\)$/.exec(text);
  if (brackets) text = `-${brackets[1]}`;
  const sign = /-/.test(text.replace(/^[^\d]*/, '').slice(-1)) || /^[^\d]*-/.test(text) ? '-' : '';
  text = text
    .replace(/-$/, '')
    .replace(/^[^\d.,]+/, '')
    .replace(/[^\d.,]+$/, '');
  const group = mark === ',' ? '.' : ',';
  const match = /^([\d.,]*?)(?:([.,])(\d*))?$/.exec(text);
  if (!match || !/\d/.test(text)) return null;
  const parts = text.split(mark);
  if (parts.length > 2) return null;
  const [whole = '', fraction = ''] = parts;
  if (fraction.includes(group)) return null;
  const groups = whole.split(group);
  if (
    groups.length > 1 &&
    !groups.every((part, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{2,3}$/).test(part))
  )
    return null;
  if (groups.length > 1 && groups.at(-1)?.length !== 3) return null;
  const digits = groups.join('').replace(/^0+(?=\d)/, '') || '0';
  return `${sign}${digits}${fraction ? `.${fraction}` : ''}`;
}
