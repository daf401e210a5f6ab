import { queryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { request } from '@/lib/http';

export const categorySchema = v.object({
  id: v.number(),
  name: v.string(),
  icon: v.string(),
  color_light: v.string(),
  color_dark: v.string(),
  suggestions: v.array(v.string()),
  /** null for a top one; there are two levels. */
  parent_id: v.nullable(v.number()),
  archived: v.boolean(),
  /** Entries without a category go here; it stays. */
  fallback: v.boolean(),
  version: v.number(),
  /** Its own live entries. */
  count: v.number(),
});
export type Category = v.InferOutput<typeof categorySchema>;

/** All of them, archived ones too, each below its parent. */
export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async ({ signal }) => {
    const { data } = await request('GET', '/api/categories', { signal });
    return v.parse(v.array(categorySchema), data);
  },
  staleTime: 300_000,
});
