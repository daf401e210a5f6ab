import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { nameDay } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { listQuery } from '../api';
import type { Filters } from '../filters';
import { groupByDay, type DayGroup } from '../model';
import type { Expense } from '../schema';
import { useDeleteExpense } from '../use-delete';
import { ExpenseRow } from './expense-row';
import { ListTotals } from './list-totals';

function Day({ group, onDelete }: { group: DayGroup; onDelete: (expense: Expense) => void }) {
  const { today, locale, money } = usePreferences();
  return (
    <section>
      <div className="flex items-baseline justify-between gap-4 border-b border-line bg-surface-2/60 px-4 py-2 text-sm sm:px-5">
        <h2 className="font-medium text-text-2">{nameDay(group.day, today, locale)}</h2>
        {group.total ? (
          <bdi className="money text-text-3 sm:mr-13">
            <span className="sr-only">Together </span>
            {money(group.total.minor, group.total.currency)}
          </bdi>
        ) : null}
      </div>
      <ul className="divide-y divide-line border-b border-line">
        {group.entries.map((expense) => (
          <ExpenseRow key={expense.id} expense={expense} onDelete={onDelete} />
        ))}
      </ul>
    </section>
  );
}

/** Everything that matches, a page at a time. `empty` is shown when nothing does. */
export function ExpenseList({ filters, empty }: { filters: Filters; empty: ReactNode }) {
  const list = useInfiniteQuery({ ...listQuery(filters), placeholderData: (old) => old });
  const remove = useDeleteExpense();
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = list;

  useEffect(() => {
    if (!end.current || !hasNextPage || isFetchingNextPage || isFetchNextPageError) return;
    if (!('IntersectionObserver' in window)) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void fetchNextPage();
      },
      { rootMargin: '600px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  if (list.isPending) {
    return (
      <div className="card overflow-hidden">
        <SkeletonRows count={8} label="Loading expenses" />
      </div>
    );
  }
  if (list.isError && !list.data) {
    return (
      <div className="card">
        <ErrorState
          error={list.error}
          what="Your expenses could not be loaded."
          onRetry={() => void list.refetch()}
        />
      </div>
    );
  }
  const first = list.data.pages[0];
  const expenses = list.data.pages.flatMap((page) => page.expenses);
  const byDate = !filters.sort?.startsWith('amount');
  return (
    <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-55' : ''}>
      <ListTotals count={first?.count ?? null} sums={first?.sums ?? []} />
      <div className="card overflow-hidden">
        {expenses.length === 0 ? empty : null}
        {byDate ? (
          groupByDay(expenses, hasNextPage).map((group) => (
            <Day key={group.day} group={group} onDelete={remove.mutate} />
          ))
        ) : (
          <ul className="divide-y divide-line">
            {expenses.map((expense) => (
              <ExpenseRow key={expense.id} expense={expense} withDate onDelete={remove.mutate} />
            ))}
          </ul>
        )}
        {list.isRefetchError || isFetchNextPageError ? (
          <ErrorState
            error={list.error}
            what={
              isFetchNextPageError
                ? 'The next entries could not be loaded.'
                : 'This list may be out of date.'
            }
            onRetry={() => void (isFetchNextPageError ? fetchNextPage() : list.refetch())}
          />
        ) : null}
      </div>
      {hasNextPage && !isFetchNextPageError ? (
        <div ref={end} className="grid justify-center py-6">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading more…' : 'Show more'}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
