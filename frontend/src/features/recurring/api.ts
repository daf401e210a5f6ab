import { queryOptions, type QueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { newIdempotencyKey, request } from '@/lib/http';
import {
  previewSchema,
  ruleSchema,
  upcomingSchema,
  type Preview,
  type Rule,
  type Upcoming,
} from './schema';

const path = '/api/recurring';

export const rulesQuery = queryOptions({
  queryKey: ['recurring', 'list'],
  queryFn: async ({ signal }): Promise<Rule[]> =>
    v.parse(v.array(ruleSchema), (await request('GET', path, { signal })).data),
});

export const upcomingQuery = queryOptions({
  queryKey: ['recurring', 'upcoming'],
  queryFn: async ({ signal }): Promise<Upcoming[]> =>
    v.parse(v.array(upcomingSchema), (await request('GET', `${path}/upcoming`, { signal })).data),
});

export function ruleQuery(id: number) {
  return queryOptions({
    queryKey: ['recurring', 'one', id],
    queryFn: async ({ signal }): Promise<Rule> =>
      v.parse(ruleSchema, (await request('GET', `${path}/${id}`, { signal })).data),
  });
}

/** What the server would make of a schedule; `body` is a schedule as previewOf() makes it. */
export function previewQuery(body: Record<string, unknown> | null) {
  return queryOptions({
    queryKey: ['recurring', 'preview', body],
    queryFn: async ({ signal }): Promise<Preview> =>
      v.parse(previewSchema, (await request('POST', `${path}/preview`, { body, signal })).data),
    enabled: body !== null,
    staleTime: 30_000,
  });
}

export async function createRule(body: unknown, key: string): Promise<Rule> {
  return v.parse(ruleSchema, (await request('POST', path, { body, idempotencyKey: key })).data);
}

export async function changeRule(
  id: number,
  body: unknown,
  key: string = newIdempotencyKey(),
  version?: number,
): Promise<Rule> {
  const { data } = await request('PUT', `${path}/${id}`, {
    body,
    idempotencyKey: key,
    ...(version === undefined ? {} : { ifMatch: version }),
  });
  return v.parse(ruleSchema, data);
}

export async function deleteRule(id: number): Promise<void> {
  await request('DELETE', `${path}/${id}`, { idempotencyKey: newIdempotencyKey() });
}

export async function restoreRule(id: number): Promise<void> {
  await request('POST', `${path}/${id}/restore`, { idempotencyKey: newIdempotencyKey() });
}

/** After any change to a rule: it may have made or changed expenses. */
export async function refreshRules(client: QueryClient): Promise<void> {
  await Promise.all(
    ['recurring', 'expenses', 'reports'].map((key) =>
      client.invalidateQueries({ queryKey: [key] }),
    ),
  );
}
