// A server for tests: keeps expenses in memory and answers as far as the pages can tell.
import {
  cents,
  config,
  decimal,
  instant,
  json,
  person,
  problem,
  settings,
  tell,
  type FakeAnswer,
  type Import,
  type ImportRow,
  type Person,
  type Row,
} from './fake-data.ts';
import { FakeRecurring } from './fake-recurring.ts';
import { answerCategories, makeCategories } from './fake-categories.ts';
import { answerLabels, extrasOf, makeLabels } from './fake-labels.ts';
import { answerBulk } from './fake-bulk.ts';
import { fakeReport } from './fake-reports.ts';

export { problem, type FakeAnswer } from './fake-data.ts';
export type FakeRequest = { method: string; url: string; headers: Headers; body: unknown };
export class FakeApi {
  rows: Row[] = [];
  imports: Import[] = [];
  recurring = new FakeRecurring('2026-11-22', (row) => this.add(row));
  categories = makeCategories();
  labels = makeLabels();
  settings = { ...settings };
  user: Person | null = person;
  /** Every request that came, as `METHOD path`. */
  log: string[] = [];
  #keys = new Map<string, FakeAnswer>();
  #next = 1;

  add(row: Partial<Row> & { title: string; amount: string }): Row {
    const full: Row = {
      id: this.#next++,
      currency: 'INR',
      category: 'Food',
      date: '2026-11-20T00:00:00',
      version: 1,
      sample: false,
      import_id: null,
      deleted_at: null,
      ...row,
    };
    this.rows.push(full);
    return full;
  }

  answer(request: FakeRequest): FakeAnswer {
    const url = new URL(request.url, 'http://localhost');
    this.log.push(`${request.method} ${url.pathname}`);
    const key = request.headers.get('Idempotency-Key');
    const before = key === null ? undefined : this.#keys.get(key);
    if (before) return before;
    const result = this.#route(request.method, url, request);
    if (key !== null && result.status < 300) this.#keys.set(key, result);
    return result;
  }

