import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useNavigate } from '@tanstack/react-router';
import { Plus, Target } from 'lucide-react';
import { useMemo } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Card, Page } from '@/components/ui/page';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states';
import { useCommands, type Command } from '@/lib/commands/registry';
import { usePreferences } from '@/lib/preferences';
import { budgetsQuery } from '@/features/budgets/api';
import { BudgetList } from '@/features/budgets/components/budget-list';
import { BudgetWarnings } from '@/features/budgets/components/budget-warnings';
import { PeriodBar } from '@/features/budgets/components/period-bar';
import { periods, readBudgetSearch, type BudgetSearch } from '@/features/budgets/search';
import { useDeleteBudget } from '@/features/budgets/use-delete';
import { t } from '@/features/budgets/messages';

const route = getRouteApi('/budgets');

/** The budgets of one period; those of today are asked for too, for the kinds that there are. */
export function BudgetsPage() {
  const search = route.useSearch();
  const go = route.useNavigate();
  const navigate = useNavigate();
  const { today } = usePreferences();
  const remove = useDeleteBudget();
  const present = useQuery(budgetsQuery());
  const shown = useQuery(budgetsQuery(search.date));
  const all = shown.data ?? [];
  const kinds = periods.filter((kind) =>
    [...(present.data ?? []), ...all].some(({ period }) => period === kind),
  );
  const period = search.period ?? kinds[0] ?? 'month';
  const budgets = all.filter((one) => one.period === period);
  const none = present.data?.length === 0 && shown.data?.length === 0;
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'new-budget',
        name: t('budgets.add'),
        group: 'general',
        keys: ['b'],
        run: () => void navigate({ to: '/budgets/new', search: true }),
      },
    ],
    [navigate],
  );
  useCommands(commands);
  const onGo = (next: BudgetSearch) =>
    void go({ to: '/budgets', search: readBudgetSearch(next), resetScroll: false });
  return (
    <Page
      title={t('budgets.title')}
      lead={t('budgets.lead')}
      actions={
        <Link to="/budgets/new" search={true} className={buttonClass('primary')}>
          <Plus size={20} aria-hidden="true" />
          {t('budgets.add')}
        </Link>
      }
    >
      <BudgetWarnings />
      {none ? null : (
        <PeriodBar
          kinds={kinds}
          period={period}
          date={search.date ?? today}
          days={budgets[0]?.state}
          onGo={onGo}
        />
      )}
      <Card>
        {shown.isPending ? <SkeletonRows count={4} label={t('budgets.loading')} /> : null}
        {shown.isError ? (
          <ErrorState
            error={shown.error}
            what={t('budgets.failed')}
            onRetry={() => void shown.refetch()}
          />
        ) : null}
        {shown.data && !shown.isError && budgets.length > 0 ? (
          <BudgetList budgets={budgets} onDelete={remove.mutate} />
        ) : null}
        {shown.data && !shown.isError && budgets.length === 0 && !none ? (
          <p className="px-4 py-10 text-center text-text-2">{t('budgets.none.period')}</p>
        ) : null}
        {none ? (
          <EmptyState
            icon={<Target size={28} />}
            title={t('budgets.none')}
            actions={
              <Link to="/budgets/new" className={buttonClass('primary')}>
                {t('budgets.none.first')}
              </Link>
            }
          >
            {t('budgets.none.why')}
          </EmptyState>
        ) : null}
      </Card>
      <Outlet />
    </Page>
  );
}
