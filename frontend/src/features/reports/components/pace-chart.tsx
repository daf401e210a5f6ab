import { ChartTable } from '@/components/charts/chart-table';
import { LineChart } from '@/components/charts/line-chart';
import { addDays } from '@/lib/calendar-date';
import { formatMoneyShort, ratio } from '@/lib/money';
import type { Pace } from '../schema';
import { t } from '../messages';
import { useWords } from '../use-words';

/** What was spent up to each day, beside the period before. */
export function PaceChart({ pace }: { pace: Pace }) {
  const { money, locale, day, period, plain } = useWords();
  const { current, previous, currency } = pace;
  const top = [current.at(-1) ?? 0n, previous.at(-1) ?? 0n].reduce((a, b) => (a > b ? a : b));
  if (top === 0n) {
    return <p className="grid min-h-60 place-items-center text-text-2">{t('reports.none')}</p>;
  }
  const spent = current.at(-1) ?? 0n;
  const then = previous[Math.min(current.length, previous.length) - 1] ?? 0n;
  const words = {
    day: day(pace.until),
    amount: money(spent, currency),
    difference: money(spent > then ? spent - then : then - spent, currency),
  };
  const count = Math.max(current.length, previous.length);
  const names = { now: period({ from: pace.from, to: pace.to }), before: period(pace.before) };
  const read = (at: number) => {
    const [now, before] = [current[at], previous[at]];
    return [
      now === undefined
        ? null
        : t('reports.pace.at', { name: day(addDays(pace.from, at)), amount: money(now, currency) }),
      before === undefined
        ? null
        : t('reports.pace.at', {
            name: day(addDays(pace.before.from, at)),
            amount: money(before, currency),
          }),
    ]
      .filter(Boolean)
      .join(' · ');
  };
  return (
    <div className="grid gap-2">
      <LineChart
        lines={[
          { key: 'before', shares: previous.map((sum) => ratio(sum, top)) },
          { key: 'now', shares: current.map((sum) => ratio(sum, top)) },
        ]}
        caption={t(
          spent > then
            ? 'reports.pace.more'
            : spent < then
              ? 'reports.pace.less'
              : 'reports.pace.same',
          words,
        )}
        note={t('reports.pace.note', {
          before: names.before,
          amount: formatMoneyShort(top, currency, locale),
        })}
        read={read}
        ticks={[day(pace.from), day(pace.to)]}
      />
      <ChartTable
        caption={t('reports.pace')}
        file="pace"
        head={[t('reports.day'), names.now, names.before]}
        rows={Array.from({ length: count }, (_, at) => ({
          key: String(at),
          cells: [
            day(addDays(pace.from, at)),
            current[at] === undefined ? '' : money(current[at], currency),
            previous[at] === undefined ? '' : money(previous[at], currency),
          ],
          plain: [
            addDays(pace.from, at),
            current[at] === undefined ? '' : plain(current[at], currency),
            previous[at] === undefined ? '' : plain(previous[at], currency),
          ],
        }))}
      />
    </div>
  );
}
