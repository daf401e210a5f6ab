// What changes merchants, tags and payment methods. Apart from api.ts, which the list needs too.
import * as v from 'valibot';
import { newIdempotencyKey, request } from '@/lib/http';
import type { Kind, Label } from './api';

const counted = v.object({ count: v.number() });
// Many entries change; the answer may take its time.
const slow = { timeoutMs: 60_000 };

export async function addPaymentMethod(name: string, key: string): Promise<void> {
  await request('POST', '/api/payment-methods', { body: { name }, idempotencyKey: key });
}

export async function renameLabel(
  kind: Kind,
  { id, version }: Label,
  name: string,
  key: string,
): Promise<void> {
  const path = `/api/${kind}/${id}`;
  await request('PUT', path, { body: { name }, ifMatch: version, idempotencyKey: key });
}

/** Refused when it is on another number of expenses by now. Gives how many changed. */
export async function mergeLabel(
  kind: Kind,
  { id, count, version }: Label,
  into: number,
  key: string,
): Promise<number> {
  const body = { into, expected_count: count };
  const path = `/api/${kind}/${id}/merge`;
  const options = { body, ifMatch: version, idempotencyKey: key, ...slow };
  const { data } = await request('POST', path, options);
  return v.parse(counted, data).count;
}

export async function deleteLabel(
  kind: Kind,
  { id, version }: Label,
  key: string,
): Promise<number> {
  const path = `/api/${kind}/${id}`;
  const { data } = await request('DELETE', path, {
    ifMatch: version,
    idempotencyKey: key,
    ...slow,
  });
  return v.parse(counted, data).count;
}

const restored = v.object({ name: v.string(), count: v.number() });

/** Takes a deletion back. Gives the name, which may be that of a newer one, and on how many it is again. */
export async function restoreLabel(
  kind: Kind,
  id: number,
): Promise<v.InferOutput<typeof restored>> {
  const path = `/api/${kind}/${id}/restore`;
  const { data } = await request('POST', path, { idempotencyKey: newIdempotencyKey(), ...slow });
  return v.parse(restored, data);
}
