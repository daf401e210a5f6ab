import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/page';
import { runCommand } from '@/lib/commands/registry';
import type { Settings } from '@/features/session/schema';
import { useSaveSetting } from '../use-save-setting';
import { Saved } from './saved';
import { Tick } from './tick';
import { t } from '../messages';

export function Shortcuts({ settings }: { settings: Settings }) {
  const keys = useSaveSetting(settings);
  return (
    <Card title={t('settings.keyboard')} actions={<Saved note={keys} />}>
      <div className="grid gap-4 p-4 sm:p-5">
        <Tick
          name="shortcuts"
          saving={keys}
          label={t('settings.keys')}
          hint={t('settings.keys.hint')}
        />
        <Button className="justify-self-start" onClick={() => runCommand('help')}>
          {t('settings.keys.all')}
        </Button>
      </div>
    </Card>
  );
}
