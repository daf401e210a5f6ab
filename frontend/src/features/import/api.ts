import { queryOptions } from '@tanstack/react-query';
import * as v from 'valibot';
import { newIdempotencyKey, request } from '@/lib/http';
import type { ImportRow } from './model';

const repeatsSchema = v.array(v.object({ client_id: v.string(), existing_id: v.number() }));
const previewSchema = v.object({
  rows: v.number(),
  new: v.number(),
  repeats: repeatsSchema,
  unknown_categories: v.array(v.string()),
});
const resultSchema = v.object({
  id: v.number(),
  count: v.number(),
  skipped: v.number(),
  categories_created: v.array(v.string()),
  repeats: repeatsSchema,
});
export type ImportResult = v.InferOutput<typeof resultSchema>;

const importSchema = v.object({
  id: v.number(),
  file_name: v.string(),
  count: v.number(),
  created_at: v.string(),
  undone_at: v.nullable(v.string()),
});
export type PastImport = v.InferOutput<typeof importSchema>;

export type ImportBody = {
  file_name: string;
  currency: string;
  create_categories: boolean;
  skip_repeats: boolean;
  rows: ImportRow[];
};

const slow = { timeoutMs: 60_000 };

export async function previewImport(body: ImportBody, signal: AbortSignal) {
  const { data } = await request('POST', '/api/imports/preview', { body, signal, ...slow });
  return v.parse(previewSchema, data);
}

export async function runImport(body: ImportBody, key: string): Promise<ImportResult> {
  const { data } = await request('POST', '/api/imports', { body, idempotencyKey: key, ...slow });
  return v.parse(resultSchema, data);
}

export async function undoImport(id: number): Promise<{ deleted: number; kept: number }> {
  const path = `/api/imports/${id}`;
  const { data } = await request('DELETE', path, { idempotencyKey: newIdempotencyKey(), ...slow });
  return v.parse(v.object({ deleted: v.number(), kept: v.number() }), data);
}

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async ({ signal }) => {
    const { data } = await request('GET', '/api/imports', { signal });
    return v.parse(v.array(importSchema), data);
  },
});
