import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { formatDate, formatInstant } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { explain } from '@/lib/problem';
import { refreshExpenses, restoreAll, restoreExpense, trashQuery } from '@/features/expenses/api';
import type { Expense } from '@/features/expenses/schema';
import { useBulk } from '@/features/expenses/use-bulk';
import { t } from '@/features/expenses/trash-messages';

export function TrashPage() {
  const client = useQueryClient();
  const { locale, timeZone, money } = usePreferences();
  const trash = useInfiniteQuery(trashQuery);
  const after = {
    onError: (error: unknown) =>
      toast({ text: t('trash.not-restored', { why: explain(error) }), tone: 'error' as const }),
    onSettled: () => refreshExpenses(client),
  };
  const one = useMutation({
    mutationFn: (expense: Expense) => restoreExpense(expense.id),
    onSuccess: (_, expense: Expense) =>
      toast({ text: t('trash.restored', { title: expense.title }) }),
    ...after,
  });
  const all = useMutation({
    mutationFn: restoreAll,
    onSuccess: (count) => toast({ text: t('trash.restored-all', { count }) }),
    ...after,
  });
  const expenses = trash.data?.pages.flatMap((page) => page.expenses) ?? [];
  const some = useBulk();
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  // What is restored meanwhile, here or elsewhere, is no longer chosen.
  const ids = expenses.map(({ id }) => id).filter((id) => ticked.has(id));
  const tick = (id: number) =>
    setTicked((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <Page
      title={t('trash.title')}
      lead={t('trash.lead', { count: 30 })}
      actions={
        expenses.length > 0 ? (
          ids.length > 0 ? (
            <Button
              look="primary"
              busy={some.isPending}
              onClick={() =>
                some.mutate(
                  { target: { ids }, action: 'restore' },
                  { onSuccess: () => setTicked(new Set()) },
                )
              }
            >
              {t('trash.restore-some', { count: ids.length })}
            </Button>
          ) : (
            <Button busy={all.isPending} onClick={() => all.mutate()}>
              {t('trash.restore-all')}
            </Button>
          )
        ) : null
      }
    >
      <div className="card overflow-hidden">
        {trash.isPending ? <SkeletonRows count={4} label={t('trash.loading')} /> : null}
        {trash.isError ? (
          <ErrorState
            error={trash.error}
            what={t('trash.failed')}
            onRetry={() => void trash.refetch()}
          />
        ) : null}
        {trash.isSuccess && expenses.length === 0 ? (
          <EmptyState icon={<Trash2 size={28} />} title={t('trash.empty')}>
            {t('trash.empty.why')}
          </EmptyState>
        ) : null}
        <ul className="divide-y divide-line">
          {expenses.map((expense) => (
            <li
              key={expense.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 sm:px-5"
            >
              <label className="-my-2 -ms-3 grid size-11 cursor-pointer place-items-center">
                <input
                  type="checkbox"
                  aria-label={t('trash.choose', { title: expense.title })}
                  checked={ticked.has(expense.id)}
                  onChange={() => tick(expense.id)}
                  className="size-5 accent-accent"
                />
              </label>
              <div className="min-w-0 flex-[1_1_10rem]">
                <p className="font-medium">
                  <bdi>{expense.title}</bdi>
                </p>
                <p className="text-sm text-text-3">
                  <bdi>{expense.category}</bdi> · <bdi>{formatDate(expense.day, locale)}</bdi>
                  {expense.deleted_at ? (
                    <>
                      {' · '}
                      {t('trash.deleted', {
                        when: formatInstant(expense.deleted_at, locale, timeZone),
                      })}
                    </>
                  ) : null}
                </p>
              </div>
              <bdi className="money font-medium">{money(expense.minor, expense.currency)}</bdi>
              <Button
                aria-label={t('trash.restore-one', { title: expense.title })}
                busy={one.isPending && one.variables.id === expense.id}
                onClick={() => one.mutate(expense)}
              >
                {t('trash.restore')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {trash.hasNextPage ? (
        <div className="grid justify-center py-6">
          <Button busy={trash.isFetchingNextPage} onClick={() => void trash.fetchNextPage()}>
            {t('trash.more')}
          </Button>
        </div>
      ) : null}
    </Page>
  );
}
