import * as v from 'valibot';
import { drafts } from '@/lib/storage';
import type { FormValues } from './schema';

const shape = v.object({
  amount: v.string(),
  title: v.string(),
  category: v.string(),
  day: v.string(),
});

/** What was typed into the named form and not saved, or null. */
export function readDraft(name: string): FormValues | null {
  const parsed = v.safeParse(shape, drafts.read(name));
  return parsed.success ? parsed.output : null;
}
