// What changes categories. Apart from api.ts, which the first page loads.
import type { QueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { request, withQuery } from '@/lib/http';
import { categoriesQuery, categorySchema, type Category } from './api';

export type CategoryDraft = {
  name?: string;
  icon?: string;
  color_light?: string;
  color_dark?: string;
  parent_id?: number | null;
  archived?: boolean;
};

export async function createCategory(draft: CategoryDraft, key: string): Promise<Category> {
  const { data } = await request('POST', '/api/categories', { body: draft, idempotencyKey: key });
  return v.parse(categorySchema, data);
}

export async function changeCategory(
  { id, version }: Category,
  changes: CategoryDraft,
  key: string,
): Promise<Category> {
  const { data } = await request('PUT', `/api/categories/${id}`, {
    body: changes,
    idempotencyKey: key,
    ifMatch: version,
  });
  return v.parse(categorySchema, data);
}

export async function orderCategories(ids: number[], key: string): Promise<Category[]> {
  const body = { ids };
  const { data } = await request('POST', '/api/categories/order', { body, idempotencyKey: key });
  return v.parse(v.array(categorySchema), data);
}

const counted = v.object({ count: v.number() });
// Many entries move; the answer may take its time.
const slow = { timeoutMs: 60_000 };

/** Refused when the category has another number of entries by now. Gives how many moved. */
export async function mergeCategory(
  { id, count }: Category,
  into: number,
  key: string,
): Promise<number> {
  const body = { into, expected_count: count };
  const path = `/api/categories/${id}/merge`;
  const { data } = await request('POST', path, { body, idempotencyKey: key, ...slow });
  return v.parse(counted, data).count;
}

export async function deleteCategory(
  { id, version }: Category,
  home: number | undefined,
  key: string,
): Promise<number> {
  const path = withQuery(`/api/categories/${id}`, { move_to: home });
  const { data } = await request('DELETE', path, {
    idempotencyKey: key,
    ifMatch: version,
    ...slow,
  });
  return v.parse(counted, data).count;
}

/** Fetches again what names categories: nearly everything. */
export function refreshCategories(client: QueryClient): Promise<void> {
  return client.invalidateQueries();
}

/** Puts what the server answered into the list, so that a choice made at once finds it. */
export function rememberCategory(client: QueryClient, category: Category): void {
  client.setQueryData(categoriesQuery.queryKey, (before) => {
    if (!before) return before;
    const there = before.some(({ id }) => id === category.id);
    return there
      ? before.map((one) => (one.id === category.id ? category : one))
      : [...before, category];
  });
  void client.invalidateQueries({ queryKey: categoriesQuery.queryKey });
}
