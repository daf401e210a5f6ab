import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { ApiError, explain } from '@/lib/problem';
import { categoriesQuery, type Category } from '../api';
import { deleteCategory, mergeCategory, refreshCategories } from '../changes';
import { fullName } from '../model';
import { t } from '../messages';

type Props = {
  what: 'merge' | 'delete';
  category: Category;
  categories: readonly Category[];
  onClose: () => void;
};

/** Asks where a category's expenses go before it is merged or deleted, and says how many. */
export function MoveDialog({ what, category, categories, onClose }: Props) {
  const client = useQueryClient();
  const merging = what === 'merge';
  const homes = categories.filter(({ id, archived }) => id !== category.id && !archived);
  const [home, setHome] = useState<number | null>(
    merging ? null : (homes.find(({ fallback }) => fallback)?.id ?? null),
  );
  const [missing, setMissing] = useState(false);
  const key = useRef(newIdempotencyKey());
  const into = homes.find(({ id }) => id === home);
  const { name, count } = category;
  const children = categories.some(({ parent_id }) => parent_id === category.id);
  const asksHome = merging || count > 0;

  const move = useMutation({
    mutationFn: (target: number | undefined) =>
      merging && target !== undefined
        ? mergeCategory(category, target, key.current)
        : deleteCategory(category, target, key.current),
    onSuccess: (moved) => {
      toast({
        text: merging
          ? t('categories.merge.done', { count: moved, into: into?.name ?? '' })
          : t('categories.deleted', { name }),
      });
      onClose();
      return refreshCategories(client);
    },
    onError: () => {
      key.current = newIdempotencyKey();
      void client.invalidateQueries({ queryKey: categoriesQuery.queryKey });
    },
  });
  const recount =
    move.error instanceof ApiError &&
    ['count_changed', 'version_mismatch'].includes(move.error.problem.code ?? '');
  const go = () => {
    if (asksHome && home === null) setMissing(true);
    else move.mutate(asksHome ? (home ?? undefined) : undefined);
  };
  const label = merging ? t('categories.merge.into') : t('categories.delete.home');
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={t(merging ? 'categories.merge.title' : 'categories.delete.title', { name })}
    >
      <div className="grid gap-4">
        {asksHome ? (
          <Field
            label={label}
            error={missing && home === null ? t('categories.choose-first') : undefined}
          >
            {(wiring) => (
              <Select
                {...wiring}
                value={home ?? ''}
                onChange={({ target }) => {
                  setHome(target.value === '' ? null : Number(target.value));
                  key.current = newIdempotencyKey();
                }}
              >
                {home === null ? <option value="">{t('categories.merge.choose')}</option> : null}
                {homes.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.icon} {fullName(one, categories)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : (
          <p>{t('categories.delete.unused')}</p>
        )}
        {into && asksHome ? (
          <p className="text-text-2">
            {t(merging ? 'categories.merge.preview' : 'categories.delete.preview', {
              count,
              name,
              into: into.name,
            })}
          </p>
        ) : null}
        {children || merging ? (
          <p className="text-sm text-text-3">
            {t(merging ? 'categories.merge.children' : 'categories.delete.children')}
          </p>
        ) : null}
        {move.isError ? (
          <Notice tone="error">
            {recount ? t('categories.merge.again') : explain(move.error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>{t('categories.keep')}</Button>
          <Button look={merging ? 'primary' : 'danger'} busy={move.isPending} onClick={go}>
            {merging ? t('categories.merge.do') : t('categories.delete.do')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
