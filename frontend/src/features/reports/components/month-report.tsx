import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ColumnChart } from '@/components/charts/column-chart';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import { Card } from '@/components/ui/page';
import { ErrorState } from '@/components/ui/states';
import { formatMonth, formatMonthShort } from '@/lib/calendar-date';
import { formatMoneyShort, ratio } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import { monthsQuery } from '../api';
import { monthChoices } from '../model';
import type { Month } from '../schema';
import { DataTable } from './data-table';
import { t } from '../messages';

type Props = { months: number; onMonths: (months: string) => void };

/** What each month cost, up to this one. */
export function MonthReport({ months, onMonths }: Props) {
  const { currency } = usePreferences();
  const report = useQuery({ ...monthsQuery(months, currency), placeholderData: keepPreviousData });
  return (
    <Card
      title={t('reports.months')}
      actions={
        <Select
          aria-label={t('reports.months.show')}
          className="w-auto"
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
    >
      <div
        className={`p-4 sm:p-5 ${report.isPlaceholderData ? 'opacity-55' : ''}`}
        aria-busy={report.isPlaceholderData}
      >
        {report.isPending ? (
          <div
            role="status"
            aria-label={t('reports.months.loading')}
            className="skeleton h-64 w-full"
          />
        ) : null}
        {report.isError ? (
          <ErrorState
            error={report.error}
            what={t('reports.months.failed')}
            onRetry={() => void report.refetch()}
          />
        ) : null}
        {report.data && !report.isError ? (
          <Content months={report.data} onMonths={onMonths} />
        ) : null}
      </div>
    </Card>
  );
}

function Content({
  months,
  onMonths,
}: {
  months: readonly Month[];
  onMonths: (months: string) => void;
}) {
  const { money, locale, currency } = usePreferences();
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
  const number = new Intl.NumberFormat(locale);
  return (
    <div className="grid gap-2">
      <ColumnChart
        caption={t('reports.months.most', {
          month: formatMonth(most.start, locale),
          amount: money(most.total),
        })}
        top={t('reports.months.top', { amount: formatMoneyShort(most.total, currency, locale) })}
        columns={months.map((one) => ({
          key: one.start,
          name: formatMonth(one.start, locale),
          short: formatMonthShort(one.start, locale),
          value: money(one.total),
          share: ratio(one.total, most.total),
        }))}
      />
      <DataTable
        summary={t('reports.table')}
        caption={t('reports.months.caption')}
        head={[t('reports.month'), t('reports.expenses'), t('reports.amount')]}
        rows={months
          .toReversed()
          .map((one) => [
            formatMonth(one.start, locale),
            number.format(one.count),
            money(one.total),
          ])}
      />
    </div>
  );
}
