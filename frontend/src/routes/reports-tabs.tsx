// The reports themselves, each under an address of its own; reports.tsx stands around them.
import { getRouteApi } from '@tanstack/react-router';
import { CalendarReport } from '@/features/reports/components/calendar-report';
import { CategoryReport } from '@/features/reports/components/category-report';
import { MerchantReport } from '@/features/reports/components/merchant-report';
import { MonthReport } from '@/features/reports/components/month-report';
import { PaceCard } from '@/features/reports/components/pace-card';
import { SummaryReport } from '@/features/reports/components/summary-report';
import { closedPeriodOf, periodOf } from '@/features/reports/model';
import { readReportSearch } from '@/features/reports/search';
import { t } from '@/features/reports/messages';
import { usePreferences } from '@/lib/preferences';

const route = getRouteApi('/reports');
const longestPace = 400;
const longestCalendar = 1100;

function useReport() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { today, monthStart } = usePreferences();
  return {
    search,
    calendar: { today, monthStart },
    change: (next: Record<string, string | undefined>) =>
      void navigate({
        to: '.',
        search: readReportSearch({ ...search, ...next }),
        resetScroll: false,
      }),
  };
}

function TooLong({ days }: { days: number }) {
  return (
    <p role="alert" className="card p-5 text-text-2">
      {t('reports.too-long', { count: days })}
    </p>
  );
}

export function SummaryTab() {
  const { search, calendar } = useReport();
  const period = closedPeriodOf(search, calendar, longestPace);
  if (!period) return <TooLong days={longestPace} />;
  return (
    <div className="grid gap-5">
      <SummaryReport period={period} />
      <PaceCard period={period} />
    </div>
  );
}

export function CategoriesTab() {
  const { search, calendar, change } = useReport();
  return (
    <CategoryReport
      period={periodOf(search, calendar)}
      open={search.open}
      onOpen={(open) => change({ open })}
    />
  );
}

export function MonthsTab() {
  const { search, change } = useReport();
  return (
    <MonthReport months={Number(search.months ?? '12')} onMonths={(months) => change({ months })} />
  );
}

export function MerchantsTab() {
  const { search, calendar } = useReport();
  return <MerchantReport period={periodOf(search, calendar)} />;
}

export function CalendarTab() {
  const { search, calendar } = useReport();
  const period = closedPeriodOf(search, calendar, longestCalendar);
  return period ? <CalendarReport period={period} /> : <TooLong days={longestCalendar} />;
}
