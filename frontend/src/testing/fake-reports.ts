// What the fake server of the tests answers for reports, added up from its rows.
import { cents, decimal, type Row } from './fake-data.ts';

const amount = (minor: bigint) =>
  `@${minor < 0n ? '-' : ''}${decimal(minor < 0n ? -minor : minor)}`;
const sum = (rows: readonly Row[]) => rows.reduce((total, row) => total + cents(row.amount), 0n);
const between = (rows: readonly Row[], from: string, to: string) =>
  rows.filter((row) => row.date.slice(0, 10) >= from && row.date.slice(0, 10) <= to);

function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (
    let at = Date.parse(`${from}T00:00:00Z`);
    at <= Date.parse(`${to}T00:00:00Z`);
    at += 86_400_000
  ) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

function grouped(rows: readonly Row[]) {
  const total = sum(rows);
  return [...new Set(rows.map((row) => row.category))]
    .map((category) => ({ category, some: rows.filter((row) => row.category === category) }))
    .toSorted((a, b) => Number(sum(b.some) - sum(a.some)))
    .map(({ category, some }) => ({
      category,
      total_amount: amount(sum(some)),
      count: some.length,
      percentage: amount((sum(some) * 10_000n) / total),
    }));
}

function months(rows: readonly Row[], count: number) {
  const key = (at: number) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  return Array.from({ length: count }, (_, index) => {
    const at = 2026 * 12 + 10 - (count - 1 - index);
    const some = rows.filter((row) => row.date.startsWith(key(at)));
    const before = rows.filter((row) => row.date.startsWith(key(at - count)));
    const days = daysOf(`${key(at)}-01`, `${key(at + 1)}-01`);
    return {
      month: key(at),
      key: key(at),
      total_amount: amount(sum(some)),
      count: some.length,
      from: days[0],
      to: days.at(-2),
      previous_key: key(at - count),
      previous_amount: amount(sum(before)),
      previous_count: before.length,
    };
  });
}

const change = (now: readonly Row[], before: readonly Row[]) => ({
  total_amount: amount(sum(now)),
  count: now.length,
  previous_amount: amount(sum(before)),
  previous_count: before.length,
  change: amount(sum(now) - sum(before)),
  change_percentage:
    before.length === 0 ? null : Number(((sum(now) - sum(before)) * 1000n) / sum(before)) / 10,
});

function pair(search: URLSearchParams, today: string) {
  const get = (name: string) => search.get(name) ?? '';
  const until = today >= get('from') && today < get('to') ? today : get('to');
  const days = daysOf(get('previous_from'), get('previous_to'));
  const elapsed = daysOf(get('from'), until).length;
  return {
    from: get('from'),
    to: get('to'),
    until,
    previous_from: get('previous_from'),
    previous_to: get('previous_to'),
    previous_until: until === get('to') ? get('previous_to') : (days[elapsed - 1] ?? days.at(-1)),
    partial: until !== get('to'),
    currency: 'INR',
  };
}

function changes(rows: readonly Row[], search: URLSearchParams, today: string) {
  const asked = pair(search, today);
  const now = between(rows, asked.from, asked.until);
  const before = between(rows, asked.previous_from, asked.previous_until ?? '');
  const days = daysOf(asked.from, asked.until).length;
  const largest = now.toSorted((a, b) => Number(cents(b.amount) - cents(a.amount)))[0];
  return {
    ...asked,
    ...change(now, before),
    days,
    daily_average: amount(sum(now) / BigInt(days)),
    previous_days: days,
    previous_daily_average: amount(sum(before) / BigInt(days)),
    categories: [...new Set([...now, ...before].map((row) => row.category))].map((category) => ({
      category,
      ...change(
        now.filter((row) => row.category === category),
        before.filter((row) => row.category === category),
      ),
    })),
    merchants: [],
    largest: largest
      ? {
          id: largest.id,
          title: largest.title,
          amount: `@${largest.amount}`,
          date: largest.date.slice(0, 10),
        }
      : null,
  };
}

/** `rows` are the live ones that the query's filters leave; `all` those without its period. */
export function fakeReport(
  path: string,
  search: URLSearchParams,
  rows: readonly Row[],
  all: readonly Row[],
  today = new Date().toISOString().slice(0, 10),
): unknown {
  const sums = (from: string, to: string) =>
    daysOf(from, to).map((day) => amount(sum(between(all, from, day))));
  switch (path.split('/').at(-1)) {
    case 'monthly':
      return months(all, Number(search.get('months') ?? '6'));
    case 'categories':
      return grouped(rows);
    case 'changes':
      return changes(all, search, today);
    case 'pace': {
      const asked = pair(search, today);
      return {
        ...asked,
        current: sums(asked.from, asked.until),
        previous: sums(asked.previous_from, asked.previous_to),
      };
    }
    case 'days':
      return {
        from: search.get('from'),
        to: search.get('to'),
        currency: 'INR',
        days: [...new Set(rows.map((row) => row.date.slice(0, 10)))].toSorted().map((date) => {
          const own = between(rows, date, date);
          return { date, total_amount: amount(sum(own)), count: own.length };
        }),
      };
    case 'merchants':
      return {
        currency: 'INR',
        total_amount: amount(sum(rows)),
        count: rows.length,
        merchants: rows.length
          ? [
              {
                merchant: 'Corner Shop',
                total_amount: amount(sum(rows)),
                count: rows.length,
                percentage: 100,
              },
            ]
          : [],
        others: null,
      };
    default:
      return {
        total_amount: amount(sum(rows)),
        total_count: rows.length,
        average_amount: amount(rows.length === 0 ? 0n : sum(rows) / BigInt(rows.length)),
        currency: 'INR',
        categories: grouped(rows),
        other_currencies: [],
      };
  }
}
