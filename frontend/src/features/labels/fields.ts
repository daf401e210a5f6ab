// Merchant, payment method, tags and note as a form holds them, and on the way to the server.
import * as v from 'valibot';
import { atMost, oneLine } from '@/lib/form-rules';
import type { LabelDraft, Labelled } from './answers';
import { t } from './field-messages';

/** For the object of a form: text as typed. */
export const labelFields = {
  merchant: oneLine(100),
  payment: oneLine(60),
  tags: v.array(v.string()),
  note: v.pipe(
    v.string(),
    atMost(2000),
    v.check(
      (text) => !/[^\P{Cc}\n\r]/u.test(text),
      () => t('labels.field.note.control'),
    ),
  ),
};
export type LabelValues = { merchant: string; payment: string; tags: string[]; note: string };

/** The field of a form for each of the server's. */
export const labelNames = {
  merchant: 'merchant',
  payment_method: 'payment',
  tags: 'tags',
  note: 'note',
} as const;

export const noLabels = (): LabelValues => ({ merchant: '', payment: '', tags: [], note: '' });

export function labelsOf({ merchant, payment_method, tags, note }: Labelled): LabelValues {
  return { merchant, payment: payment_method, tags, note };
}

function trimmed({ merchant, payment, tags, note }: LabelValues): Labelled {
  return {
    merchant: merchant.trim(),
    payment_method: payment.trim(),
    tags,
    note: note.trim(),
  };
}

/** Those that are set, for something new. */
export function newLabels(values: LabelValues): LabelDraft {
  const { merchant, payment_method, tags, note } = trimmed(values);
  const draft: LabelDraft = {};
  if (merchant) draft.merchant = merchant;
  if (payment_method) draft.payment_method = payment_method;
  if (tags.length > 0) draft.tags = tags;
  if (note) draft.note = note;
  return draft;
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.toSorted().join('\n') === b.toSorted().join('\n');

/** Only those that differ; empty clears. */
export function changedLabels(values: LabelValues, before: Labelled): LabelDraft {
  const { merchant, payment_method, tags, note } = trimmed(values);
  const changes: LabelDraft = {};
  if (merchant !== before.merchant) changes.merchant = merchant;
  if (payment_method !== before.payment_method) changes.payment_method = payment_method;
  if (!same(tags, before.tags)) changes.tags = tags;
  if (note !== before.note.trim()) changes.note = note;
  return changes;
}
