import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { explain } from '@/lib/problem';
import { loadSession } from '../api';
import { sessionQuery } from '../queries';
import { t } from '../messages';

/** Offers to sign in again. The page behind keeps all that was typed. */
export function SessionEndedDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const [message, setMessage] = useState<string | null>(null);
  const link = useRef<HTMLAnchorElement>(null);

  const check = useCallback(
    async (asked: boolean) => {
      try {
        const session = await loadSession();
        if (session.user === null) {
          if (asked) setMessage(t('session.ended.not-yet'));
          return;
        }
        const before = client.getQueryData(sessionQuery.queryKey)?.user.id;
        // Somebody else signed in: nothing of the one before may stay on this page.
        if (before !== session.user.id) window.location.assign('/');
        client.setQueryData(sessionQuery.queryKey, session);
        onClose();
        setMessage(null);
        void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      } catch (error) {
        if (asked) setMessage(explain(error));
      }
    },
    [client, onClose],
  );

  // Coming back from the tab in which one signed in is enough.
  useEffect(() => {
    if (!open) return;
    const look = () => {
      if (document.visibilityState === 'visible') void check(false);
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [open, check]);

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('session.ended')}
      size="small"
      modalOnly
      initialFocus={link}
    >
      <p className="text-text-2">{t('session.ended.why')}</p>
      {message ? (
        <p role="alert" className="mt-3 text-sm font-medium text-danger">
          {message}
        </p>
      ) : null}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={() => void check(true)}>{t('session.ended.done')}</Button>
        <a
          ref={link}
          href="/api/auth/login?return=/"
          target="_blank"
          rel="noopener"
          className={buttonClass('primary')}
        >
          {t('session.ended.again')}
        </a>
      </div>
    </Dialog>
  );
}
