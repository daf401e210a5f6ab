import { useSuspenseQuery } from '@tanstack/react-query';
import { Page } from '@/components/ui/page';
import { configQuery, sessionQuery } from '@/features/session/queries';
import { Appearance } from '@/features/settings/components/appearance';
import { DataCard } from '@/features/settings/components/data-card';
import { Regional } from '@/features/settings/components/regional';

export function SettingsPage() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: config } = useSuspenseQuery(configQuery);
  return (
    <Page title="Settings">
      <div className="grid max-w-3xl gap-5">
        <Appearance settings={session.settings} />
        <Regional settings={session.settings} config={config} />
        <DataCard samples={config.features.sample_data} />
        <p className="px-1 text-sm text-text-3">Expense Tracker {config.version}</p>
      </div>
    </Page>
  );
}
