import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { explain } from '@/lib/problem';
import type { Kind, Label } from '../api';
import { addPaymentMethod, renameLabel } from '../changes';
import { t } from '../messages';

type Props = { kind: Kind; label?: Label; onClose: () => void };

/** Gives one another name or, without one, adds a payment method. */
export function NameDialog({ kind, label, onClose }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState(label?.name ?? '');
  const [missing, setMissing] = useState(false);
  const key = useRef(newIdempotencyKey());
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation({
    mutationFn: () =>
      label
        ? renameLabel(kind, label, name.trim(), key.current)
        : addPaymentMethod(name.trim(), key.current),
    onSuccess: () => {
      toast({ text: t('labels.saved') });
      onClose();
      return client.invalidateQueries();
    },
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') setMissing(true);
    else if (name.trim() === label?.name) onClose();
    else if (!save.isPending) save.mutate();
  };
  const error = missing ? t('labels.name.missing') : save.isError ? explain(save.error) : undefined;
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      initialFocus={input}
      title={label ? t('labels.rename.title', { name: label.name }) : t('labels.add')}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <Field label={t('labels.name')} error={error}>
          {(wiring) => (
            <TextInput
              {...wiring}
              ref={input}
              value={name}
              maxLength={kind === 'merchants' ? 100 : 60}
              onChange={({ target }) => {
                setMissing(false);
                setName(target.value);
              }}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>{t('labels.keep')}</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {t('labels.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
