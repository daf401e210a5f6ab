// What every figure must be, added up from the raw rows of a ledger by code of its own: no SQL beyond
// reading the rows, none of the server's periods, no totals. Amounts are BigInt minor units.
import { query } from './database.mjs';
import { toMinor } from './assertions.mjs';

export const digits = { INR: 2, KWD: 3 };

// JSON whose decimals are still as written.
export const exact = (answer) => JSON.parse(answer.text.replace(/"(?:[^"\\]|\\.)*"|-?\d+\.\d+/g,
  (token) => (token.startsWith('"') ? token : `"${token}"`)));
export const minor = (token, currency) => toMinor(token, digits[currency]);

const utc = (day) => new Date(`${day}T00:00:00Z`);
export const addDays = (day, days) => new Date(utc(day).getTime() + days * 86_400_000).toISOString().slice(0, 10);
export const daysFrom = (first, last) => Math.round((utc(last) - utc(first)) / 86_400_000) + 1;
export const clock = () => new Date().toISOString().slice(0, 10);

// First day of the month that begins in this calendar month, when months begin on `start`.
function beginning(year, month, start) {
  const [y, m] = [year + Math.floor(month / 12), ((month % 12) + 12) % 12];
  const last = new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  return `${String(y).padStart(4, '0')}-${String(m + 1).padStart(2, '0')}-${String(Math.min(start, last)).padStart(2, '0')}`;
}

// The month, week or year that holds a day.
export function periodOf(kind, day, { monthStart, weekStart }) {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  if (kind === 'year') return { first: `${day.slice(0, 4)}-01-01`, last: `${day.slice(0, 4)}-12-31` };
  if (kind === 'week') {
    const first = addDays(day, -((utc(day).getUTCDay() - weekStart + 7) % 7));
    return { first, last: addDays(first, 6) };
  }
  const here = beginning(year, month, monthStart);
  return day >= here ? { first: here, last: addDays(beginning(year, month + 1, monthStart), -1) }
    : { first: beginning(year, month - 1, monthStart), last: addDays(here, -1) };
}

export class Figures {
  constructor(rows, categories) {
    this.all = rows;
    this.categories = categories;
  }

  static async of(ledger) {
    const rows = await query(`select e.id, e.title, e.amount_minor, e.currency, e.spent_on as day,
        e.deleted_at is null as live, c.id as category_id, c.name as category, m.name as merchant
      from app.expenses e
      join app.categories c on c.ledger_id = e.ledger_id and c.id = e.category_id
      left join app.merchants m on m.ledger_id = e.ledger_id and m.id = e.merchant_id
      where e.ledger_id = $1`, [ledger]);
    const categories = await query('select id, name, parent_id from app.categories where ledger_id = $1', [ledger]);
    return new Figures(rows, categories);
  }

  // The name of the category that stands at the top of this one.
  top(name) {
    const one = this.categories.find((it) => it.name === name);
    return one.parent_id === null ? name : this.categories.find((it) => it.id === one.parent_id).name;
  }

  // Live rows; a category means itself and its children.
  rows({ from, to, currency, category, merchant, min, max, q } = {}) {
    return this.all.filter((row) => row.live && (!from || row.day >= from) && (!to || row.day <= to) &&
      (!currency || row.currency === currency) && (!merchant || row.merchant === merchant) &&
      (!category || row.category === category || this.top(row.category) === category) &&
      (min === undefined || row.amount_minor >= min) && (max === undefined || row.amount_minor <= max) &&
      (!q || row.title.toLowerCase().includes(q.toLowerCase())));
  }

  sum(filter) {
    return this.rows(filter).reduce((sum, row) => sum + row.amount_minor, 0n);
  }

  count(filter) {
    return this.rows(filter).length;
  }

  // [key, sum, count] of each group, whatever their order: compare sorted.
  groups(filter, keyOf) {
    const found = new Map();
    for (const row of this.rows(filter)) {
      const key = keyOf(row);
      const [sum, count] = found.get(key) ?? [0n, 0];
      found.set(key, [sum + row.amount_minor, count + 1]);
    }
    return [...found].map(([key, [sum, count]]) => [key, sum, count]);
  }

  // A budget walked period by period from its first, as somebody with paper would.
  budget({ kind, category, currency, terms }, day, settings) {
    let carried = 0n;
    for (let at = terms[0].from; ;) {
      const { first, last } = periodOf(kind, at, settings);
      const term = terms.findLast((it) => it.from <= last);
      const filter = { from: first, to: last, category };
      const spent = this.sum({ ...filter, currency });
      const limit = term.amount + carried;
      if (last >= day) {
        return { first, last, carried, limit, spent, count: this.count({ ...filter, currency }),
          others: this.count(filter) - this.count({ ...filter, currency }) };
      }
      carried = term.rollOver ? limit - spent : 0n;
      at = addDays(last, 1);
    }
  }
}

// Half to even, of values that are not below zero.
export function mean(sum, count) {
  if (count === 0) return 0n;
  const n = BigInt(count);
  const [whole, rest] = [sum / n, (sum % n) * 2n];
  return rest > n || (rest === n && whole % 2n === 1n) ? whole + 1n : whole;
}
