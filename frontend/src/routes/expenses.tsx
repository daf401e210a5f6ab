import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { Plus, SearchX } from 'lucide-react';
import { useCallback } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';
import { FirstSteps } from '@/features/dashboard/components/latest-card';
import { ExpenseList } from '@/features/expenses/components/expense-list';
import { FilterBar } from '@/features/expenses/components/filter-bar';
import { isFiltered, type Filters } from '@/features/expenses/filters';
import { configQuery } from '@/features/session/queries';
import { t } from '@/features/expenses/list-messages';
import { t as words } from '@/features/expenses/messages';

const route = getRouteApi('/expenses');

export function ExpensesPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const { data: config } = useSuspenseQuery(configQuery);
  const change = useCallback(
    (next: Filters) =>
      void navigate({ to: '/expenses', search: next, replace: true, resetScroll: false }),
    [navigate],
  );
  const empty = isFiltered(filters) ? (
    <EmptyState
      icon={<SearchX size={28} />}
      title={t('list.nothing')}
      actions={<Button onClick={() => change({})}>{t('list.clear')}</Button>}
    >
      {t('list.nothing.why')}
    </EmptyState>
  ) : (
    <FirstSteps samples={config.features.sample_data} />
  );
  return (
    <Page
      title={words('expenses.title')}
      actions={
        <Link to="/expenses/new" search={true} className={buttonClass('primary', 'max-sm:hidden')}>
          <Plus size={18} aria-hidden="true" />
          {words('expenses.add')}
        </Link>
      }
    >
      <FilterBar filters={filters} onChange={change} />
      <ExpenseList filters={filters} empty={empty} />
      <Outlet />
    </Page>
  );
}
