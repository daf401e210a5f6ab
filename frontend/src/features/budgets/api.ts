import { queryOptions, type QueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import type { IsoDate } from '@/lib/calendar-date';
import { newIdempotencyKey, request, withQuery } from '@/lib/http';
import {
  alertSchema,
  budgetSchema,
  type Alert,
  type Budget,
  type BudgetChanges,
  type BudgetDraft,
} from './schema';

// What is spent follows from the expenses, as in a report: whatever asks for reports anew after a
// change of expenses asks for these too.
const budgetsKey = ['reports', 'budgets'] as const;
const alertsKey = ['reports', 'alerts'] as const;

/** All budgets in the periods that hold a day; today's without one. */
export function budgetsQuery(date?: IsoDate) {
  return queryOptions({
    queryKey: [...budgetsKey, 'list', date ?? 'today'],
    queryFn: async ({ signal }) => {
      const { data } = await request('GET', withQuery('/api/budgets', { date }), { signal });
      return v.parse(v.array(budgetSchema), data);
    },
  });
}

/** One budget as it is today, with what held before and what is planned. */
export function budgetQuery(id: number) {
  return queryOptions({
    queryKey: [...budgetsKey, 'one', id],
    queryFn: async ({ signal }) => {
      const { data } = await request('GET', `/api/budgets/${id}`, { signal });
      return v.parse(budgetSchema, data);
    },
  });
}

/** The warnings that nobody has dismissed. */
export const alertsQuery = queryOptions({
  queryKey: alertsKey,
  queryFn: async ({ signal }) => {
    const { data } = await request('GET', '/api/alerts', { signal });
    return v.parse(v.array(alertSchema), data);
  },
});

export async function createBudget(draft: BudgetDraft, key: string): Promise<Budget> {
  const { data } = await request('POST', '/api/budgets', { body: draft, idempotencyKey: key });
  return v.parse(budgetSchema, data);
}

export async function updateBudget(
  { id, version }: Budget,
  changes: BudgetChanges,
  key: string,
): Promise<Budget> {
  const { data } = await request('PUT', `/api/budgets/${id}`, {
    body: changes,
    ifMatch: version,
    idempotencyKey: key,
  });
  return v.parse(budgetSchema, data);
}

export async function deleteBudget(id: number): Promise<void> {
  await request('DELETE', `/api/budgets/${id}`, { idempotencyKey: newIdempotencyKey() });
}

export async function restoreBudget(id: number): Promise<void> {
  await request('POST', `/api/budgets/${id}/restore`, { idempotencyKey: newIdempotencyKey() });
}

export async function dismissAlert(id: number): Promise<void> {
  await request('POST', `/api/alerts/${id}/dismiss`, { idempotencyKey: newIdempotencyKey() });
}

/** After any change to budgets. */
export async function refreshBudgets(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: budgetsKey }),
    client.invalidateQueries({ queryKey: alertsKey }),
  ]);
}

/** Takes a budget out of every list at once; gives back the way to undo that. */
export async function hideBudget(client: QueryClient, id: number): Promise<() => void> {
  const key = [...budgetsKey, 'list'];
  await client.cancelQueries({ queryKey: key });
  const lists = client.getQueriesData<Budget[]>({ queryKey: key });
  for (const [name, old] of lists) {
    if (old)
      client.setQueryData(
        name,
        old.filter((one) => one.id !== id),
      );
  }
  return () => {
    for (const [name, old] of lists) client.setQueryData(name, old);
  };
}

/** The same for a warning. */
export async function hideAlert(client: QueryClient, id: number): Promise<() => void> {
  await client.cancelQueries({ queryKey: alertsKey });
  const before = client.getQueryData<Alert[]>(alertsKey);
  client.setQueryData<Alert[]>(alertsKey, (old) => old?.filter((one) => one.id !== id));
  return () => {
    client.setQueryData(alertsKey, before);
  };
}
