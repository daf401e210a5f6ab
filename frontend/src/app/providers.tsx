import { QueryClientProvider, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { CspProvider } from '@/components/ui/csp';
import { PreferencesProvider } from '@/lib/preferences';
import { sessionQuery } from '@/features/session/queries';

const ToastHost = lazy(async () => {
  const { ToastHost: component } = await import('@/components/ui/toast-host');
  return { default: component };
});

function Preferences({ children }: { children: ReactNode }) {
  const { data } = useSuspenseQuery(sessionQuery);
  const { currency, locale, time_zone: timeZone } = data.settings;
  return (
    <PreferencesProvider currency={currency} locale={locale} timeZone={timeZone}>
      {children}
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
