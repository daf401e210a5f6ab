// Bulk changes of the fake server: by ids or filter, with one undo.
import type { FakeApi } from './fake-api.ts';
import { instant, json, problem, type FakeAnswer, type Row } from './fake-data.ts';

type Body = {
  action: 'update' | 'delete' | 'restore';
  ids?: number[];
  filter?: Record<string, string>;
  expected_count?: number;
  set?: {
    category?: string;
    date?: string;
    merchant?: string | null;
    payment_method?: string | null;
    add_tags?: string[];
    remove_tags?: string[];
  };
};

const operations = new WeakMap<
  FakeApi,
  Map<number, { row: Row; before: Row; version: number }[]>
>();

function kept(api: FakeApi) {
  const of = operations.get(api) ?? new Map();
  operations.set(api, of);
  return of as Map<number, { row: Row; before: Row; version: number }[]>;
}

function change(api: FakeApi, { action, ids, filter, expected_count, set = {} }: Body): FakeAnswer {
  const found = ids
    ? api.rows.filter((row) => ids.includes(row.id))
    : api.live(new URLSearchParams(filter));
  if (!ids && found.length !== expected_count) {
    return problem(
      409,
      'count_changed',
      `${found.length} entries match now, not ${expected_count}.`,
    );
  }
  if (set.add_tags?.includes('refuse')) {
    const message = 'The server doesn’t like this tag.';
    return problem(422, 'invalid', message, [{ field: 'set.add_tags', code: 'invalid', message }]);
  }
  const fits = found.filter((row) => (row.deleted_at === null) === (action !== 'restore'));
  const done = fits.map((row) => ({ row, before: { ...row }, version: row.version + 1 }));
  for (const { row } of done) {
    row.version += 1;
    if (action === 'delete') row.deleted_at = instant;
    if (action === 'restore') row.deleted_at = null;
    if (set.category) row.category = set.category;
    if (set.date) row.date = `${set.date}T00:00:00`;
    if (set.merchant !== undefined) row.merchant = set.merchant ?? '';
    if (set.payment_method !== undefined) row.payment_method = set.payment_method ?? '';
    if (set.add_tags ?? set.remove_tags) {
      const left = (row.tags ?? []).filter((tag) => !set.remove_tags?.includes(tag));
      row.tags = [...left, ...(set.add_tags ?? [])];
    }
  }
  const skipped = (ids ?? [])
    .filter((id) => !fits.some((row) => row.id === id))
    .map((id) => ({ id, reason: 'not_found' }));
  const id = kept(api).size + 1;
  kept(api).set(id, done);
  const text = json({ id, count: done.length, unchanged: 0, skipped });
  return { status: 200, text };
}

function undo(api: FakeApi, id: number): FakeAnswer {
  const done = kept(api).get(id);
  if (!done) return problem(404, 'not_found', 'Bulk change not found');
  const same = done.filter(({ row, version }) => row.version === version);
  for (const { row, before } of same) Object.assign(row, before, { version: row.version + 1 });
  return { status: 200, text: json({ count: same.length, kept: done.length - same.length }) };
}

/** The chosen entries as a file: their titles, one a line. */
function file(api: FakeApi, { format, bom, ids }: { format: string; bom: boolean; ids: number[] }) {
  const text = api.rows.filter(({ id }) => ids.includes(id)).map(({ title }) => title);
  return {
    status: 200,
    text: `${bom ? '\ufeff' : ''}${text.join('\n')}`,
    headers: { 'Content-Disposition': `attachment; filename="expenses-2026-11-22.${format}"` },
  };
}

/** Answers `/expenses/bulk`, `/expenses/export` and `/bulk/{id}/undo`; null for anything else. */
export function answerBulk(api: FakeApi, path: string, body: unknown): FakeAnswer | null {
  if (path === '/expenses/bulk') return change(api, body as Body);
  if (path === '/expenses/export') return file(api, body as Parameters<typeof file>[1]);
  const match = /^\/bulk\/(\d+)\/undo$/.exec(path);
  return match ? undo(api, Number(match[1])) : null;
}
