import { queryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { request } from '@/lib/http';

const categorySchema = v.object({
  id: v.number(),
  name: v.string(),
  icon: v.string(),
  color_light: v.string(),
  color_dark: v.string(),
  suggestions: v.array(v.string()),
});
export type Category = v.InferOutput<typeof categorySchema>;

export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async ({ signal }) => {
    const { data } = await request('GET', '/api/categories', { signal });
    return v.parse(v.array(categorySchema), data);
  },
  staleTime: 300_000,
});
