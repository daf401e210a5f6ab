import { Monitor, Moon, Sun } from 'lucide-react';
import { Card } from '@/components/ui/page';
import type { Settings } from '@/features/session/schema';
import { useSaveSetting } from '../use-save-setting';
import { NotSaved, Saved } from './saved';
import { t } from '../messages';

const themes = [
  { value: 'system', Icon: Monitor },
  { value: 'light', Icon: Sun },
  { value: 'dark', Icon: Moon },
] as const;

export function Appearance({ settings }: { settings: Settings }) {
  const theme = useSaveSetting(settings);
  return (
    <Card title={t('settings.appearance')} actions={<Saved note={theme} />}>
      <fieldset className="grid gap-3 p-4 sm:grid-cols-3 sm:p-5">
        <legend className="sr-only">{t('settings.theme')}</legend>
        {themes.map(({ value, Icon }) => (
          <label
            key={value}
            className="flex min-h-14 cursor-pointer items-center gap-3 rounded-xl border border-line-strong/50 px-4 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme.shown.theme === value}
              onChange={() => theme.save({ theme: value })}
              className="accent-(--accent)"
            />
            <Icon size={20} aria-hidden="true" className="text-text-2" />
            <span className="font-medium">{t(`settings.theme.${value}`)}</span>
          </label>
        ))}
      </fieldset>
      {theme.error ? (
        <div className="px-4 pb-4 sm:px-5">
          <NotSaved note={theme} />
        </div>
      ) : null}
    </Card>
  );
}
