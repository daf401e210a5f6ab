import { useQuery } from '@tanstack/react-query';
import { QueryCard } from '@/components/ui/query-card';
import { formatRange } from '@/lib/calendar-date';
import { periodBefore, type Period } from '@/lib/period';
import { changesQuery, summaryQuery } from '../api';
import { t } from '../home-messages';
import type { Changes } from '../schema';
import { useWords } from '../use-words';
import { EntriesLink } from './entries-link';

/** What this period has cost so far, beside the same days of the one before. */
export function SpentCard({ period }: { period: Period }) {
  const words = useWords();
  const changes = useQuery(
    changesQuery(period, periodBefore(period, words.monthStart), words.currency),
  );
  return (
    <QueryCard
      title={t('home.spent', { period: words.period(period) })}
      query={changes}
      loading={t('home.loading')}
      failed={t('home.failed')}
      room="min-h-60"
    >
      {(data) => <Content changes={data} />}
    </QueryCard>
  );
}

function Content({ changes }: { changes: Changes }) {
  const { money, percent, count, locale, currency } = useWords();
  const { now, before, whole } = changes;
  const others = useQuery(summaryQuery(now, currency)).data?.others ?? [];
  const size = whole.change < 0n ? -whole.change : whole.change;
  const words = {
    difference: money(size, changes.currency),
    percent: whole.percent === null ? '' : percent(Math.abs(whole.percent)),
  };
  return (
    <>
      <p className="text-4xl font-semibold tracking-tight max-sm:text-3xl">
        <EntriesLink {...now}>
          <bdi className="money">{money(whole.total, changes.currency)}</bdi>
        </EntriesLink>
      </p>
      <p className="mt-2 text-text-2">
        {whole.percent === null ? (
          t('home.nothing-before')
        ) : (
          <EntriesLink {...before}>
            {whole.change > 0n
              ? t('home.more', words)
              : whole.change < 0n
                ? t('home.less', words)
                : t('home.same')}
            <span className="block text-sm text-text-3">
              {formatRange(before.from, before.to, locale)}
            </span>
          </EntriesLink>
        )}
      </p>
      <dl className="mt-4 flex flex-wrap gap-x-10 gap-y-2">
        <div>
          <dt className="text-sm text-text-3">{t('home.a-day')}</dt>
          <dd className="money font-medium">{money(changes.daily, changes.currency)}</dd>
        </div>
        <div>
          <dt className="text-sm text-text-3">{t('home.expenses')}</dt>
          <dd className="money font-medium">
            <EntriesLink {...now}>{count(whole.count)}</EntriesLink>
          </dd>
        </div>
        {others.map((other) => (
          <div key={other.currency}>
            <dt className="text-sm text-text-3">{t('home.also', { currency: other.currency })}</dt>
            <dd className="money font-medium">{money(other.total, other.currency)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
