import { useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Page } from '@/components/ui/page';
import { configQuery, sessionQuery } from '@/features/session/queries';
import { Appearance } from '@/features/settings/components/appearance';
import { DataCard } from '@/features/settings/components/data-card';
import { Shortcuts } from '@/features/settings/components/shortcuts';
import { Warnings } from '@/features/settings/components/warnings';
import { t } from '@/features/settings/messages';

const Regional = lazy(async () => {
  const { Regional: component } = await import('@/features/settings/components/regional');
  return { default: component };
});
const Account = lazy(async () => {
  const { Account: component } = await import('@/features/settings/components/account');
  return { default: component };
});

/** An address such as /settings#tokens leads to a part that is only now there, and still grows. */
function toPart(element: HTMLElement | null): (() => void) | undefined {
  const part = window.location.hash.slice(1);
  const target = part === '' ? null : element?.querySelector(`#${CSS.escape(part)}`);
  if (!element || !target) return undefined;
  const follow = new ResizeObserver(() => target.scrollIntoView());
  follow.observe(element);
  const settled = setTimeout(() => follow.disconnect(), 2000);
  return () => {
    clearTimeout(settled);
    follow.disconnect();
  };
}

export function SettingsPage() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: config } = useSuspenseQuery(configQuery);
  return (
    <Page title={t('settings.title')}>
      <div className="grid max-w-3xl gap-5">
        <Appearance settings={session.settings} />
        <Suspense fallback={<div className="skeleton h-132 w-full" />}>
          <Regional settings={session.settings} config={config} />
        </Suspense>
        <Warnings settings={session.settings} />
        <Shortcuts settings={session.settings} />
        <DataCard samples={config.features.sample_data} />
        <Suspense fallback={<div className="skeleton h-132 w-full" />}>
          <div ref={toPart} className="grid gap-5">
            <Account user={session.user} />
          </div>
        </Suspense>
        <p className="px-1 text-sm text-text-3">
          {t('settings.version', { version: config.version })}
        </p>
      </div>
    </Page>
  );
}
