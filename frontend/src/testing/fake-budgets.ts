// The budgets of the fake server: monthly ones by the calendar, in rupees, without left-overs.
import {
  cents,
  decimal,
  instant,
  json,
  names,
  problem,
  type FakeAnswer,
  type Row,
} from './fake-data.ts';

type FakeBudget = {
  id: number;
  category_id: number | null;
  period: string;
  currency: string;
  amount: string;
  roll_over: boolean;
  thresholds: number[];
  version: number;
  deleted: boolean;
};
type Told = Omit<FakeBudget, 'deleted'> & {
  category: string | null;
  category_archived: boolean;
  created_at: string;
  updated_at: string;
  state: Record<
    'first_day' | 'last_day' | 'carried' | 'limit' | 'spent' | 'remaining' | 'percent' | 'pace',
    string
  > & { count: number; in_other_currencies: number };
};
type FakeRequest = { method: string; url: string; headers: Headers; body: unknown };

const ok = (data: unknown, status = 200): FakeAnswer => ({ status, text: json(data) });

export class FakeBudgets {
  list: FakeBudget[] = [];
  dismissed = new Set<number>();
  /** The day that a budget's period holds when the address names none. */
  today = '2026-11-23';

  add(budget: Partial<FakeBudget> = {}): FakeBudget {
    const full: FakeBudget = {
      id: this.list.length + 1,
      category_id: null,
      period: 'month',
      currency: 'INR',
      amount: '1000.00',
      roll_over: false,
      thresholds: [80, 100],
      version: 1,
      deleted: false,
      ...budget,
    };
    this.list.push(full);
    return full;
  }

  /** Undefined when the request is about something else. */
  answer(asked: FakeRequest, rows: readonly Row[]): FakeAnswer | undefined {
    const { method } = asked;
    const url = new URL(asked.url, 'http://localhost');
    const path = url.pathname.replace(/^\/api/, '');
    const date = url.searchParams.get('date') ?? this.today;
    const tell = (budget: FakeBudget) => this.#tell(budget, date, rows);
    const live = this.list.filter((one) => !one.deleted);
    if (path === '/budgets' && method === 'GET') return ok(live.map(tell));
    if (path === '/budgets') {
      const body = asked.body as Partial<FakeBudget>;
      const taken = live.some(
        (one) => one.category_id === (body.category_id ?? null) && one.period === body.period,
      );
      if (!taken) return ok(tell(this.add(body)), 201);
      const message = 'There is such a budget already: change that one.';
      return problem(422, 'invalid', message, [{ field: 'category_id', code: 'exists', message }]);
    }
    if (path === '/alerts') return ok(this.#alerts(live.map(tell)));
    const alert = /^\/alerts\/(\d+)\/dismiss$/.exec(path);
    if (alert) {
      this.dismissed.add(Number(alert[1]));
      return ok({ id: Number(alert[1]) });
    }
    const match = /^\/budgets\/(\d+)(\/restore)?$/.exec(path);
    if (!match) return undefined;
    const budget = this.list.find((one) => one.id === Number(match[1]));
    if (!budget || (budget.deleted && !match[2])) {
      return problem(404, 'not_found', 'Budget not found');
    }
    if (match[2]) budget.deleted = false;
    if (method === 'DELETE') budget.deleted = true;
    if (method === 'PUT') {
      if (asked.headers.get('If-Match') !== `"${budget.version}"`) {
        return problem(412, 'version_mismatch', 'This was changed meanwhile.');
      }
      const { from: _, ...changes } = asked.body as Partial<FakeBudget> & { from?: string };
      Object.assign(budget, changes, { version: budget.version + 1 });
    }
    return ok(tell(budget));
  }

  #tell(budget: FakeBudget, date: string, rows: readonly Row[]): Told {
    const { deleted: _, amount, ...rest } = budget;
    const name = budget.category_id === null ? null : (names[budget.category_id - 1]?.[0] ?? null);
    const month = date.slice(0, 7);
    const limit = cents(amount);
    const mine = rows.filter(
      (row) =>
        !row.deleted_at && row.date.startsWith(month) && (name === null || row.category === name),
    );
    const spent = mine.reduce((sum, row) => sum + cents(row.amount), 0n);
    const left = limit - spent;
    return {
      ...rest,
      category: name,
      category_archived: false,
      amount: `@${amount}`,
      created_at: instant,
      updated_at: instant,
      state: {
        first_day: `${month}-01`,
        last_day: `${month}-30`,
        carried: '@0.00',
        limit: `@${amount}`,
        spent: `@${decimal(spent)}`,
        remaining: left < 0n ? `@-${decimal(-left)}` : `@${decimal(left)}`,
        count: mine.length,
        in_other_currencies: 0,
        percent: `@${decimal((spent * 10_000n) / limit)}`,
        pace: '@40.00',
      },
    };
  }

  #alerts(budgets: Told[]) {
    return budgets.flatMap((budget) => {
      const percent = Number(budget.state.percent.slice(1));
      const threshold = budget.thresholds.findLast((one) => percent >= one);
      if (threshold === undefined || this.dismissed.has(budget.id)) return [];
      const { id, category_id, category, period, currency } = budget;
      const { first_day, last_day, limit, spent } = budget.state;
      return [
        {
          id,
          budget_id: id,
          category_id,
          category,
          period,
          currency,
          threshold,
          first_day,
          last_day,
          limit,
          spent,
          percent: budget.state.percent,
          created_at: instant,
        },
      ];
    });
  }
}
