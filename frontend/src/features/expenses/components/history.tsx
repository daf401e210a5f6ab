import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/states';
import { asIsoDate, formatDate, formatInstant } from '@/lib/calendar-date';
import { toMinor } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import { historyQuery, type HistoryEvent, type HistoryValue } from '../history-api';
import { t } from '../history-messages';

/** What happened to an entry, folded in until somebody asks. */
export function History({ id }: { id: number }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="group mt-6 border-t border-line pt-2"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between font-medium text-text-2 [&::-webkit-details-marker]:hidden">
        {t('history.title')}
        <ChevronDown size={18} aria-hidden="true" className="group-open:rotate-180" />
      </summary>
      {open ? <Events id={id} /> : null}
    </details>
  );
}

function Events({ id }: { id: number }) {
  const history = useInfiniteQuery(historyQuery(id));
  if (history.isPending)
    return (
      <div role="status" aria-label={t('history.loading')} className="grid gap-3 py-2">
        <div className="skeleton h-10 w-full" />
        <div className="skeleton h-10 w-full" />
      </div>
    );
  if (history.isError)
    return (
      <ErrorState
        error={history.error}
        what={t('history.failed')}
        onRetry={() => void history.refetch()}
      />
    );
  return (
    <>
      <ol className="grid gap-4 py-2">
        {history.data.pages
          .flatMap(({ events }) => events)
          .map((event) => (
            <Event key={event.version} event={event} />
          ))}
      </ol>
      {history.hasNextPage ? (
        <Button
          look="quiet"
          busy={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('history.more')}
        </Button>
      ) : null}
    </>
  );
}

function happened({ action, bulk, import: from }: HistoryEvent): string {
  if (bulk?.action === 'undo') return t('history.undo');
  if (action === 'import' && from) return t('history.imported', { file: from.file_name });
  return t(`history.${action}`);
}

function Event({ event }: { event: HistoryEvent }) {
  const { locale, timeZone } = usePreferences();
  const { by, bulk } = event;
  const details = [
    by?.you ? t('history.you') : by?.name ? t('history.by', { name: by.name }) : '',
    bulk && bulk.count > 1 ? t('history.together', { count: bulk.count }) : '',
  ].filter(Boolean);
  return (
    <li className="text-sm">
      <p className="font-medium">
        <bdi>{[happened(event), ...details].join(' ')}</bdi>
      </p>
      <p className="text-text-3">{formatInstant(event.at, locale, timeZone)}</p>
      {event.changes.length > 0 ? (
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-text-2">
          {event.changes.map(({ field, before, after }) => (
            <div key={field} className="contents">
              <dt>{t(`history.field.${field}`)}</dt>
              <dd className="min-w-0 break-words">
                {before === null ? null : (
                  <>
                    <del className="text-text-3">
                      <Value field={field} value={before} />
                    </del>
                    <span className="sr-only"> {t('history.became')}</span>{' '}
                  </>
                )}
                <Value field={field} value={after} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </li>
  );
}

function Value({ field, value }: { field: string; value: HistoryValue }) {
  const { locale, money } = usePreferences();
  if (value === null) return <i>{t('history.nothing')}</i>;
  if (Array.isArray(value)) return <bdi>{value.join(', ')}</bdi>;
  if (typeof value === 'object')
    return <bdi>{money(toMinor(value.amount, value.currency), value.currency)}</bdi>;
  const day = field === 'date' ? asIsoDate(value.slice(0, 10)) : null;
  if (day === null) return <bdi className="whitespace-pre-line">{value}</bdi>;
  const time = value.slice(11, 16);
  return (
    <bdi>{time === '00:00' ? formatDate(day, locale) : `${formatDate(day, locale)} ${time}`}</bdi>
  );
}
