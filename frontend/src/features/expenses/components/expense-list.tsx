import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { nameDay } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import type { Filters } from '../filters';
import { dayHeads, type DayHead } from '../model';
import type { Expense } from '../schema';
import { useCategorise } from '../use-categorise';
import { useDeleteExpense } from '../use-delete';
import { useListWindow } from '../use-list-window';
import { useSelection } from '../selection';
import { useSelectCommands } from '../use-select-commands';
import { useRowCommands } from '../use-row-commands';
import { ExpenseRow } from './expense-row';
import { ListActions } from './list-actions';
import { ListTotals } from './list-totals';
import { RowBox } from './row-box';
import { VirtualRows, type RowsHandle } from './virtual-rows';
import { t } from '../list-messages';
import { t as words } from '../messages';

const CategoryMenu = lazy(async () => {
  const { CategoryMenu: component } = await import('./category-menu');
  return { default: component };
});

const BulkBar = lazy(async () => {
  const { BulkBar: component } = await import('./bulk-bar');
  return { default: component };
});

function DayHeading({ head }: { head: DayHead }) {
  const { today, locale, money } = usePreferences();
  return (
    <div className="flex items-baseline justify-between gap-4 border-b border-line bg-surface-2/60 px-4 py-2 text-sm sm:px-5">
      <h2 className="font-medium text-text-2">{nameDay(head.day, today, locale)}</h2>
      {head.total ? (
        <bdi className="money text-text-3 sm:me-13">
          <span className="sr-only">{t('list.together')} </span>
          {money(head.total.minor, head.total.currency)}
        </bdi>
      ) : null}
    </div>
  );
}

/** Everything that matches, of which a part is loaded. `empty` is shown when nothing does. */
export function ExpenseList({ filters, empty }: { filters: Filters; empty: ReactNode }) {
  const { list, pending, rows, start, total, count, sums, show } = useListWindow(filters);
  const { mutate: remove } = useDeleteExpense();
  const { hasNextPage, isFetchNextPageError: nextFailed, fetchNextPage } = list;
  const previousFailed = list.isFetchPreviousPageError;

  const byDate = !filters.sort?.startsWith('amount');
  const heads = useMemo(
    () => (byDate ? dayHeads(rows, start > 0, hasNextPage) : new Map<number, DayHead>()),
    [byDate, rows, start, hasNextPage],
  );
  const categorise = useCategorise();
  const [choosing, setChoosing] = useState<{ expense: Expense; anchor: HTMLElement } | null>(null);
  const choose = useCallback(
    (expense: Expense, anchor: HTMLElement) => setChoosing({ expense, anchor }),
    [],
  );
  const handle = useRef<RowsHandle>(null);
  const expenseAt = useCallback((place: number) => rows[place - start], [rows, start]);
  useRowCommands(handle, expenseAt, remove, choose);
  const selection = useSelection(
    filters,
    useCallback((place) => expenseAt(place)?.id, [expenseAt]),
  );
  useSelectCommands(handle, selection);
  const keys = useMemo(() => rows.map(({ id }) => id), [rows]);
  const row = useCallback(
    (index: number) => {
      const expense = rows[index - start];
      const head = heads.get(index - start);
      if (!expense) return null;
      return (
        <>
          {head ? <DayHeading head={head} /> : null}
          <RowBox expense={expense} place={index} selection={selection}>
            <ExpenseRow
              expense={expense}
              withDate={!byDate}
              onDelete={remove}
              onCategory={choose}
            />
          </RowBox>
        </>
      );
    },
    [rows, start, heads, byDate, remove, choose, selection],
  );

  if (pending && !list.isError) {
    return (
      <div className="card overflow-hidden">
        <SkeletonRows count={8} label={t('list.loading')} />
      </div>
    );
  }
  if (list.isError && !list.data) {
    return (
      <div className="card">
        <ErrorState
          error={list.error}
          what={t('list.failed')}
          onRetry={() => void list.refetch()}
        />
      </div>
    );
  }
  const retry = () => {
    if (nextFailed) void fetchNextPage();
    else if (previousFailed) void list.fetchPreviousPage();
    else void list.refetch();
  };
  const failure = list.isError ? (
    <ErrorState
      error={list.error}
      what={nextFailed || previousFailed ? t('list.failed.more') : t('list.stale')}
      onRetry={retry}
    />
  ) : null;
  return (
    <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-55' : ''}>
      {total > 0 ? <ListActions filters={filters} selection={selection} /> : null}
      <Suspense>
        {selection.on ? <BulkBar filters={filters} selection={selection} count={count} /> : null}
      </Suspense>
      <ListTotals count={count} sums={sums} />
      <div className="card overflow-hidden">
        {/* Far down in a long list the end of the card is out of sight: a failure stands in view. */}
        {failure && !nextFailed ? (
          <div className="sticky top-0 z-20 border-b border-line bg-surface">{failure}</div>
        ) : null}
        {total === 0 ? (
          empty
        ) : (
          <VirtualRows
            handle={handle}
            label={words('expenses.title')}
            total={total}
            start={start}
            keys={keys}
            row={row}
            onShow={show}
            more={
              nextFailed ? (
                failure
              ) : (
                <div className="grid h-15 place-items-center">
                  <Button busy={list.isFetchingNextPage} onClick={() => void fetchNextPage()}>
                    {list.isFetchingNextPage ? t('list.more.loading') : t('list.more')}
                  </Button>
                </div>
              )
            }
          />
        )}
      </div>
      <Suspense>
        {choosing ? (
          <CategoryMenu
            {...choosing}
            onChoose={(expense, category) => categorise.mutate({ expense, category })}
            onClose={() => setChoosing(null)}
          />
        ) : null}
      </Suspense>
    </div>
  );
}
