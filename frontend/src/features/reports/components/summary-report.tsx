import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ChartTable } from '@/components/charts/chart-table';
import { QueryCard } from '@/components/ui/query-card';
import { rich } from '@/lib/i18n/rich';
import { periodBefore, type Period } from '@/lib/period';
import { changesQuery } from '../api';
import type { Change, Changes } from '../schema';
import { t } from '../messages';
import { useWords } from '../use-words';
import { EntriesLink } from './entries-link';
import { Figures } from './figures';

/** What changed, in plain words; every figure of it comes from one answer of the server. */
export function SummaryReport({ period }: { period: Period }) {
  const { currency, monthStart } = useWords();
  const report = useQuery({
    ...changesQuery(period, periodBefore(period, monthStart), currency),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryCard
      title={t('reports.summary')}
      query={report}
      loading={t('reports.loading')}
      failed={t('reports.failed')}
      room="min-h-72"
    >
      {(changes) => <Content changes={changes} />}
    </QueryCard>
  );
}

type Named = Change & { name: string };
const largest = (list: readonly Named[], wanted: (one: Named) => boolean) => list.find(wanted);

function Content({ changes }: { changes: Changes }) {
  const { money, period, day, percent, count, plain } = useWords();
  const { now, before, whole } = changes;
  const currency = changes.currency;
  if (whole.count === 0 && whole.beforeCount === 0) {
    return <p className="py-8 text-center text-text-2">{t('reports.none')}</p>;
  }
  const sum = (value: bigint) => <bdi className="money font-medium">{money(value, currency)}</bdi>;
  const entries = (one: Named, kind: 'category' | 'merchant') => (
    <EntriesLink {...now} {...{ [kind]: one.name }}>
      <bdi className="font-medium underline">{one.name}</bdi>
    </EntriesLink>
  );
  const moved = (one: Named, kind: 'category' | 'merchant'): ReactNode[] =>
    t.parts<'reports.rose' | 'reports.fell', ReactNode>(
      one.change > 0n ? 'reports.rose' : 'reports.fell',
      {
        name: entries(one, kind),
        change: sum(one.change < 0n ? -one.change : one.change),
        now: sum(one.total),
        before: sum(one.before),
      },
    );
  const rose = largest(changes.categories, (one) => one.change > 0n);
  const fell = largest(changes.categories, (one) => one.change < 0n);
  const shop = largest(changes.merchants, (one) => one.change !== 0n && one.beforeCount > 0);
  const fresh = largest(changes.merchants, (one) => one.beforeCount === 0);

  const sentences: [string, readonly ReactNode[]][] = [];
  const difference = whole.change < 0n ? -whole.change : whole.change;
  const than = {
    days: period(now),
    amount: sum(whole.total),
    before: period(before),
    difference: sum(difference),
    percent: whole.percent === null ? '' : percent(Math.abs(whole.percent)),
  };
  if (whole.beforeCount === 0) sentences.push(['whole', t.parts('reports.nothing-before', than)]);
  else if (whole.change > 0n) sentences.push(['whole', t.parts('reports.more', than)]);
  else if (whole.change < 0n) sentences.push(['whole', t.parts('reports.less', than)]);
  else sentences.push(['whole', t.parts('reports.same', than)]);
  if (whole.beforeCount > 0) {
    sentences.push([
      'daily',
      t.parts('reports.daily', { now: sum(changes.daily), before: sum(changes.dailyBefore) }),
    ]);
    if (rose) sentences.push(['rose', moved(rose, 'category')]);
    if (fell) sentences.push(['fell', moved(fell, 'category')]);
    if (shop) sentences.push(['shop', moved(shop, 'merchant')]);
    if (fresh) {
      sentences.push([
        'fresh',
        t.parts('reports.new-merchant', {
          name: entries(fresh, 'merchant'),
          now: sum(fresh.total),
        }),
      ]);
    }
  }
  if (changes.largest) {
    const { id, title, amount, date } = changes.largest;
    const link = (
      <Link to="/expenses/$id" params={{ id: String(id) }} className="font-medium underline">
        <bdi>{title}</bdi>
      </Link>
    );
    sentences.push([
      'largest',
      t.parts('reports.largest', { name: link, amount: sum(amount), day: day(date) }),
    ]);
  }
  return (
    <div className="grid gap-5">
      <Figures
        figures={[
          [
            t('reports.total'),
            <EntriesLink key="now" {...now}>
              {money(whole.total, currency)}
            </EntriesLink>,
          ],
          [
            t('reports.before'),
            <EntriesLink key="before" {...before}>
              {money(whole.before, currency)}
            </EntriesLink>,
          ],
          [t('reports.a-day'), money(changes.daily, currency)],
        ]}
      />
      {changes.partial ? <p className="text-sm text-text-3">{t('reports.partial')}</p> : null}
      <ul className="grid max-w-prose list-disc gap-2 ps-5">
        {sentences.map(([key, parts]) => (
          <li key={key}>{rich(parts)}</li>
        ))}
      </ul>
      <ChartTable
        caption={t('reports.summary')}
        file="changes"
        head={[
          t('reports.category'),
          period(now),
          period(before),
          t('reports.change'),
          t('reports.expenses'),
        ]}
        rows={changes.categories.map((one) => ({
          key: one.name,
          cells: [
            <bdi key="name">{one.name}</bdi>,
            money(one.total, currency),
            money(one.before, currency),
            money(one.change, currency),
            count(one.count),
          ],
          plain: [
            one.name,
            plain(one.total, currency),
            plain(one.before, currency),
            plain(one.change, currency),
            { number: String(one.count) },
          ],
        }))}
      />
    </div>
  );
}
