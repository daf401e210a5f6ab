import {
  infiniteQueryOptions,
  queryOptions,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import * as v from 'valibot';
import { newIdempotencyKey, nextLink, request, withQuery } from '@/lib/http';
import { listPath, type Filters } from './filters';
import { readTotals, withoutRow, type Sum } from './model';
import { expenseSchema, type Expense, type ExpenseDraft } from './schema';

/** How many match and what they come to; null when the server was not asked. */
export type Totals = { count: number | null; sums: Sum[] };
/** Where a page begins: its address, its place in the whole result, the page it was reached from. */
type PageStart = { path: string; start: number; before: PageStart | null; known: Totals };
export type Page = Totals & {
  expenses: Expense[];
  next: string | null;
  /** The place of the first entry among all that match. */
  start: number;
  /** Whether the totals came with this page; else they are those of an earlier one. */
  counted: boolean;
};
export type Pages = InfiniteData<Page, PageStart>;
export const pageSize = 100;
/** The furthest entry that the server reaches without a cursor. */
const furthestSkip = 1_000_000;
const rows = v.array(expenseSchema);
const messageSchema = v.object({ message: v.string(), count: v.number() });

export const noTotals: Totals = { count: null, sums: [] };

async function loadPage(
  path: string,
  signal: AbortSignal,
  { start, known }: Pick<PageStart, 'start' | 'known'> = { start: 0, known: noTotals },
): Promise<Page> {
  const { data, headers } = await request('GET', path, { signal });
  const count = headers.get('X-Total-Count');
  return {
    expenses: v.parse(rows, data),
    next: nextLink(headers),
    start,
    counted: count !== null,
    count: count === null ? known.count : Number(count),
    sums: count === null ? known.sums : readTotals(headers.get('X-Total-Amount')),
  };
}

/** The nearest page at or before this place that can be asked for directly. */
export function reachablePage(place: number): number {
  return Math.min(furthestSkip, Math.floor(place / pageSize) * pageSize);
}

function pageAt(filters: Filters, start: number, known = noTotals): PageStart {
  const path = listPath(filters);
  return {
    path: start === 0 ? path : `${path}&skip=${start}`,
    start,
    before: null,
    known,
  };
}

/**
 * A window of at most twenty pages on all that match; it begins at `anchor` and moves both ways.
 * A jump begins a new window, with the totals that are known from the one before: `turn` tells the
 * windows apart.
 */
export function listQuery(filters: Filters, anchor = 0, turn = 0, totals = noTotals) {
  return infiniteQueryOptions({
    queryKey: ['expenses', 'list', filters, turn],
    queryFn: ({ pageParam, signal }) => loadPage(pageParam.path, signal, pageParam),
    initialPageParam: pageAt(filters, anchor, totals),
    getNextPageParam: (page: Page, _pages: Page[], here: PageStart): PageStart | null => {
      if (page.next === null) return null;
      const known = { count: page.count, sums: page.sums };
      return { path: page.next, start: page.start + page.expenses.length, before: here, known };
    },
    getPreviousPageParam: (_page: Page, _pages: Page[], here: PageStart): PageStart | null => {
      if (here.start === 0) return null;
      return here.before ?? pageAt(filters, Math.max(0, here.start - pageSize));
    },
    maxPages: 20,
  });
}

/** The totals alone, for a window of the list that has left its first page behind. */
export function totalsQuery(filters: Filters) {
  return queryOptions({
    queryKey: ['expenses', 'totals', filters],
    queryFn: async ({ signal }): Promise<Totals> => {
      const { count, sums } = await loadPage(listPath(filters, 1), signal);
      return { count, sums };
    },
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

/** Moves all there are: with very many this takes longer than anything else. */
async function bulk(method: string, path: string): Promise<number> {
  const { data } = await request(method, path, {
    idempotencyKey: newIdempotencyKey(),
    timeoutMs: 60_000,
  });
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

/** Changes what every list shows, before the server has; gives back the way to undo that. */
export async function rewrite(
  client: QueryClient,
  pages: (old: Page[]) => Page[],
  entries: (old: Expense[]) => Expense[],
): Promise<() => void> {
  await client.cancelQueries({ queryKey: ['expenses'] });
  const lists = client.getQueriesData<Pages>({ queryKey: ['expenses', 'list'] });
  const latest = client.getQueryData<Expense[]>(latestQuery.queryKey);
  for (const [key, old] of lists) {
    if (old) client.setQueryData<Pages>(key, { ...old, pages: pages(old.pages) });
  }
  if (latest) client.setQueryData(latestQuery.queryKey, entries(latest));
  return () => {
    for (const [key, old] of lists) client.setQueryData(key, old);
    if (latest) client.setQueryData(latestQuery.queryKey, latest);
  };
}

/** Takes the row out of every list and total at once. */
export function hideExpense(client: QueryClient, { id }: Expense): Promise<() => void> {
  return rewrite(
    client,
    (pages) => withoutRow(pages, id),
    (list) => list.filter((one) => one.id !== id),
  );
}

/** Shows the row in another category at once. */
export function showCategory(
  client: QueryClient,
  id: number,
  category: string,
): Promise<() => void> {
  const changed = (list: Expense[]) =>
    list.map((one) => (one.id === id ? { ...one, category } : one));
  return rewrite(
    client,
    (pages) => pages.map((page) => ({ ...page, expenses: changed(page.expenses) })),
    changed,
  );
}
