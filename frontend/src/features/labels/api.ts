import { queryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { request, withQuery } from '@/lib/http';

/** Three kinds of one thing; the word is also the address, ours and the server's. */
export const kinds = ['merchants', 'tags', 'payment-methods'] as const;
export type Kind = (typeof kinds)[number];

const labelSchema = v.object({
  id: v.number(),
  name: v.string(),
  version: v.number(),
  /** Live expenses that have it. */
  count: v.number(),
  /** Of a merchant: what its latest expense was. */
  last_category: v.optional(v.nullable(v.string())),
  last_currency: v.optional(v.nullable(v.string())),
  last_payment_method: v.optional(v.nullable(v.string())),
});
export type Label = v.InferOutput<typeof labelSchema>;

/** Those whose name has the text, the most used first; at most a thousand. */
export function labelsQuery(kind: Kind, q = '') {
  return queryOptions({
    queryKey: ['expenses', 'labels', kind, q],
    queryFn: async ({ signal }) => {
      const path = withQuery(`/api/${kind}`, { limit: 1000, q });
      const { data } = await request('GET', path, { signal });
      return v.parse(v.array(labelSchema), data);
    },
    staleTime: 60_000,
  });
}
