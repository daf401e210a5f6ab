import {
  infiniteQueryOptions,
  queryOptions,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import * as v from 'valibot';
import { newIdempotencyKey, nextLink, request, withQuery } from '@/lib/http';
import { listPath, type Filters } from './filters';
import { readTotals, type Sum } from './model';
import { expenseSchema, type Expense, type ExpenseDraft } from './schema';

type Page = { expenses: Expense[]; next: string | null; count: number | null; sums: Sum[] };
export type Pages = InfiniteData<Page, string>;
const rows = v.array(expenseSchema);
const messageSchema = v.object({ message: v.string(), count: v.number() });

async function loadPage(path: string, signal: AbortSignal): Promise<Page> {
  const { data, headers } = await request('GET', path, { signal });
  const count = headers.get('X-Total-Count');
  return {
    expenses: v.parse(rows, data),
    next: nextLink(headers),
    count: count === null ? null : Number(count),
    sums: readTotals(headers.get('X-Total-Amount')),
  };
}

export function listQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['expenses', 'list', filters],
    queryFn: ({ pageParam, signal }) => loadPage(pageParam, signal),
    initialPageParam: listPath(filters),
    getNextPageParam: (page: Page) => page.next,
  });
}

export const latestQuery = queryOptions({
  queryKey: ['expenses', 'latest'],
  queryFn: async ({ signal }) =>
    (await loadPage(withQuery('/api/expenses', { limit: 8 }), signal)).expenses,
});

export function expenseQuery(id: number) {
  return queryOptions({
    queryKey: ['expenses', 'one', id],
    queryFn: async ({ signal }) => {
      const { data } = await request('GET', `/api/expenses/${id}`, { signal });
      return v.parse(expenseSchema, data);
    },
  });
}

export const trashQuery = infiniteQueryOptions({
  queryKey: ['expenses', 'trash'],
  queryFn: ({ pageParam, signal }) => loadPage(pageParam, signal),
  initialPageParam: '/api/trash?limit=100',
  getNextPageParam: (page: Page) => page.next,
});

export async function createExpense(draft: ExpenseDraft, key: string): Promise<Expense> {
  const { data } = await request('POST', '/api/expenses', { body: draft, idempotencyKey: key });
  return v.parse(expenseSchema, data);
}

export async function updateExpense(
  id: number,
  changes: Partial<ExpenseDraft>,
  version: number,
  key: string,
): Promise<Expense> {
  const { data } = await request('PUT', `/api/expenses/${id}`, {
    body: changes,
    ifMatch: version,
    idempotencyKey: key,
  });
  return v.parse(expenseSchema, data);
}

export async function deleteExpense(id: number): Promise<void> {
  await request('DELETE', `/api/expenses/${id}`, { idempotencyKey: newIdempotencyKey() });
}

export async function restoreExpense(id: number): Promise<void> {
  await request('POST', `/api/expenses/${id}/restore`, { idempotencyKey: newIdempotencyKey() });
}

async function bulk(method: string, path: string): Promise<number> {
  const { data } = await request(method, path, { idempotencyKey: newIdempotencyKey() });
  return v.parse(messageSchema, data).count;
}
export const restoreAll = () => bulk('POST', '/api/trash/restore');
export const removeSamples = () => bulk('DELETE', '/api/expenses/sample');
export const clearExpenses = () => bulk('DELETE', '/api/expenses/clear');

export async function addSamples(count: number): Promise<void> {
  const path = withQuery('/api/expenses/seed', { count });
  await request('POST', path, { idempotencyKey: newIdempotencyKey() });
}

/** After any change to expenses: every list, total and report is asked for anew. */
export async function refreshExpenses(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['expenses'] }),
    client.invalidateQueries({ queryKey: ['reports'] }),
  ]);
}

/** Takes the row out of every list at once; gives back the way to put it in again. */
export async function hideExpense(client: QueryClient, id: number): Promise<() => void> {
  await client.cancelQueries({ queryKey: ['expenses'] });
  const lists = client.getQueriesData<Pages>({ queryKey: ['expenses', 'list'] });
  const latest = client.getQueryData<Expense[]>(latestQuery.queryKey);
  const others = (list: Expense[]) => list.filter((one) => one.id !== id);
  for (const [key, old] of lists) {
    if (!old) continue;
    const pages = old.pages.map((page) => ({ ...page, expenses: others(page.expenses) }));
    client.setQueryData<Pages>(key, { ...old, pages });
  }
  if (latest) client.setQueryData(latestQuery.queryKey, others(latest));
  return () => {
    for (const [key, old] of lists) client.setQueryData(key, old);
    if (latest) client.setQueryData(latestQuery.queryKey, latest);
  };
}
