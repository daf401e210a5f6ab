import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ApiError } from '@/lib/problem';
import type { BulkSet } from '../bulk-api';
import { t } from '../bulk-messages';
import { BulkFields, type Asked, type Typed, type Wrong } from './bulk-fields';

type Props = {
  what: Asked;
  busy: boolean;
  /** What the server said against the last try. */
  error: unknown;
  onApply: (set: BulkSet) => Promise<void>;
  onClose: () => void;
};
const fieldOf: Record<string, keyof Wrong> = {
  'set.date': 'date',
  'set.add_tags': 'add',
  'set.remove_tags': 'remove',
  'set.merchant': 'merchant',
  'set.payment_method': 'payment',
};

/** What the server said, at its field; what belongs to none of them at the first one. */
function told(error: unknown, what: Asked): Wrong {
  const wrong: Wrong = {};
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  for (const { field = '', message } of errors)
    wrong[fieldOf[field] ?? (what === 'tags' ? 'add' : what)] = message;
  return wrong;
}

/** What to set, or else what is missing. */
function read(what: Asked, typed: Typed): { set: BulkSet } | { missing: Wrong } {
  const { add, remove, date, payment } = typed;
  if (what === 'date')
    return date === '' ? { missing: { date: t('bulk.date.missing') } } : { set: { date } };
  if (what === 'merchant') return { set: { merchant: typed.merchant.trim() || null } };
  if (what === 'payment')
    return payment === null
      ? { missing: { payment: t('bulk.payment.missing') } }
      : { set: { payment_method: payment || null } };
  const set: BulkSet = {};
  if (add.length > 0) set.add_tags = add;
  if (remove.length > 0) set.remove_tags = remove;
  return add.length + remove.length > 0 ? { set } : { missing: { add: t('bulk.tags.missing') } };
}

/** Asks for what many entries shall have. What was typed stays until it is done. */
export function BulkDialog({ what, busy, error, onApply, onClose }: Props) {
  const [typed, setTyped] = useState<Typed>({
    add: [],
    remove: [],
    date: '',
    merchant: '',
    payment: null,
  });
  const [missing, setMissing] = useState<Wrong>({});
  const wrong = { ...told(error, what), ...missing };
  const change = (changes: Partial<Typed>) => {
    // Two fields may change in one go: one that is left, and one that is typed into.
    setTyped((now) => ({ ...now, ...changes }));
    setMissing({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = read(what, typed);
    if ('missing' in wish) setMissing(wish.missing);
    // A refusal is shown here, at its field.
    else onApply(wish.set).catch(() => {});
  };
  return (
    <Dialog open onClose={onClose} size="small" title={t(`bulk.${what}.title`)}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <BulkFields what={what} typed={typed} wrong={wrong} onChange={change} />
        <Button type="submit" look="primary" busy={busy}>
          {t('bulk.apply')}
        </Button>
      </form>
    </Dialog>
  );
}
