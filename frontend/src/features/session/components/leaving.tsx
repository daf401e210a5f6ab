import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { formatInstant } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { explain } from '@/lib/problem';
import { keepAccount, signOut } from '../api';
import type { User } from '../schema';
import { t } from '../messages';

/** In place of the app while the account is being deleted: take it back, take it along, or go. */
export function Leaving({ user, when }: { user: User; when: string }) {
  const { locale, timeZone } = usePreferences();
  const keep = useMutation({
    mutationFn: keepAccount,
    onSuccess: () => window.location.assign('/'),
  });
  const out = useMutation({
    mutationFn: () => signOut(user.id),
    onSuccess: () => window.location.assign('/sign-in'),
  });
  const failed = keep.error ?? out.error;
  useEffect(() => {
    document.title = t('session.leaving');
  }, []);
  return (
    <main className="mx-auto grid min-h-dvh max-w-lg content-center gap-4 px-6 py-10">
      <h1 className="text-2xl font-semibold">{t('session.leaving')}</h1>
      <p className="text-text-2">
        {t('session.leaving.why', { when: formatInstant(when, locale, timeZone) })}
      </p>
      <div role="alert" className="text-sm font-medium text-danger empty:hidden">
        {failed ? explain(failed) : null}
      </div>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" busy={keep.isPending} onClick={() => keep.mutate()}>
          {t('session.leaving.keep')}
        </Button>
        <a href="/api/account/export" download className={buttonClass()}>
          {t('session.leaving.export')}
        </a>
        <Button look="quiet" busy={out.isPending} onClick={() => out.mutate()}>
          {t('session.leaving.out')}
        </Button>
      </div>
    </main>
  );
}
