import { QueryClientProvider, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { Fragment, lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { CspProvider } from '@/components/ui/csp';
import { PreferencesProvider } from '@/lib/preferences';
import { sessionQuery } from '@/features/session/queries';
import { spokenLocale } from '@/lib/i18n/catalogue';
import { speakFor } from './language';

const ToastHost = lazy(async () => {
  const { ToastHost: component } = await import('@/components/ui/toast-host');
  return { default: component };
});

function Preferences({ children }: { children: ReactNode }) {
  const { data } = useSuspenseQuery(sessionQuery);
  const {
    currency,
    locale: chosen,
    time_zone: timeZone,
    month_start_day: monthStart,
    first_day_of_week: firstDay,
  } = data.settings;
  const [locale, setLocale] = useState(spokenLocale);
  // Another language is shown once its words are there; without them the page stays as it is.
  useEffect(() => {
    if (chosen === locale) return;
    let wanted = true;
    speakFor(chosen).then(
      () => wanted && setLocale(chosen),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [chosen, locale]);
  return (
    <PreferencesProvider
      currency={currency}
      locale={locale}
      timeZone={timeZone}
      monthStart={monthStart}
      firstDay={firstDay}
    >
      <Fragment key={locale}>{children}</Fragment>
    </PreferencesProvider>
  );
}

export function Providers({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <CspProvider>
      <QueryClientProvider client={client}>
        <Preferences>{children}</Preferences>
        <Suspense>
          <ToastHost />
        </Suspense>
      </QueryClientProvider>
    </CspProvider>
  );
}
