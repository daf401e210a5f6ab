import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/page';
import { runCommand } from '@/lib/commands/registry';
import type { Settings } from '@/features/session/schema';
import { useSaveSetting } from '../use-save-setting';
import { NotSaved, Saved } from './saved';
import { t } from '../messages';

export function Shortcuts({ settings }: { settings: Settings }) {
  const id = useId();
  const keys = useSaveSetting(settings);
  return (
    <Card title={t('settings.keyboard')} actions={<Saved note={keys} />}>
      <div className="grid gap-4 p-4 sm:p-5">
        <div className="flex min-h-11 items-start gap-3">
          <input
            id={id}
            aria-describedby={`${id}-hint`}
            type="checkbox"
            checked={keys.shown.shortcuts}
            onChange={(event) => keys.save({ shortcuts: event.target.checked })}
            className="mt-1 size-4.5 shrink-0 accent-(--accent)"
          />
          <div>
            <label htmlFor={id} className="font-medium">
              {t('settings.keys')}
            </label>
            <p id={`${id}-hint`} className="text-sm text-text-3">
              {t('settings.keys.hint')}
            </p>
            <NotSaved note={keys} />
          </div>
        </div>
        <Button className="justify-self-start" onClick={() => runCommand('help')}>
          {t('settings.keys.all')}
        </Button>
      </div>
    </Card>
  );
}
