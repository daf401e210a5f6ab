import { useSuspenseQuery } from '@tanstack/react-query';
import { Page } from '@/components/ui/page';
import { LatestCard } from '@/features/dashboard/components/latest-card';
import { MonthCard, TopCategories } from '@/features/dashboard/components/month-card';
import { configQuery } from '@/features/session/queries';
import { t } from '@/features/dashboard/messages';

export function DashboardPage() {
  const { data: config } = useSuspenseQuery(configQuery);
  return (
    <Page title={t('home.title')}>
      <div className="grid gap-5 lg:grid-cols-5">
        <div className="grid content-start gap-5 lg:col-span-2">
          <MonthCard />
          <TopCategories />
        </div>
        <div className="min-w-0 lg:col-span-3">
          <LatestCard samples={config.features.sample_data} />
        </div>
      </div>
    </Page>
  );
}
