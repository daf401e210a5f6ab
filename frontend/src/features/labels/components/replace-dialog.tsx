import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { explain } from '@/lib/problem';
import type { Kind, Label } from '../api';
import { deleteLabel, mergeLabel, restoreLabel } from '../changes';
import { t } from '../messages';

type Props = {
  what: 'merge' | 'delete';
  kind: Kind;
  label: Label;
  labels: readonly Label[];
  onClose: () => void;
};

/** Says what a merge or a delete will do to how many expenses, and does it when told to. */
export function ReplaceDialog({ what, kind, label, labels, onClose }: Props) {
  const client = useQueryClient();
  const merging = what === 'merge';
  const { name, count } = label;
  const [into, setInto] = useState<number | null>(null);
  const [missing, setMissing] = useState(false);
  const key = useRef(newIdempotencyKey());
  const home = labels.find(({ id }) => id === into);
  // Outlives the dialog: it is called from a message.
  const restore = useMutation({
    mutationFn: () => restoreLabel(kind, label.id),
    onSuccess: (back) => toast({ text: t('labels.restored', back) }),
    onError: (error) =>
      toast({ text: t('labels.not-restored', { name, why: explain(error) }), tone: 'error' }),
    onSettled: () => client.invalidateQueries(),
  });
  const replace = useMutation({
    mutationFn: () =>
      home ? mergeLabel(kind, label, home.id, key.current) : deleteLabel(kind, label, key.current),
    onSuccess: (changed) => {
      if (home) toast({ text: t('labels.merge.done', { count: changed, into: home.name }) });
      else toast({ text: t('labels.delete.done', { name }), undo: () => restore.mutate() });
      onClose();
      return client.invalidateQueries();
    },
    onError: () => {
      key.current = newIdempotencyKey();
      return client.invalidateQueries({ queryKey: ['expenses', 'labels'] });
    },
  });
  const go = () => {
    if (merging && !home) setMissing(true);
    else if (!replace.isPending) replace.mutate();
  };
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t(merging ? 'labels.merge.title' : 'labels.delete.title', { name })}
    >
      <div className="grid gap-4">
        {merging ? (
          <Field
            label={t('labels.merge.into')}
            error={missing && !home ? t('labels.merge.missing') : undefined}
          >
            {(wiring) => (
              <Select
                {...wiring}
                value={into ?? ''}
                onChange={({ target }) => {
                  key.current = newIdempotencyKey();
                  setInto(target.value === '' ? null : Number(target.value));
                }}
              >
                <option value="">{t('labels.merge.choose')}</option>
                {labels
                  .filter(({ id }) => id !== label.id)
                  .map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        ) : null}
        {home ? (
          <p className="text-text-2">
            {t('labels.merge.preview', { count, name, into: home.name })}
          </p>
        ) : null}
        {merging ? null : (
          <p className="text-text-2">
            {count > 0 ? t('labels.delete.preview', { count, name }) : t('labels.delete.unused')}
          </p>
        )}
        {replace.isError ? <Notice tone="error">{explain(replace.error)}</Notice> : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>{t('labels.keep')}</Button>
          <Button look={merging ? 'primary' : 'danger'} busy={replace.isPending} onClick={go}>
            {merging ? t('labels.merge.do') : t('labels.delete.do')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
