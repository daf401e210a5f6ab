import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import { toMinor } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import { dropWaiting, keepAgain, useWaiting, type Waiting } from '../waiting';
import { t } from '../waiting-messages';

const WaitingDialog = lazy(async () => {
  const { WaitingDialog: component } = await import('./waiting-dialog');
  return { default: component };
});

/** New expenses that could not be sent yet. One that was refused says why and can be corrected. */
export function WaitingList() {
  const waiting = useWaiting();
  const { locale, money } = usePreferences();
  const [chosen, setChosen] = useState<Waiting | null>(null);
  if (waiting.length === 0) return null;
  const drop = (entry: Waiting) => {
    void dropWaiting(entry);
    toast({
      text: t('waiting.dropped', { title: entry.draft.title }),
      undo: () => void keepAgain(entry),
    });
  };
  return (
    <details
      open={waiting.some(({ refused }) => refused !== null) || undefined}
      className="mx-4 mt-4 rounded-2xl border border-line bg-surface sm:mx-8"
    >
      <summary className="min-h-11 px-4 py-2.5 font-medium">
        {t('waiting.title', { count: waiting.length })}
      </summary>
      <ul aria-label={t('waiting.list')} className="divide-y divide-line border-t border-line">
        {waiting.map((entry) => {
          const { title, currency, amount: sum, date } = entry.draft;
          const day = asIsoDate(date.slice(0, 10));
          return (
            <li
              key={entry.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2"
            >
              <div className="min-w-0 flex-[1_1_12rem]">
                <p className="font-medium">
                  <bdi>{title}</bdi>
                </p>
                <p
                  className={`text-sm ${entry.refused ? 'font-medium text-danger' : 'text-text-3'}`}
                >
                  {entry.refused ? t('waiting.refused', { why: entry.refused }) : null}
                  {entry.refused ? null : (
                    <>
                      {t('waiting.waits')}
                      {day ? ' · ' : ''}
                      <bdi>{day ? formatDate(day, locale) : ''}</bdi>
                    </>
                  )}
                </p>
              </div>
              <bdi className="money font-medium">{money(toMinor(sum, currency), currency)}</bdi>
              <div className="flex gap-1">
                {entry.refused ? (
                  <Button
                    aria-label={t('waiting.edit.one', { title })}
                    onClick={() => setChosen(entry)}
                  >
                    {t('waiting.edit')}
                  </Button>
                ) : null}
                <Button
                  look="quiet"
                  aria-label={t('waiting.drop.one', { title })}
                  onClick={() => drop(entry)}
                >
                  {t('waiting.drop')}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
      <Suspense>
        {chosen ? <WaitingDialog waiting={chosen} onClose={() => setChosen(null)} /> : null}
      </Suspense>
    </details>
  );
}
