import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartTable } from '@/components/charts/chart-table';
import { ColumnChart } from '@/components/charts/column-chart';
import { scaleOf } from '@/components/charts/scale';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import { QueryCard } from '@/components/ui/query-card';
import { asIsoDate, formatMonth, formatMonthShort } from '@/lib/calendar-date';
import { formatMoneyShort } from '@/lib/money';
import { monthsQuery } from '../api';
import { monthChoices } from '../search';
import type { Month } from '../schema';
import { t } from '../messages';
import { useWords } from '../use-words';
import { EntriesLink } from './entries-link';

type Props = { months: number; onMonths: (months: string) => void };

/** What each month cost, up to this one, beside the one as many months before. */
export function MonthReport({ months, onMonths }: Props) {
  const { currency, monthStart } = useWords();
  const report = useQuery({
    ...monthsQuery(months, currency, monthStart),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryCard
      title={t('reports.months')}
      actions={
        <Select
          aria-label={t('reports.months.show')}
          className="w-auto print:hidden"
          value={String(months)}
          onChange={(event) => onMonths(event.target.value)}
        >
          {monthChoices.map((choice) => (
            <option key={choice} value={choice}>
              {Number(choice) < 24
                ? t('reports.months.count', { count: Number(choice) })
                : t('reports.months.years', { count: Number(choice) / 12 })}
            </option>
          ))}
        </Select>
      }
      query={report}
      loading={t('reports.months.loading')}
      failed={t('reports.months.failed')}
      room="min-h-84"
    >
      {(data) => <Content months={data} onMonths={onMonths} />}
    </QueryCard>
  );
}

function Content({ months, onMonths }: { months: readonly Month[]; onMonths: Props['onMonths'] }) {
  const { money, locale, currency, count, period, plain } = useWords();
  const most = months.reduce<Month | null>(
    (top, one) => (one.total > (top?.total ?? 0n) ? one : top),
    null,
  );
  if (!most) {
    return (
      <div className="grid justify-items-center gap-3 py-8 text-center">
        <p className="text-text-2">{t('reports.months.none', { count: months.length })}</p>
        {months.length < 120 ? (
          <Button onClick={() => onMonths('120')}>{t('reports.months.more', { count: 10 })}</Button>
        ) : null}
      </div>
    );
  }
  const compared = months.some(({ before }) => before.total > 0n);
  const scale = scaleOf(months.flatMap(({ total, before }) => [total, before.total]));
  const before = (one: Month) => formatMonth(asIsoDate(`${one.before.key}-01`) ?? one.from, locale);
  return (
    <div className="grid gap-2">
      <ColumnChart
        caption={t('reports.months.most', { month: period(most), amount: money(most.total) })}
        top={[
          t('reports.months.top', { amount: formatMoneyShort(scale.top, currency, locale) }),
          ...(scale.cut ? [t('reports.months.cut')] : []),
          ...(compared ? [t('reports.months.grey')] : []),
        ].join(' · ')}
        columns={months.map((one) => ({
          key: one.from,
          name: period(one),
          short: formatMonthShort(one.from, locale),
          value: money(one.total),
          share: scale.share(one.total),
          over: scale.isOver(one.total),
          ...(compared
            ? {
                before: {
                  name: before(one),
                  value: money(one.before.total),
                  share: scale.share(one.before.total),
                },
              }
            : {}),
        }))}
      />
      <ChartTable
        caption={t('reports.months.caption')}
        file="months"
        head={[
          t('reports.month'),
          t('reports.expenses'),
          t('reports.amount'),
          t('reports.months.before', { count: months.length }),
        ]}
        rows={months.toReversed().map((one) => ({
          key: one.from,
          cells: [
            <EntriesLink key="month" from={one.from} to={one.to}>
              {period(one)}
            </EntriesLink>,
            count(one.count),
            money(one.total),
            money(one.before.total),
          ],
          plain: [
            one.from,
            { number: String(one.count) },
            plain(one.total),
            plain(one.before.total),
          ],
        }))}
      />
    </div>
  );
}
