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

const names: Record<string, string> = { '24': '2 years', '60': '5 years', '120': '10 years' };
type Props = { months: number; onMonths: (months: string) => void };

/** What each month cost, up to this one. */
export function MonthReport({ months, onMonths }: Props) {
  const { currency } = usePreferences();
  const report = useQuery({ ...monthsQuery(months, currency), placeholderData: keepPreviousData });
  return (
    <Card
      title="By month"
      actions={
        <Select
          aria-label="Months to show"
          className="w-auto"
          value={String(months)}
          onChange={(event) => onMonths(event.target.value)}
        >
          {monthChoices.map((choice) => (
            <option key={choice} value={choice}>
              {names[choice] ?? `${choice} months`}
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
          <div role="status" aria-label="Loading months" className="skeleton h-64 w-full" />
        ) : null}
        {report.isError ? (
          <ErrorState
            error={report.error}
            what="The months could not be loaded."
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
        <p className="text-text-2">No expenses in these {months.length} months.</p>
        {months.length < 120 ? (
          <Button onClick={() => onMonths('120')}>Look at 10 years</Button>
        ) : null}
      </div>
    );
  }
  const number = new Intl.NumberFormat(locale);
  return (
    <div className="grid gap-2">
      <ColumnChart
        caption={`The most was spent in ${formatMonth(most.start, locale)}: ${money(most.total)}.`}
        top={`Dashed line: ${formatMoneyShort(most.total, currency, locale)}`}
        columns={months.map((one) => ({
          key: one.start,
          name: formatMonth(one.start, locale),
          short: formatMonthShort(one.start, locale),
          value: money(one.total),
          share: ratio(one.total, most.total),
        }))}
      />
      <DataTable
        summary="Show as a table"
        caption="Spending by month"
        head={['Month', 'Expenses', 'Amount']}
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
