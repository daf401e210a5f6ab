import { useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { Page } from '@/components/ui/page';
import { LatestCard } from '@/features/dashboard/components/latest-card';
import { configQuery } from '@/features/session/queries';
import { t } from '@/features/dashboard/messages';

const figures = () => import('@/routes/dashboard-figures');
const Spent = lazy(async () => ({ default: (await figures()).Spent }));
const Top = lazy(async () => ({ default: (await figures()).Top }));
const Pace = lazy(async () => ({ default: (await figures()).Pace }));
const BudgetsCard = lazy(async () => {
  const { BudgetsCard: component } = await import('@/features/budgets/components/budgets-card');
  return { default: component };
});
const BudgetWarnings = lazy(async () => {
  const { BudgetWarnings: component } =
    await import('@/features/budgets/components/budget-warnings');
  return { default: component };
});

/** The room of a card whose code is still on its way. */
function Room({ height, children }: { height: string; children: ReactNode }) {
  return (
    <Suspense fallback={<div className={`card skeleton w-full ${height}`} />}>{children}</Suspense>
  );
}

export function DashboardPage() {
  const { data: config } = useSuspenseQuery(configQuery);
  return (
    <Page title={t('home.title')}>
      <Suspense>
        <BudgetWarnings />
      </Suspense>
      <div className="grid gap-5 lg:grid-cols-5">
        <div className="grid content-start gap-5 lg:col-span-2">
          <Room height="h-73.5">
            <Spent />
          </Room>
          <Room height="h-91.5">
            <Top />
          </Room>
          <Suspense fallback={<div className="skeleton h-64 w-full" />}>
            <BudgetsCard />
          </Suspense>
        </div>
        <div className="grid min-w-0 content-start gap-5 lg:col-span-3">
          <Room height="h-117.5 max-sm:h-127.5">
            <Pace />
          </Room>
          <LatestCard samples={config.features.sample_data} />
        </div>
      </div>
    </Page>
  );
}
