import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { isOnline, onConnection } from '@/lib/connection';
import { database } from '@/lib/database';
import { WaitingList } from '@/features/expenses/components/waiting-list';
import { t as words } from '@/features/expenses/waiting-messages';
import {
  lookAtWaiting,
  onWaitingElsewhere,
  sendWaiting,
  useWaiting,
} from '@/features/expenses/waiting';
import { loadSession } from '@/features/session/api';
import { sessionQuery } from '@/features/session/queries';
import { keepCopy, readCopy } from './copy';
import { useNewVersion } from './new-version';
import { t } from './offline-messages';

/** How soon what still waits is tried again while somebody can be reached. */
const again = 30_000;

/** Sends what waits whenever that may work, and keeps the copy of what was seen. */
function useUpkeep(): void {
  const client = useQueryClient();
  const user = client.getQueryData(sessionQuery.queryKey)?.user.id ?? 0;
  const waits = useWaiting().some(({ refused }) => refused === null);

  const send = useCallback(async () => {
    const count = await sendWaiting(client);
    if (count > 0) toast({ text: words('waiting.sent', { count }) });
  }, [client]);

  useEffect(() => {
    void lookAtWaiting(user).then(send);
    void readCopy().then((copy) => {
      if (copy && copy.session.user.id !== user) void database.clear('copy');
    });
    const stopCopy = keepCopy(client);
    const stopLooking = onWaitingElsewhere(() => void lookAtWaiting(user));
    const back = async () => {
      if (!isOnline()) return;
      const session = await loadSession().catch(() => null);
      // Somebody else signed in meanwhile: nothing of the one before may stay on this page.
      if (session?.user && session.user.id !== user) window.location.assign('/');
      else void send();
    };
    const stopListening = onConnection(() => void back());
    return () => {
      stopCopy();
      stopLooking();
      stopListening();
    };
  }, [client, user, send]);

  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void send(), again);
    return () => clearInterval(timer);
  }, [waits, send]);
}

/** What is said above every page: that nobody can be reached, what waits, that there is a new version. */
export function Offline() {
  const online = useSyncExternalStore(onConnection, isOnline);
  const load = useNewVersion();
  const [later, setLater] = useState(false);
  useUpkeep();
  return (
    <>
      <div role="status">
        {online ? null : (
          <p className="bg-warning-soft px-4 py-2 text-center text-sm">
            {window.navigator.onLine ? t('offline.unreachable') : t('offline.now')}
          </p>
        )}
        {load && !later ? (
          <p className="flex flex-wrap items-center justify-center gap-x-2 bg-accent-soft px-4 py-1 text-sm">
            {t('offline.version')}
            <Button look="quiet" onClick={load}>
              {t('offline.version.load')}
            </Button>
            <Button look="quiet" onClick={() => setLater(true)}>
              {t('offline.version.later')}
            </Button>
          </p>
        ) : null}
      </div>
      <WaitingList />
    </>
  );
}
