import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RankedBars } from '@/components/charts/ranked-bars';
import { Card } from '@/components/ui/page';
import { ErrorState } from '@/components/ui/states';
import { endOfMonth, formatMonth, startOfMonth } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { useCategoryBars } from '@/features/reports/use-category-bars';
import { summaryQuery } from '@/features/reports/api';
import { t } from '../messages';

function useMonth() {
  const { today, currency } = usePreferences();
  return useQuery(summaryQuery({ from: startOfMonth(today), to: endOfMonth(today) }, currency));
}

/** What this month has cost so far, as the server counts it. */
export function MonthCard() {
  const { today, locale, money } = usePreferences();
  const month = useMonth();
  const { data } = month;
  return (
    <Card className="min-h-44 p-5 sm:p-6">
      <h2 className="text-sm font-medium text-text-2">
        {t('home.spent', { month: formatMonth(today, locale) })}
      </h2>
      {month.isPending ? (
        <div role="status" aria-label={t('home.loading')} className="mt-3 grid gap-4">
          <div className="skeleton h-11 w-56" />
          <div className="skeleton h-5 w-40" />
        </div>
      ) : null}
      {month.isError ? (
        <ErrorState
          error={month.error}
          what={t('home.failed')}
          onRetry={() => void month.refetch()}
        />
      ) : null}
      {data && !month.isError ? (
        <>
          <p className="mt-1 text-4xl font-semibold tracking-tight sm:text-5xl">
            <bdi className="money">{money(data.total, data.currency)}</bdi>
          </p>
          <dl className="mt-5 flex flex-wrap gap-x-10 gap-y-2">
            <div>
              <dt className="text-sm text-text-3">{t('home.expenses')}</dt>
              <dd className="money font-medium">
                {new Intl.NumberFormat(locale).format(data.count)}
              </dd>
            </div>
            <div>
              <dt className="text-sm text-text-3">{t('home.average')}</dt>
              <dd className="money font-medium">{money(data.average, data.currency)}</dd>
            </div>
            {data.others.map((other) => (
              <div key={other.currency}>
                <dt className="text-sm text-text-3">
                  {t('home.also', { currency: other.currency })}
                </dt>
                <dd className="money font-medium">{money(other.total, other.currency)}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
    </Card>
  );
}

/** Where this month's money went. */
export function TopCategories() {
  const month = useMonth();
  const { today } = usePreferences();
  const top = (month.data?.categories ?? []).slice(0, 5);
  const bars = useCategoryBars(top, month.data?.currency ?? '', {
    from: startOfMonth(today),
    to: endOfMonth(today),
  });
  return (
    <Card
      title={t('home.top')}
      actions={
        <Link
          to="/reports"
          search={{ period: 'this-month' }}
          className="font-medium text-accent hover:underline"
        >
          {t('home.report')}
        </Link>
      }
    >
      <div className="p-4 sm:p-5">
        {month.isPending ? (
          <div role="status" aria-label={t('home.top.loading')} className="grid gap-5">
            {[1, 2, 3].map((one) => (
              <div key={one} className="skeleton h-9 w-full" />
            ))}
          </div>
        ) : null}
        {month.isError ? (
          <ErrorState
            error={month.error}
            what={t('home.top.failed')}
            onRetry={() => void month.refetch()}
          />
        ) : null}
        {month.data && !month.isError && top.length === 0 ? (
          <p className="py-6 text-center text-text-2">{t('home.top.none')}</p>
        ) : null}
        {top.length > 0 && !month.isError ? (
          <RankedBars label={t('home.top.label')} bars={bars} />
        ) : null}
      </div>
    </Card>
  );
}
