import { getRouteApi, Link, Outlet, useLocation } from '@tanstack/react-router';
import { Printer } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { PeriodPicker } from '@/features/reports/components/period-picker';
import { readReportSearch } from '@/features/reports/search';
import { t } from '@/features/reports/messages';

const route = getRouteApi('/reports');

const tabs = [
  { to: '/reports/summary', name: () => t('reports.summary'), period: 'closed' },
  { to: '/reports/categories', name: () => t('reports.categories'), period: 'open' },
  { to: '/reports/months', name: () => t('reports.months'), period: 'none' },
  { to: '/reports/merchants', name: () => t('reports.merchants'), period: 'open' },
  { to: '/reports/calendar', name: () => t('reports.calendar'), period: 'closed' },
] as const;

/** What stands around every report: its kinds, the period, the way to paper. */
export function ReportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const here = useLocation({ select: ({ pathname }) => pathname });
  const tab = tabs.find(({ to }) => here.startsWith(to)) ?? tabs[1];
  const { months } = search;
  // What is open belongs to one report; the period goes along.
  const along = readReportSearch({ ...search, open: undefined });
  return (
    <Page
      title={t('reports.page', { tab: tab.name() })}
      actions={
        <Button className="print:hidden" onClick={() => window.print()}>
          <Printer size={18} aria-hidden="true" />
          {t('reports.print')}
        </Button>
      }
    >
      <nav
        aria-label={t('reports.tabs')}
        className="-mx-4 mb-5 overflow-x-auto px-4 sm:mx-0 sm:px-0 print:hidden"
      >
        <ul className="flex w-max gap-1 border-b border-line">
          {tabs.map(({ to, name }) => (
            <li key={to}>
              <Link
                to={to}
                search={along}
                activeOptions={{ includeSearch: false }}
                className="inline-flex min-h-11 items-center border-b-2 border-transparent px-3 font-medium text-text-2 hover:text-text [&[aria-current=page]]:border-accent [&[aria-current=page]]:text-accent"
              >
                {name()}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {tab.period === 'none' ? null : (
        <div className="mb-5">
          <PeriodPicker
            search={search}
            open={tab.period === 'open'}
            onChange={(next) =>
              void navigate({
                to: tab.to,
                search: readReportSearch({ ...next, months }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        </div>
      )}
      <Outlet />
    </Page>
  );
}
