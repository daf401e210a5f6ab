import { infiniteQueryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { nextLink, request } from '@/lib/http';
import { amountToken } from '@/lib/schemas';

const valueSchema = v.nullable(
  v.union([
    v.string(),
    v.array(v.string()),
    v.object({ amount: amountToken, currency: v.string() }),
  ]),
);
const fields = [
  'amount',
  'title',
  'category',
  'date',
  'merchant',
  'payment_method',
  'tags',
  'note',
] as const;
const eventSchema = v.object({
  version: v.number(),
  at: v.string(),
  by: v.nullable(v.object({ name: v.nullable(v.string()), you: v.boolean() })),
  action: v.picklist(['create', 'import', 'sample', 'update', 'delete', 'restore']),
  import: v.optional(v.object({ file_name: v.string() })),
  bulk: v.optional(
    v.object({ action: v.picklist(['update', 'delete', 'restore', 'undo']), count: v.number() }),
  ),
  changes: v.array(
    v.object({ field: v.picklist(fields), before: valueSchema, after: valueSchema }),
  ),
});
export type HistoryEvent = v.InferOutput<typeof eventSchema>;
export type HistoryValue = v.InferOutput<typeof valueSchema>;

/** Who changed what, newest first. */
export function historyQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: ['expenses', 'history', id],
    queryFn: async ({ pageParam, signal }) => {
      const { data, headers } = await request('GET', pageParam, { signal });
      return { events: v.parse(v.array(eventSchema), data), next: nextLink(headers) };
    },
    initialPageParam: `/api/expenses/${id}/history?limit=20`,
    getNextPageParam: ({ next }) => next,
  });
}
