import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartTable } from '@/components/charts/chart-table';
import { RankedBars } from '@/components/charts/ranked-bars';
import { QueryCard } from '@/components/ui/query-card';
import { ratio } from '@/lib/money';
import type { OpenPeriod } from '@/lib/period';
import { merchantsQuery, type Merchants } from '../api';
import { t } from '../messages';
import { useWords } from '../use-words';
import { EntriesLink } from './entries-link';
import { Figures } from './figures';

/** Who was paid how much. */
export function MerchantReport({ period }: { period: OpenPeriod }) {
  const { currency } = useWords();
  const report = useQuery({
    ...merchantsQuery(period, currency),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryCard
      title={t('reports.merchants')}
      query={report}
      loading={t('reports.loading')}
      failed={t('reports.failed')}
      room="min-h-72"
    >
      {(data) => <Content report={data} />}
    </QueryCard>
  );
}

function Content({ report }: { report: Merchants }) {
  const { money, count, share, plain } = useWords();
  const { currency, merchants, period } = report;
  const named = merchants.filter((one) => one.merchant !== null);
  const [top] = named;
  if (report.count === 0) {
    return <p className="py-8 text-center text-text-2">{t('reports.none')}</p>;
  }
  if (!top) return <p className="py-8 text-center text-text-2">{t('reports.merchants.none')}</p>;
  const longest = merchants[0]?.total ?? 0n;
  const others = report.others;
  const lines = [
    ...merchants.map((one) => ({ ...one, name: one.merchant ?? t('reports.merchants.without') })),
    ...(others
      ? [
          {
            ...others,
            merchant: null,
            name: t('reports.merchants.others', { count: others.merchants }),
          },
        ]
      : []),
  ];
  return (
    <div className="grid gap-6">
      <Figures
        figures={[
          [
            t('reports.total'),
            <EntriesLink key="total" {...period}>
              {money(report.total, currency)}
            </EntriesLink>,
          ],
          [t('reports.expenses'), count(report.count)],
        ]}
      />
      <figure>
        <RankedBars
          label={t('reports.merchants.label')}
          bars={lines.map((one) => ({
            key: one.name,
            name: one.merchant ? (
              <EntriesLink {...period} merchant={one.merchant}>
                <bdi>{one.merchant}</bdi>
              </EntriesLink>
            ) : (
              <span className="text-text-2">{one.name}</span>
            ),
            value: money(one.total, currency),
            detail: share(one.percentage),
            share: Math.min(ratio(one.total, longest), 1),
          }))}
        />
        <figcaption className="mt-4 text-sm text-text-2">
          {t('reports.merchants.most', {
            merchant: top.merchant ?? '',
            percent: share(top.percentage),
          })}
        </figcaption>
      </figure>
      <ChartTable
        caption={t('reports.merchants')}
        file="merchants"
        head={[
          t('reports.merchant'),
          t('reports.expenses'),
          t('reports.share'),
          t('reports.amount'),
        ]}
        rows={lines.map((one) => ({
          key: one.name,
          cells: [
            <bdi key="name">{one.name}</bdi>,
            count(one.count),
            share(one.percentage),
            money(one.total, currency),
          ],
          plain: [
            one.name,
            { number: String(one.count) },
            { number: one.percentage.toFixed(2) },
            plain(one.total, currency),
          ],
        }))}
      />
    </div>
  );
}
