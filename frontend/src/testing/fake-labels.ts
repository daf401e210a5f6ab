// The part of the fake server that knows merchants, tags and payment methods.
import { json, problem, type FakeAnswer, type Row } from './fake-data.ts';

export type FakeLabel = { id: number; name: string; version: number };
export type FakeLabels = Record<string, FakeLabel[]>;
type Memory = { labels: FakeLabels; rows: Row[] };

export function makeLabels(): FakeLabels {
  const methods = ['Cash', 'Card', 'Bank transfer', 'UPI'];
  return {
    merchants: [],
    tags: [],
    'payment-methods': methods.map((name, index) => ({ id: index + 1, name, version: 1 })),
  };
}

const namesOf: Record<string, (row: Row) => string[]> = {
  merchants: ({ merchant }) => (merchant ? [merchant] : []),
  tags: ({ tags }) => tags ?? [],
  'payment-methods': ({ payment_method }) => (payment_method ? [payment_method] : []),
};

function replace(kind: string, row: Row, from: string, into: string | null): void {
  if (kind === 'tags') {
    const next = (row.tags ?? []).flatMap((tag) => (tag === from ? (into ? [into] : []) : [tag]));
    row.tags = [...new Set(next)];
  } else {
    const field = kind === 'merchants' ? 'merchant' : 'payment_method';
    if (into === null) delete row[field];
    else row[field] = into;
  }
}

function give(kind: string, row: Row, name: string): void {
  if (kind === 'tags') row.tags = [...(row.tags ?? []), name];
  else row[kind === 'merchants' ? 'merchant' : 'payment_method'] = name;
}

/** What was deleted, with the rows that had it. */
const gone = new WeakMap<Memory, { label: FakeLabel; rows: Row[] }[]>();

/** Makes what an expense names and isn't there yet. */
export function learnLabels({ labels, rows }: Memory): void {
  for (const [kind, list] of Object.entries(labels)) {
    for (const name of rows.flatMap((row) => namesOf[kind]?.(row) ?? [])) {
      if (!list.some((one) => one.name === name)) {
        list.push({ id: 100 + list.length + rows.length, name, version: 1 });
      }
    }
  }
}

export function answerLabels(
  memory: Memory,
  method: string,
  url: URL,
  raw: unknown,
): FakeAnswer | null {
  const [, , kind = '', id, action] = url.pathname.split('/');
  const list = memory.labels[kind];
  if (!list) return null;
  learnLabels(memory);
  const live = memory.rows.filter((row) => !row.deleted_at);
  const using = ({ name }: FakeLabel) => live.filter((row) => namesOf[kind]?.(row).includes(name));
  const ok = (data: unknown, status = 200): FakeAnswer => ({ status, text: json(data) });
  const tell = (one: FakeLabel) => {
    const last = using(one).at(-1);
    const before = {
      last_category: last?.category ?? null,
      last_currency: last?.currency ?? null,
      last_payment_method: last?.payment_method ?? null,
    };
    return { ...one, count: using(one).length, ...(kind === 'merchants' ? before : {}) };
  };
  if (id === undefined && method === 'GET') {
    const q = (url.searchParams.get('q') ?? '').toLowerCase();
    const found = list.filter(({ name }) => name.toLowerCase().includes(q)).map(tell);
    return ok(found.toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name)));
  }
  const body = (raw ?? {}) as { name?: string; into?: number; expected_count?: number };
  const name = (body.name ?? '').trim();
  const taken = list.find((one) => one.name === name && String(one.id) !== id);
  if (taken) {
    const message = `There is already a tag "${name}". Merge them to have one.`;
    return problem(422, 'invalid', message, [{ field: 'name', code: 'name_taken', message }]);
  }
  if (id === undefined) {
    const made = { id: 500 + list.length, name, version: 1 };
    list.push(made);
    return ok(made, 201);
  }
  if (action === 'restore') {
    const back = gone.get(memory)?.find((one) => String(one.label.id) === id);
    if (!back) return problem(404, 'not_found', 'Not found');
    list.push(back.label);
    for (const row of back.rows) give(kind, row, back.label.name);
    return ok({ ...back.label, count: back.rows.length });
  }
  const label = list.find((one) => String(one.id) === id);
  if (!label) return problem(404, 'not_found', 'Not found');
  const rows = using(label);
  if (method === 'PUT') {
    for (const row of memory.rows) {
      if (namesOf[kind]?.(row).includes(label.name)) replace(kind, row, label.name, name);
    }
    label.name = name;
    label.version += 1;
    return ok(label);
  }
  if (action === 'merge' && body.expected_count !== rows.length) {
    return problem(409, 'count_changed', `It is on ${rows.length} expenses now.`);
  }
  const into = list.find((one) => one.id === body.into);
  for (const row of rows) replace(kind, row, label.name, into?.name ?? null);
  list.splice(list.indexOf(label), 1);
  if (!into) gone.set(memory, [...(gone.get(memory) ?? []), { label, rows }]);
  return ok(into ? { ...into, count: rows.length } : { message: 'Done', count: rows.length });
}

/** What an expense has besides; what is empty isn't there. */
export function extrasOf(body: Record<string, unknown>): Partial<Row> {
  const names = ['merchant', 'payment_method', 'note', 'tags'];
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => names.includes(name) && String(value) !== ''),
  );
}
