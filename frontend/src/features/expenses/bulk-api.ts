import * as v from 'valibot';
import { newIdempotencyKey, request, withQuery } from '@/lib/http';
import type { Filters } from './filters';

/** Which entries: those named, or all that a filter finds, if they are as many as the person saw. */
export type Target = { ids: number[] } | { filter: Filters; expected_count: number };
export type BulkSet = {
  category?: string;
  date?: string;
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

/** The address of a file with everything that the list shows. */
export function exportPath(filters: Filters, format: 'csv' | 'json'): string {
  return withQuery('/api/expenses/export', { format, ...filters });
}
