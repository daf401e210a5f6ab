import * as v from 'valibot';
import { newIdempotencyKey, request, send, withQuery } from '@/lib/http';
import type { Filters, Sort } from './filters';

/** Which entries: those named, or all that a filter finds, if they are as many as the person saw. */
export type Target = { ids: number[] } | { filter: Filters; expected_count: number };
export type BulkSet = {
  category?: string;
  date?: string;
  /** Null takes it off. */
  merchant?: string | null;
  payment_method?: string | null;
  add_tags?: string[];
  remove_tags?: string[];
};
export type BulkChange = { target: Target } & (
  { action: 'update'; set: BulkSet } | { action: 'delete' } | { action: 'restore' }
);

const resultSchema = v.object({
  id: v.nullable(v.number()),
  count: v.number(),
  unchanged: v.number(),
  skipped: v.array(v.object({ id: v.number(), reason: v.string() })),
});
export type BulkResult = v.InferOutput<typeof resultSchema>;

const slow = { timeoutMs: 60_000 };

export async function changeMany({ target, ...change }: BulkChange): Promise<BulkResult> {
  let which: object = target;
  if ('filter' in target) {
    const { sort: _order, ...filter } = target.filter;
    which = { filter, expected_count: target.expected_count };
  }
  const { data } = await request('POST', '/api/expenses/bulk', {
    body: { ...change, ...which },
    idempotencyKey: newIdempotencyKey(),
    ...slow,
  });
  return v.parse(resultSchema, data);
}

export async function undoMany(id: number): Promise<{ count: number; kept: number }> {
  const { data } = await request('POST', `/api/bulk/${id}/undo`, {
    idempotencyKey: newIdempotencyKey(),
    ...slow,
  });
  return v.parse(v.object({ count: v.number(), kept: v.number() }), data);
}

export type FileKind = 'csv' | 'excel' | 'json';
const path = '/api/expenses/export';

/** The address of a file with everything that the list shows. */
export function exportPath(filters: Filters, kind: FileKind): string {
  // Excel takes a CSV for what it is by its byte order mark only.
  const format = kind === 'json' ? { format: 'json' } : { format: 'csv' };
  return withQuery(path, { ...format, ...filters, ...(kind === 'excel' ? { bom: 'true' } : {}) });
}

export type File = { name: string; content: Blob };

/** A file with these entries, in the order of the list. */
export async function fetchFile(
  ids: readonly number[],
  kind: FileKind,
  sort: Sort | undefined,
): Promise<File> {
  const format = kind === 'json' ? 'json' : 'csv';
  const { data, headers } = await send(
    'POST',
    path,
    { accept: '*/*', body: { format, bom: kind === 'excel', ids, sort }, ...slow },
    (response) => response.blob(),
  );
  const named = /filename="([^"]+)"/.exec(headers.get('Content-Disposition') ?? '');
  return { name: named?.[1] ?? `expenses.${format}`, content: data };
}
