import { useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Page } from '@/components/ui/page';
import { configQuery, sessionQuery } from '@/features/session/queries';
import { Appearance } from '@/features/settings/components/appearance';
import { DataCard } from '@/features/settings/components/data-card';
import { Shortcuts } from '@/features/settings/components/shortcuts';
import { t } from '@/features/settings/messages';

const Regional = lazy(async () => {
  const { Regional: component } = await import('@/features/settings/components/regional');
  return { default: component };
});

export function SettingsPage() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: config } = useSuspenseQuery(configQuery);
  return (
    <Page title={t('settings.title')}>
      <div className="grid max-w-3xl gap-5">
        <Appearance settings={session.settings} />
        <Suspense fallback={<div className="skeleton h-86 w-full" />}>
          <Regional settings={session.settings} config={config} />
        </Suspense>
        <Shortcuts />
        <DataCard samples={config.features.sample_data} />
        <p className="px-1 text-sm text-text-3">
          {t('settings.version', { version: config.version })}
        </p>
      </div>
    </Page>
  );
}
