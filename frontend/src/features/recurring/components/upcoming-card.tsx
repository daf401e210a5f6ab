import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/ui/page';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { formatDay } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { upcomingQuery } from '../api';
import { t } from '../messages';

const shown = 10;

/** What is due in the next thirty days, of all rules. */
export function UpcomingCard() {
  const { locale, money } = usePreferences();
  const upcoming = useQuery(upcomingQuery);
  return (
    <Card title={t('recurring.upcoming')}>
      {upcoming.isPending ? (
        <SkeletonRows count={3} label={t('recurring.upcoming.loading')} />
      ) : null}
      {upcoming.isError ? (
        <ErrorState
          error={upcoming.error}
          what={t('recurring.upcoming.failed')}
          onRetry={() => void upcoming.refetch()}
        />
      ) : null}
      {upcoming.data?.length === 0 ? (
        <p className="px-4 py-4 text-text-2 sm:px-5">{t('recurring.upcoming.none')}</p>
      ) : null}
      <ul className="divide-y divide-line">
        {upcoming.data?.slice(0, shown).map((one) => (
          <li
            key={`${one.recurring_id} ${one.date}`}
            className="flex items-baseline justify-between gap-4 px-4 py-2.5 sm:px-5"
          >
            <span className="min-w-0">
              <bdi className="font-medium">{one.title}</bdi>
              <span className="block text-sm text-text-3">
                <bdi>{formatDay(one.date, locale)}</bdi>
              </span>
            </span>
            <bdi className="money">{money(one.minor, one.currency)}</bdi>
          </li>
        ))}
      </ul>
      {upcoming.data && upcoming.data.length > shown ? (
        <p className="border-t border-line px-4 py-3 text-sm text-text-3 sm:px-5">
          {t('recurring.upcoming.more', { count: upcoming.data.length - shown })}
        </p>
      ) : null}
    </Card>
  );
}
