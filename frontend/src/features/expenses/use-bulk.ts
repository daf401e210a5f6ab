import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { ApiError, explain } from '@/lib/problem';
import { latestQuery, refreshExpenses, rewrite } from './api';
import { changeMany, undoMany, type BulkChange, type BulkResult } from './bulk-api';
import { changedRows, hiddenRows } from './bulk-model';
import { t } from './bulk-messages';

/** Shows at once what a change will do; gives back the way to undo that. */
async function showChange(client: QueryClient, change: BulkChange): Promise<() => void> {
  const { target } = change;
  const ids = 'ids' in target ? new Set(target.ids) : null;
  const chosen = (id: number) => ids === null || ids.has(id);
  if (change.action === 'delete')
    return rewrite(
      client,
      (pages) => hiddenRows(pages, ids),
      // The latest entries have no filter: what a filter finds among them can't be known here.
      (latest) => (ids === null ? latest : latest.filter(({ id }) => !chosen(id))),
    );
  if (change.action === 'restore') return () => {};
  const { set } = change;
  return rewrite(
    client,
    (pages) =>
      pages.map((page) => ({ ...page, expenses: changedRows(page.expenses, chosen, set) })),
    (latest) => (ids === null ? latest : changedRows(latest, chosen, set)),
  );
}

function said({ count, skipped }: BulkResult, { action }: BulkChange): string {
  const done =
    action === 'delete'
      ? t('bulk.deleted', { count })
      : action === 'restore'
        ? t('bulk.restored', { count })
        : t('bulk.changed', { count });
  const left = skipped.length;
  return left > 0 ? `${done} ${t('bulk.skipped', { count: left })}` : done;
}

/** Changes many entries at once, offers one Undo for all, and takes back with the reason what is refused. */
export function useBulk() {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: undoMany,
    onSuccess: ({ count, kept }) =>
      toast({
        text:
          kept > 0
            ? `${t('bulk.undone', { count })} ${t('bulk.kept', { count: kept })}`
            : t('bulk.undone', { count }),
      }),
    onError: (error) =>
      toast({ text: t('bulk.not-undone', { why: explain(error) }), tone: 'error' }),
    onSettled: () => refreshExpenses(client),
  });
  return useMutation({
    mutationFn: changeMany,
    onMutate: (change) => showChange(client, change),
    onSuccess: (result, change) => {
      const { id } = result;
      if (id === null) toast({ text: t('bulk.so-already') });
      else toast({ text: said(result, change), undo: () => undo.mutate(id) });
    },
    onError: (error, _change, putBack) => {
      putBack?.();
      // What stands at its field is not said a second time.
      if (error instanceof ApiError && error.problem.errors?.length) return;
      toast({ text: t('bulk.refused', { why: explain(error) }), tone: 'error' });
    },
    onSettled: () =>
      Promise.all([
        refreshExpenses(client),
        client.invalidateQueries({ queryKey: latestQuery.queryKey }),
      ]),
  });
}
