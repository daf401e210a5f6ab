import { useQuery } from '@tanstack/react-query';
import { keepPreviousData } from '@tanstack/react-query';
import { RankedBars } from '@/components/charts/ranked-bars';
import { Card } from '@/components/ui/page';
import { ErrorState } from '@/components/ui/states';
import { usePreferences } from '@/lib/preferences';
import { summaryQuery } from '../api';
import type { Period } from '../model';
import type { Summary } from '../schema';
import { useCategoryBars } from '../use-category-bars';
import { DataTable } from './data-table';
import { t } from '../messages';

/** Total, count, average and categories of a period, all from one answer of the server. */
export function CategoryReport({ period }: { period: Period }) {
  const { currency } = usePreferences();
  const report = useQuery({ ...summaryQuery(period, currency), placeholderData: keepPreviousData });
  return (
    <Card title={t('reports.categories')}>
      <div
        className={`p-4 sm:p-5 ${report.isPlaceholderData ? 'opacity-55' : ''}`}
        aria-busy={report.isPlaceholderData}
      >
        {report.isPending ? (
          <div role="status" aria-label={t('reports.categories.loading')} className="grid gap-5">
            <div className="skeleton h-14 w-2/3" />
            {[1, 2, 3, 4, 5].map((one) => (
              <div key={one} className="skeleton h-9 w-full" />
            ))}
          </div>
        ) : null}
        {report.isError ? (
          <ErrorState
            error={report.error}
            what={t('reports.categories.failed')}
            onRetry={() => void report.refetch()}
          />
        ) : null}
        {report.data && !report.isError ? <Content summary={report.data} period={period} /> : null}
      </div>
    </Card>
  );
}

function Content({ summary, period }: { summary: Summary; period: Period }) {
  const { money, locale } = usePreferences();
  const bars = useCategoryBars(summary.categories, summary.currency, period);
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2 });
  const figures: [string, string][] = [
    [t('reports.total'), money(summary.total, summary.currency)],
    [t('reports.expenses'), number.format(summary.count)],
    [t('reports.average'), money(summary.average, summary.currency)],
    ...summary.others.map(({ currency, total, count }): [string, string] => [
      t('reports.also', { currency, count }),
      money(total, currency),
    ]),
  ];
  return (
    <div className="grid gap-6">
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-sm text-text-3">{name}</dt>
            <dd className="money text-2xl font-semibold tracking-tight">{value}</dd>
          </div>
        ))}
      </dl>
      {summary.count === 0 ? (
        <p className="py-6 text-center text-text-2">{t('reports.none')}</p>
      ) : (
        <>
          <RankedBars bars={bars} label={t('reports.categories.label')} />
          <DataTable
            summary={t('reports.table')}
            caption={t('reports.categories.caption')}
            head={[
              t('reports.category'),
              t('reports.expenses'),
              t('reports.share'),
              t('reports.amount'),
            ]}
            rows={summary.categories.map((one) => [
              one.category,
              number.format(one.count),
              percent.format(one.percentage / 100),
              money(one.total, summary.currency),
            ])}
          />
        </>
      )}
    </div>
  );
}
