import { useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Page } from '@/components/ui/page';
import { LatestCard } from '@/features/dashboard/components/latest-card';
import { MonthCard, TopCategories } from '@/features/dashboard/components/month-card';
import { configQuery } from '@/features/session/queries';
import { t } from '@/features/dashboard/messages';

const BudgetsCard = lazy(async () => {
  const { BudgetsCard: component } = await import('@/features/budgets/components/budgets-card');
  return { default: component };
});
const BudgetWarnings = lazy(async () => {
  const { BudgetWarnings: component } =
    await import('@/features/budgets/components/budget-warnings');
  return { default: component };
});

export function DashboardPage() {
  const { data: config } = useSuspenseQuery(configQuery);
  return (
    <Page title={t('home.title')}>
      <Suspense>
        <BudgetWarnings />
      </Suspense>
      <div className="grid gap-5 lg:grid-cols-5">
        <div className="grid content-start gap-5 lg:col-span-2">
          <MonthCard />
          <TopCategories />
          <Suspense fallback={<div className="skeleton h-64 w-full" />}>
            <BudgetsCard />
          </Suspense>
        </div>
        <div className="min-w-0 lg:col-span-3">
          <LatestCard samples={config.features.sample_data} />
        </div>
      </div>
    </Page>
  );
}
