import { queryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { newIdempotencyKey, request } from '@/lib/http';

const placeSchema = v.object({
  id: v.number(),
  browser: v.nullable(v.string()),
  system: v.nullable(v.string()),
  user_agent: v.string(),
  created_at: v.string(),
  last_used_at: v.string(),
  expires_at: v.string(),
  current: v.boolean(),
});
/** Somewhere that a person is signed in. */
export type Place = v.InferOutput<typeof placeSchema>;

const tokenSchema = v.object({
  id: v.number(),
  name: v.string(),
  scope: v.picklist(['read', 'write']),
  created_at: v.string(),
  expires_at: v.string(),
  last_used_at: v.nullable(v.string()),
});
export type Token = v.InferOutput<typeof tokenSchema>;
const newTokenSchema = v.object({ ...tokenSchema.entries, token: v.string() });
export type NewToken = v.InferOutput<typeof newTokenSchema>;
export type TokenWish = { name: string; scope: Token['scope']; expires_in_days: number };

export const placesQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: async ({ signal }) =>
    v.parse(v.array(placeSchema), (await request('GET', '/api/sessions', { signal })).data),
});

export const tokensQuery = queryOptions({
  queryKey: ['account', 'tokens'],
  queryFn: async ({ signal }) =>
    v.parse(v.array(tokenSchema), (await request('GET', '/api/tokens', { signal })).data),
});

/** Ends one session, or with null all but this one. */
export async function endSession(id: number | null): Promise<void> {
  await request('DELETE', id === null ? '/api/sessions' : `/api/sessions/${id}`, {
    idempotencyKey: newIdempotencyKey(),
  });
}

/** `key` names the wish: the same one twice makes one token. */
export async function makeToken(wish: TokenWish, key: string): Promise<NewToken> {
  const { data } = await request('POST', '/api/tokens', { body: wish, idempotencyKey: key });
  return v.parse(newTokenSchema, data);
}

export async function revokeToken(id: number): Promise<void> {
  await request('DELETE', `/api/tokens/${id}`, { idempotencyKey: newIdempotencyKey() });
}

/** Answers when the account will be gone for good. */
export async function deleteAccount(confirm: string): Promise<string> {
  const { data } = await request('DELETE', '/api/account', {
    body: { confirm },
    idempotencyKey: newIdempotencyKey(),
  });
  return v.parse(v.object({ deletes_at: v.string() }), data).deletes_at;
}
