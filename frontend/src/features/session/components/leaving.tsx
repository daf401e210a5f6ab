import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { formatInstant } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { explain } from '@/lib/problem';
import { keepAccount } from '../api';
import { t } from '../messages';

type Props = {
  when: string;
  /** The way out. */
  out: { go: () => void; busy: boolean; error: Error | null };
};

/** What an account that is being deleted still can: be taken back, be taken along, or be left. */
export function Leaving({ when, out }: Props) {
  const { locale, timeZone } = usePreferences();
  const keep = useMutation({
    mutationFn: keepAccount,
    onSuccess: () => window.location.assign('/'),
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
        <Button look="quiet" busy={out.busy} onClick={out.go}>
          {t('session.leaving.out')}
        </Button>
      </div>
    </main>
  );
}
