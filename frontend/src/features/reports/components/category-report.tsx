import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartTable } from '@/components/charts/chart-table';
import { RankedBars } from '@/components/charts/ranked-bars';
import { Button } from '@/components/ui/button';
import { QueryCard } from '@/components/ui/query-card';
import type { OpenPeriod } from '@/lib/period';
import { sharesQuery, summaryQuery, type Shares } from '../api';
import { t } from '../messages';
import { useCategoryBars } from '../use-category-bars';
import { useWords } from '../use-words';
import { EntriesLink } from './entries-link';
import { Figures } from './figures';

type Props = {
  period: OpenPeriod;
  open: string | undefined;
  onOpen: (category: string | undefined) => void;
};

/** Categories of the upper level; one of them opens to what is below it. */
export function CategoryReport({ period, open, onOpen }: Props) {
  const { currency } = useWords();
  const shares = useQuery({
    ...sharesQuery(period, currency, open),
    placeholderData: keepPreviousData,
  });
  const inside = shares.data ? shares.data.open : open;
  return (
    <QueryCard
      title={inside ? t('reports.inside', { category: inside }) : t('reports.categories')}
      actions={
        inside ? (
          <Button look="quiet" onClick={() => onOpen(undefined)}>
            {t('reports.all-categories')}
          </Button>
        ) : null
      }
      query={shares}
      loading={t('reports.categories.loading')}
      failed={t('reports.categories.failed')}
      room="min-h-72"
    >
      {(data) => <Content {...data} onOpen={onOpen} />}
    </QueryCard>
  );
}

function Content({ shares, period, currency, open, onOpen }: Shares & { onOpen: Props['onOpen'] }) {
  const { money, count, share, plain } = useWords();
  const others = useQuery(summaryQuery(period, currency)).data?.others ?? [];
  const bars = useCategoryBars(shares, currency, period, open ? undefined : onOpen);
  const total = shares.reduce((sum, one) => sum + one.total, 0n);
  const entries = shares.reduce((sum, one) => sum + one.count, 0);
  const [top] = shares;
  if (!top) return <p className="py-8 text-center text-text-2">{t('reports.none')}</p>;
  return (
    <div className="grid gap-6">
      <Figures
        figures={[
          [
            t('reports.total'),
            <EntriesLink key="total" {...period} {...(open ? { category: open } : {})}>
              {money(total, currency)}
            </EntriesLink>,
          ],
          [t('reports.expenses'), count(entries)],
          ...(open
            ? []
            : others.map((one): [string, string] => [
                t('reports.also', { currency: one.currency, count: one.count }),
                money(one.total, one.currency),
              ])),
        ]}
      />
      <figure>
        <RankedBars bars={bars} label={t('reports.categories.label')} />
        <figcaption className="mt-4 text-sm text-text-2">
          {t('reports.categories.most', {
            category: top.category,
            percent: share(top.percentage),
          })}
        </figcaption>
      </figure>
      <ChartTable
        caption={t('reports.categories.caption')}
        file="categories"
        head={[
          t('reports.category'),
          t('reports.expenses'),
          t('reports.share'),
          t('reports.amount'),
        ]}
        rows={shares.map((one) => ({
          key: one.category,
          cells: [
            <bdi key="name">{one.category}</bdi>,
            count(one.count),
            share(one.percentage),
            money(one.total, currency),
          ],
          plain: [
            one.category,
            { number: String(one.count) },
            { number: one.percentage.toFixed(2) },
            plain(one.total, currency),
          ],
        }))}
      />
    </div>
  );
}
