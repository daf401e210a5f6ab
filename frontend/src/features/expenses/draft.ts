import * as v from 'valibot';
import { drafts } from '@/lib/storage';
import type { FormValues } from './form-schema';

const shape = v.object({
  amount: v.string(),
  title: v.string(),
  category: v.string(),
  day: v.string(),
  // A draft of an earlier version of the app has none of these.
  currency: v.optional(v.string()),
  merchant: v.optional(v.string(), ''),
  payment: v.optional(v.string(), ''),
  tags: v.optional(v.array(v.string()), []),
  note: v.optional(v.string(), ''),
});

/** What was typed into the named form and not saved, or null. */
export function readDraft(name: string, currency: string): FormValues | null {
  const parsed = v.safeParse(shape, drafts.read(name));
  return parsed.success ? { ...parsed.output, currency: parsed.output.currency ?? currency } : null;
}
