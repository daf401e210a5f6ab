// The part of the fake server that knows recurring expenses: enough of their arithmetic for the pages.
import { decimal, cents, json, problem, type FakeAnswer, type Row } from './fake-data.ts';

type Body = Record<string, unknown>;
export type FakeRule = Body & {
  id: number;
  title: string;
  amount: string;
  category: string;
  unit: string;
  every: number;
  starts_on: string;
  last_day: boolean;
  ends_on: string | null;
  count: number | null;
  paused: boolean;
  made: string[];
  version: number;
  deleted: boolean;
};

/** Date number n of a rule, counted from the first one. */
function dateOf(
  rule: Pick<FakeRule, 'unit' | 'every' | 'starts_on' | 'last_day'>,
  n: number,
): string {
  const [year = 0, month = 1, day = 1] = rule.starts_on.split('-').map(Number);
  const step = n * rule.every;
  if (rule.unit === 'day' || rule.unit === 'week') {
    const days = step * (rule.unit === 'week' ? 7 : 1);
    return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
  }
  const months = month - 1 + step * (rule.unit === 'year' ? 12 : 1);
  const end = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  const wanted = rule.last_day ? 31 : day;
  return new Date(Date.UTC(year, months, Math.min(wanted, end))).toISOString().slice(0, 10);
}

function datesOf(rule: FakeRule, most = 400): string[] {
  return Array.from({ length: Math.min(most, rule.count ?? most) }, (_, n) =>
    dateOf(rule, n),
  ).filter((date) => rule.ends_on === null || date <= rule.ends_on);
}

export class FakeRecurring {
  rules: FakeRule[] = [];
  /** The day that it is for these rules. */
  today: string;
  #add: (row: Partial<Row> & { title: string; amount: string }) => void;
  #next = 1;

  constructor(today: string, add: (row: Partial<Row> & { title: string; amount: string }) => void) {
    this.today = today;
    this.#add = add;
  }

  #rule(body: Body): FakeRule {
    const given = {
      title: '',
      amount: '1.00',
      category: 'Other',
      unit: 'month',
      every: 1,
      last_day: false,
      starts_on: this.today,
      ends_on: null,
      count: null,
      paused: false,
      made: [] as string[],
      version: 1,
      deleted: false,
      ...body,
    };
    return { ...given, id: 0, amount: decimal(cents(String(given.amount))) };
  }

  tell(rule: FakeRule, more: Body = {}) {
    const { made, deleted, ...rest } = rule;
    const open = rule.paused || deleted ? [] : datesOf(rule).filter((date) => !made.includes(date));
    return {
      ...rest,
      ...more,
      amount: `@${rule.amount}`,
      currency: 'INR',
      anchor_day: rule.last_day ? 31 : Number(rule.starts_on.slice(8)),
      next_date: open[0] ?? null,
      upcoming: open.slice(0, 5),
      made: made.length,
      created_at: '2026-11-01T10:00:00.000000Z',
      updated_at: '2026-11-01T10:00:00.000000Z',
    };
  }

  #due(rule: FakeRule): string[] {
    return datesOf(rule).filter((date) => date <= this.today && !rule.made.includes(date));
  }

  #make(rule: FakeRule): number {
    const due = this.#due(rule);
    for (const date of due) {
      const { id, title, amount, category } = rule;
      this.#add({ title, amount, category, date: `${date}T00:00:00`, recurring_id: id });
    }
    rule.made.push(...due);
    return due.length;
  }

  add(body: Body): FakeRule {
    const rule = this.#rule(body);
    rule.id = this.#next++;
    this.rules.push(rule);
    return rule;
  }

  answer(method: string, path: string, body: Body): FakeAnswer {
    const found = this.#answer(method, path, body);
    return 'data' in found ? { status: found.status, text: json(found.data) } : found;
  }

  #answer(
    method: string,
    path: string,
    body: Body,
  ): { status: number; data: unknown } | FakeAnswer {
    const live = this.rules.filter(({ deleted }) => !deleted);
    if (path === '/recurring/preview') {
      const known = live.find(({ id }) => id === body['recurring_id']);
      const rule = this.#rule({ ...known, ...body, made: known?.made ?? [] });
      const due = this.#due(rule);
      const rest = datesOf(rule).filter((date) => date > this.today);
      return {
        status: 200,
        data: {
          today: this.today,
          expected_count: due.length,
          dates: due,
          upcoming: rest.slice(0, 12),
          total: rule.count,
          last_date: null,
        },
      };
    }
    if (path === '/recurring/upcoming') {
      const rows = live.flatMap((rule) =>
        this.tell(rule)
          .upcoming.slice(0, 1)
          .map((date) => ({
            recurring_id: rule.id,
            title: rule.title,
            amount: `@${rule.amount}`,
            currency: 'INR',
            category: rule.category,
            date,
          })),
      );
      return { status: 200, data: rows };
    }
    if (path === '/recurring' && method === 'POST') {
      const { expected_count: expected, from_expense: _, ...rest } = body;
      const wanted = this.#due(this.#rule(rest)).length;
      if (expected !== wanted) return problem(409, 'count_changed', 'This makes another number.');
      const rule = this.add(rest);
      return { status: 201, data: this.tell(rule, { made_now: this.#make(rule), changed: 0 }) };
    }
    if (path === '/recurring') return { status: 200, data: live.map((rule) => this.tell(rule)) };
    const match = /^\/recurring\/(\d+)(\/restore)?$/.exec(path);
    const rule = this.rules.find(({ id }) => id === Number(match?.[1]));
    if (!rule || (rule.deleted && !match?.[2])) {
      return problem(404, 'not_found', 'Recurring expense not found');
    }
    if (match?.[2]) rule.deleted = false;
    if (method === 'DELETE') rule.deleted = true;
    if (method === 'PUT') {
      const { scope, expense_id: _, expected_count: __, ...changes } = body;
      if (scope !== 'this') Object.assign(rule, changes, { version: rule.version + 1 });
    }
    return { status: 200, data: this.tell(rule, { made_now: 0, changed: 0 }) };
  }
}
