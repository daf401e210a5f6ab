// The part of the fake server that knows categories.
import { json, names, problem, type FakeAnswer, type Row } from './fake-data.ts';

export type FakeCategory = {
  id: number;
  name: string;
  icon: string;
  color_light: string;
  color_dark: string;
  suggestions: string[];
  parent_id: number | null;
  archived: boolean;
  fallback: boolean;
  position: number;
  version: number;
};
type Memory = { categories: FakeCategory[]; rows: Row[] };

export function makeCategories(): FakeCategory[] {
  return names.map(([name, icon, light, dark], index) => ({
    id: index + 1,
    name,
    icon,
    color_light: light,
    color_dark: dark,
    suggestions: [],
    parent_id: null,
    archived: false,
    fallback: name === 'Other',
    position: index + 1,
    version: 1,
  }));
}

function refuse(field: string, code: string, message: string): FakeAnswer {
  return problem(422, 'invalid', message, [{ field, code, message }]);
}

export function answerCategories(
  memory: Memory,
  method: string,
  url: URL,
  raw: unknown,
): FakeAnswer {
  const { categories, rows } = memory;
  const tell = (one: FakeCategory) => ({
    ...one,
    count: rows.filter((row) => !row.deleted_at && row.category === one.name).length,
  });
  const ok = (data: unknown, status = 200): FakeAnswer => ({ status, text: json(data) });
  const list = () => {
    const place = (one: FakeCategory) =>
      categories.find(({ id }) => id === one.parent_id)?.position ?? one.position;
    return categories
      .toSorted(
        (a, b) =>
          place(a) - place(b) ||
          Number(a.parent_id !== null) - Number(b.parent_id !== null) ||
          a.position - b.position,
      )
      .map(tell);
  };
  const body = (raw ?? {}) as Partial<FakeCategory> & {
    ids?: number[];
    into?: number;
    expected_count?: number;
  };
  const [, id, merge] = /^\/api\/categories\/(\d+)(\/merge)?$/.exec(url.pathname) ?? [];
  const it = categories.find((one) => one.id === Number(id));
  const taken = categories.find(
    (one) => one !== it && one.name.toLowerCase() === body.name?.toLowerCase(),
  );
  if (taken) return refuse('name', 'name_taken', `There is already a category "${taken.name}".`);
  if (url.pathname === '/api/categories/order') {
    const named = (body.ids ?? []).flatMap((one) =>
      categories.filter(({ id: other }) => other === one),
    );
    const places = named.map(({ position }) => position).toSorted((a, b) => a - b);
    named.forEach((one, index) => (one.position = places[index] ?? one.position));
    return ok(list());
  }
  if (url.pathname === '/api/categories') {
    if (method === 'GET') return ok(list());
    const made: FakeCategory = {
      id: Math.max(...categories.map((one) => one.id)) + 1,
      name: '',
      icon: '📦',
      color_light: '#e5e7eb',
      color_dark: '#374151',
      suggestions: [],
      parent_id: null,
      archived: false,
      fallback: false,
      position: categories.length + 1,
      version: 1,
      ...body,
    };
    categories.push(made);
    return ok(tell(made), 201);
  }
  if (!it) return problem(404, 'not_found', 'Category not found');
  if (method === 'PUT') {
    Object.assign(it, body, { version: it.version + 1 });
    return ok(tell(it));
  }
  const home = merge ? body.into : Number(url.searchParams.get('move_to') ?? '0');
  const target = categories.find((one) => one.id === home);
  const { count } = tell(it);
  if (merge && body.expected_count !== count) {
    return problem(409, 'count_changed', `"${it.name}" has ${count} entries now.`);
  }
  if (!target && count > 0) return refuse('move_to', 'required', 'Choose where they go.');
  for (const row of rows) {
    if (row.category === it.name) row.category = target?.name ?? 'Other';
  }
  for (const one of categories) {
    if (one.parent_id === it.id) one.parent_id = merge ? (target?.id ?? null) : null;
  }
  memory.categories = categories.filter((one) => one !== it);
  return ok({ id: target?.id ?? 1, name: target?.name ?? '', message: 'Done', count });
}
