import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/page';
import { ErrorState } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { formatInstant } from '@/lib/calendar-date';
import { explain } from '@/lib/problem';
import { usePreferences } from '@/lib/preferences';
import { endSession, placesQuery, type Place } from '../account-api';
import { Line } from './line';
import { t } from '../account-messages';

/** The device in words; what the browser said of itself where we don't know it. */
function deviceOf({ browser, system, user_agent: raw }: Place): string {
  if (browser && system) return t('account.session.on', { browser, system });
  return browser ?? system ?? (raw || t('account.session.program'));
}

/** Where the person is signed in, and the way to end what they don't know. */
export function Sessions() {
  const client = useQueryClient();
  const { locale, timeZone } = usePreferences();
  const places = useQuery(placesQuery);
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: (_, id) =>
      toast({ text: t(id === null ? 'account.sessions.ended' : 'account.session.ended') }),
    onError: (error) => toast({ text: explain(error), tone: 'error' }),
    onSettled: () => client.invalidateQueries({ queryKey: placesQuery.queryKey }),
  });
  const when = (instant: string) => formatInstant(instant, locale, timeZone);
  const others = places.data?.some(({ current }) => !current) ?? false;
  return (
    <Card
      title={t('account.sessions')}
      actions={
        others ? (
          <Button look="quiet" busy={end.isPending} onClick={() => end.mutate(null)}>
            {t('account.sessions.end')}
          </Button>
        ) : null
      }
    >
      {places.isError ? (
        <ErrorState
          what={t('account.sessions.failed')}
          error={places.error}
          onRetry={() => void places.refetch()}
        />
      ) : (
        <ul className="divide-y divide-line">
          {places.data?.map((place) => (
            <li key={place.id}>
              <Line
                title={<bdi className="wrap-anywhere">{deviceOf(place)}</bdi>}
                text={[
                  place.current
                    ? t('account.session.here')
                    : t('account.session.used', { when: when(place.last_used_at) }),
                  t('account.session.since', { when: when(place.created_at) }),
                ].join(' · ')}
              >
                {place.current ? null : (
                  <Button
                    aria-label={t('account.session.end.which', { device: deviceOf(place) })}
                    busy={end.isPending && end.variables === place.id}
                    onClick={() => end.mutate(place.id)}
                  >
                    {t('account.session.end')}
                  </Button>
                )}
              </Line>
            </li>
          )) ?? <li className="skeleton m-4 h-12" />}
        </ul>
      )}
      {places.data && !others ? (
        <p className="px-4 pb-4 text-sm text-text-3 sm:px-5">{t('account.sessions.alone')}</p>
      ) : null}
    </Card>
  );
}
