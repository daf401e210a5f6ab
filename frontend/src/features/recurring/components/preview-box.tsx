import type { UseQueryResult } from '@tanstack/react-query';
import { formatDate, formatDay, type IsoDate } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { explain } from '@/lib/problem';
import type { Preview } from '../schema';
import { t } from '../messages';

function Dates({ dates, more }: { dates: IsoDate[]; more: boolean }) {
  const { locale } = usePreferences();
  return (
    <ul className="mt-1 grid gap-0.5">
      {dates.map((date) => (
        <li key={date}>
          <bdi>{formatDay(date, locale)}</bdi>
        </li>
      ))}
      {more ? <li className="text-text-3">{t('recurring.preview.more')}</li> : null}
    </ul>
  );
}

/** What a schedule makes at once, and its next dates, as the server has worked them out. */
export function PreviewBox({ preview }: { preview: UseQueryResult<Preview> }) {
  const { locale } = usePreferences();
  const { data } = preview;
  const first = data?.dates[0];
  const now = data?.expected_count ?? 0;
  const last = now > 1 && data ? data.today : undefined;
  return (
    <section
      aria-label={t('recurring.preview')}
      aria-live="polite"
      className="rounded-xl bg-surface-2 px-4 py-3 text-sm"
    >
      {preview.isPending ? (
        <p className="text-text-3">
          {preview.fetchStatus === 'idle' ? '…' : t('recurring.preview.loading')}
        </p>
      ) : null}
      {preview.isError ? (
        <p role="alert" className="text-danger">
          {t('recurring.preview.failed', { why: explain(preview.error) })}
        </p>
      ) : null}
      {data && first ? (
        <p className="mb-2 font-medium">
          {t('recurring.preview.now', {
            count: now,
            dates: last
              ? t('recurring.preview.range', {
                  first: formatDate(first, locale),
                  last: formatDate(
                    data.dates.length === now ? (data.dates.at(-1) ?? last) : last,
                    locale,
                  ),
                })
              : formatDate(first, locale),
          })}
        </p>
      ) : null}
      {data && data.upcoming.length > 0 ? (
        <>
          <p className="text-text-2">
            {first ? t('recurring.preview.next') : t('recurring.preview.first')}
          </p>
          <Dates dates={data.upcoming.slice(0, 5)} more={data.upcoming.length > 5} />
        </>
      ) : null}
      {data && data.upcoming.length === 0 && !first ? <p>{t('recurring.preview.none')}</p> : null}
    </section>
  );
}