  #route(method: string, url: URL, request: FakeRequest): FakeAnswer {
    const path = url.pathname.replace(/^\/api/, '');
    const body = (request.body ?? {}) as Record<string, string>;
    if (path === '/session') return this.#ok(this.#session());
    if (path === '/config') return this.#ok(config);
    if (path === '/auth/logout') {
      this.user = null;
      return this.#ok({ message: 'Logged out successfully' });
    }
    if (!this.user) return problem(401, 'unauthenticated', 'Sign in first.');
    if (path.startsWith('/categories')) return answerCategories(this, method, url, request.body);
    const label = answerLabels(this, method, url, request.body);
    if (label) return label;
    if (path === '/user-settings') {
      this.settings = { ...this.settings, ...body, version: this.settings.version + 1 };
      return this.#ok(this.settings);
    }
    if (path.startsWith('/expenses/reports/')) {
      const rows = this.live(url.searchParams);
      const all = this.live(new URLSearchParams());
      return this.#ok(fakeReport(path, url.searchParams, rows, all));
    }
    if (path === '/expenses/seed') {
      for (let one = 0; one < Number(url.searchParams.get('count')); one += 1) {
        this.add({ title: `Sample ${one + 1}`, amount: '12.50', sample: true });
      }
      return this.#ok([], 201);
    }
    if (path === '/expenses/sample') return this.#drop((row) => row.sample);
    if (path === '/expenses/clear') return this.#drop(() => true);
    if (path === '/trash') return this.#ok(this.rows.filter((row) => row.deleted_at).map(tell));
    if (path === '/trash/restore') {
      const gone = this.rows.filter((row) => row.deleted_at);
      for (const row of gone) row.deleted_at = null;
      return this.#ok({ message: 'Restored', count: gone.length });
    }
    if (path.startsWith('/recurring')) return this.recurring.answer(method, path, body);
    if (path.startsWith('/imports')) return this.#import(method, path, request.body);
    if (path === '/expenses' && method === 'POST') return this.#create(body);
    if (path === '/expenses') return this.#list(url);
    const match = /^\/expenses\/(\d+)(\/restore)?$/.exec(path);
    const row = match && this.rows.find((one) => one.id === Number(match[1]));
    const gone = problem(404, 'not_found', 'Expense not found');
    if (!row) return answerBulk(this, path, request.body) ?? gone;
    if (match[2]) {
      row.deleted_at = null;
      return this.#ok(tell(row));
    }
    if (row.deleted_at) return gone;
    if (method === 'PUT') {
      const expected = request.headers.get('If-Match');
      if (expected !== null && expected !== `"${row.version}"`) {
        return problem(412, 'version_mismatch', 'The expense has changed.');
      }
      Object.assign(row, body, { version: row.version + 1 });
    }
    if (method === 'DELETE') row.deleted_at = instant;
    return this.#ok(tell(row));
  }

  #ok(data: unknown, status = 200, headers: Record<string, string> = {}): FakeAnswer {
    return { status, headers, text: json(data) };
  }

  #session() {
    if (!this.user) return { user: null };
    return { user: this.user, settings: this.settings, expires_at: '2026-12-22T10:00:00.000000Z' };
  }

  #create(body: Record<string, string>): FakeAnswer {
    if (body['title'] === 'refuse') {
      const message = 'The server doesn’t like this title.';
      return problem(422, 'invalid', message, [{ field: 'title', code: 'invalid', message }]);
    }
    const row = this.add({
      title: body['title'] ?? '',
      amount: body['amount'] ?? '0.00',
      currency: body['currency'] ?? 'INR',
      category: body['category'] || 'Other',
      date: `${body['date']}T00:00:00`.slice(0, 19),
      ...extrasOf(body),
    });
    return this.#ok(tell(row), 201);
  }

  live(search: URLSearchParams): Row[] {
    const get = (name: string) => search.get(name);
    const [q, category, from, to, min, max] = ['q', 'category', 'from', 'to', 'min', 'max'].map(
      get,
    );
    return this.rows.filter(
      (row) =>
        !row.deleted_at &&
        (!q ||
          [row.title, row.note, row.merchant, ...(row.tags ?? [])].some((text) =>
            text?.toLowerCase().includes(q.toLowerCase()),
          )) &&
        (!category || row.category === category) &&
        (!get('merchant') || row.merchant === get('merchant')) &&
        (!get('payment_method') || row.payment_method === get('payment_method')) &&
        search.getAll('tag').every((tag) => row.tags?.includes(tag)) &&
        (!from || row.date.slice(0, 10) >= from) &&
        (!to || row.date.slice(0, 10) <= to) &&
        (!min || cents(row.amount) >= cents(min)) &&
        (!max || cents(row.amount) <= cents(max)),
    );
  }

  #list(url: URL): FakeAnswer {
    const search = url.searchParams;
    const sort = search.get('sort') ?? 'date_desc';
    const sign = sort.endsWith('asc') ? 1 : -1;
    const by = (row: Row) =>
      sort.startsWith('amount')
        ? Number(row.amount)
        : Number(row.date.slice(0, 10).replaceAll('-', ''));
    const all = this.live(search).toSorted((a, b) => sign * (by(a) - by(b) || a.id - b.id));
    const start = Number(search.get('cursor') ?? search.get('skip') ?? '0');
    const limit = Number(search.get('limit') ?? '100');
    const headers: Record<string, string> = {};
    if (search.get('total')) {
      headers['X-Total-Count'] = String(all.length);
      const sum = all.reduce((total, row) => total + cents(row.amount), 0n);
      if (all.length > 0) headers['X-Total-Amount'] = `INR ${decimal(sum)}`;
    }
    if (start + limit < all.length) {
      search.set('cursor', String(start + limit));
      search.delete('skip');
      search.delete('total');
      headers['Link'] = `<${url.pathname}?${search.toString()}>; rel="next"`;
    }
    return this.#ok(all.slice(start, start + limit).map(tell), 200, headers);
  }

  #import(method: string, path: string, raw: unknown): FakeAnswer {
    if (method === 'GET') return this.#ok(this.imports);
    const one = this.imports.find(({ id }) => path === `/imports/${id}`);
    if (method === 'DELETE' && one) {
      const gone = this.rows.filter((row) => row.import_id === one.id && !row.deleted_at);
      for (const row of gone) row.deleted_at = instant;
      one.undone_at = instant;
      return this.#ok({ deleted: gone.length, kept: 0 });
    }
    const body = raw as { file_name: string; skip_repeats: boolean; rows: ImportRow[] };
    const there = (row: ImportRow) =>
      this.rows.find(
        (old) =>
          !old.deleted_at &&
          old.title === row.title &&
          old.amount === row.amount &&
          old.date.slice(0, 10) === row.date.slice(0, 10),
      );
    const repeats = body.rows.flatMap((row) => {
      const old = there(row);
      return old ? [{ client_id: row.client_id, existing_id: old.id }] : [];
    });
    const fresh = body.skip_repeats ? body.rows.filter((row) => !there(row)) : body.rows;
    if (path.endsWith('/preview')) {
      return this.#ok({
        rows: body.rows.length,
        new: body.rows.length - repeats.length,
        repeats,
        unknown_categories: [],
      });
    }
    const id = this.imports.length + 1;
    for (const { client_id: _, ...row } of fresh) {
      this.add({
        ...row,
        category: row.category || 'Other',
        date: `${row.date}T00:00:00`.slice(0, 19),
        import_id: id,
      });
    }
    this.imports.unshift({
      id,
      file_name: body.file_name,
      count: fresh.length,
      created_at: instant,
      undone_at: null,
    });
    return this.#ok(
      {
        id,
        count: fresh.length,
        skipped: body.rows.length - fresh.length,
        categories_created: [],
        repeats,
      },
      201,
    );
  }

  #drop(which: (row: Row) => boolean): FakeAnswer {
    const gone = this.rows.filter((row) => !row.deleted_at && which(row));
    gone.forEach((row) => (row.deleted_at = instant));
    return this.#ok({ message: 'Done', count: gone.length });
  }
}
