import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { ApiError } from '@/lib/problem';
import type { BulkSet } from '../bulk-api';
import { t } from '../bulk-messages';

type Props = {
  what: 'tags' | 'date';
  busy: boolean;
  /** What the server said against the last try. */
  error: unknown;
  onApply: (set: BulkSet) => Promise<void>;
  onClose: () => void;
};
type Wrong = { add?: string; remove?: string; date?: string };

const names = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function told(error: unknown): Wrong {
  const wrong: Wrong = {};
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  for (const { field, message } of errors) {
    if (field === 'set.date') wrong.date = message;
    else if (field === 'set.remove_tags') wrong.remove = message;
    else wrong.add = message;
  }
  return wrong;
}

/** Asks for the tags or the date of many entries. What was typed stays until it is done. */
export function BulkDialog({ what, busy, error, onApply, onClose }: Props) {
  const [typed, setTyped] = useState({ add: '', remove: '', date: '' });
  const [missing, setMissing] = useState<Wrong>({});
  const wrong = { ...told(error), ...missing };
  const change = (name: keyof typeof typed) => (event: { target: { value: string } }) => {
    setTyped({ ...typed, [name]: event.target.value });
    setMissing({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [add, remove] = [names(typed.add), names(typed.remove)];
    if (what === 'date' && typed.date === '') setMissing({ date: t('bulk.date.missing') });
    else if (what === 'tags' && add.length + remove.length === 0)
      setMissing({ add: t('bulk.tags.missing') });
    else {
      const tags: BulkSet = {};
      if (add.length > 0) tags.add_tags = add;
      if (remove.length > 0) tags.remove_tags = remove;
      // A refusal is shown here, at its field.
      onApply(what === 'date' ? { date: typed.date } : tags).catch(() => {});
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={what === 'date' ? t('bulk.date.title') : t('bulk.tags.title')}
    >
      <form noValidate onSubmit={submit} className="grid gap-4">
        {what === 'date' ? (
          <Field label={t('bulk.date.field')} error={wrong.date}>
            {(wiring) => (
              <TextInput {...wiring} type="date" value={typed.date} onChange={change('date')} />
            )}
          </Field>
        ) : (
          <>
            <Field label={t('bulk.tags.add')} hint={t('bulk.tags.hint')} error={wrong.add}>
              {(wiring) => <TextInput {...wiring} value={typed.add} onChange={change('add')} />}
            </Field>
            <Field label={t('bulk.tags.remove')} error={wrong.remove}>
              {(wiring) => (
                <TextInput {...wiring} value={typed.remove} onChange={change('remove')} />
              )}
            </Field>
          </>
        )}
        <Button type="submit" look="primary" busy={busy}>
          {t('bulk.apply')}
        </Button>
      </form>
    </Dialog>
  );
}
