import { Card } from '@/components/ui/page';
import type { Settings } from '@/features/session/schema';
import { useSaveSetting } from '../use-save-setting';
import { Saved } from './saved';
import { Tick } from './tick';
import { t } from '../messages';

/** What somebody wants to be told unasked. */
export function Warnings({ settings }: { settings: Settings }) {
  const warnings = useSaveSetting(settings);
  return (
    <Card title={t('settings.warnings')} actions={<Saved note={warnings} />}>
      <div className="p-4 sm:p-5">
        <Tick
          name="notifications"
          saving={warnings}
          label={t('settings.warnings.budgets')}
          hint={t('settings.warnings.budgets.hint')}
        />
      </div>
    </Card>
  );
}
