import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartTable } from '@/components/charts/chart-table';
import { HeatMap } from '@/components/charts/heat-map';
import { stepsOf } from '@/components/charts/scale';
import { QueryCard } from '@/components/ui/query-card';
import {
  addDays,
  firstWeekday,
  formatMonthMark,
  formatWeekdayMark,
  weekdayOf,
} from '@/lib/calendar-date';
import { daysOf, type Period } from '@/lib/period';
import { usePreferences } from '@/lib/preferences';
import { daysQuery } from '../api';
import type { Days } from '../schema';
import { t } from '../messages';
import { useWords } from '../use-words';
import { EntriesLink } from './entries-link';

/** What each day cost, as a calendar. */
export function CalendarReport({ period }: { period: Period }) {
  const { currency } = useWords();
  const report = useQuery({ ...daysQuery(period, currency), placeholderData: keepPreviousData });
  return (
    <QueryCard
      title={t('reports.calendar')}
      query={report}
      loading={t('reports.loading')}
      failed={t('reports.failed')}
      room="min-h-60"
    >
      {(data) => <Content report={data} />}
    </QueryCard>
  );
}

function Content({ report }: { report: Days }) {
  const { firstDay } = usePreferences();
  const { money, locale, day, count, plain } = useWords();
  const { currency } = report;
  const [first] = report.days;
  if (!first) return <p className="py-8 text-center text-text-2">{t('reports.none')}</p>;
  const most = report.days.reduce((top, one) => (one.total > top.total ? one : top), first);
  const step = stepsOf(report.days.map((one) => one.total));
  const known = new Map(report.days.map((one) => [one.date, one]));
  const begin = firstDay ?? firstWeekday(locale);
  const lead = (weekdayOf(report.from) - begin + 7) % 7;
  const days = Array.from({ length: daysOf(report) }, (_, at) => addDays(report.from, at));
  const spent = report.days.length;
  return (
    <div className="grid gap-2">
      <HeatMap
        days={days.map((date) => ({ key: date, step: step(known.get(date)?.total ?? 0n) }))}
        lead={lead}
        weekdays={Array.from({ length: 7 }, (_, at) =>
          formatWeekdayMark(addDays(report.from, at - lead), locale).concat(
            // Two days can share a letter; the key tells them apart, nobody sees it.
            '\u200b'.repeat(at),
          ),
        )}
        marks={days.flatMap((date, at) =>
          date.endsWith('-01')
            ? [{ week: Math.floor((at + lead) / 7), text: formatMonthMark(date, locale) }]
            : [],
        )}
        caption={t('reports.calendar.most', {
          day: day(most.date),
          amount: money(most.total, currency),
        })}
        note={t('reports.calendar.note', { count: spent })}
        read={(at) => {
          const date = days[at] ?? report.from;
          const one = known.get(date);
          return one
            ? t('reports.calendar.read', {
                day: day(date),
                amount: money(one.total, currency),
                count: one.count,
              })
            : t('reports.calendar.nothing', { day: day(date) });
        }}
      />
      <ChartTable
        caption={t('reports.calendar')}
        file="days"
        head={[t('reports.day'), t('reports.expenses'), t('reports.amount')]}
        rows={report.days.toReversed().map((one) => ({
          key: one.date,
          cells: [
            <EntriesLink key="day" from={one.date} to={one.date}>
              {day(one.date)}
            </EntriesLink>,
            count(one.count),
            money(one.total, currency),
          ],
          plain: [one.date, { number: String(one.count) }, plain(one.total, currency)],
        }))}
      />
    </div>
  );
}
