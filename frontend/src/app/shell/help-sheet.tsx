import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/states';
import { useAllCommands } from '@/lib/commands/registry';
import { useSingleKeys } from '@/lib/commands/single-keys';
import { Keys } from './keys';
import { rich } from '@/lib/i18n/rich';
import { t } from '../messages';

/** Every command that has a key here, by group. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const commands = useAllCommands();
  const on = useSingleKeys();
  const groups = ['general', 'go', 'expenses'] as const;
  return (
    <Dialog open onClose={onClose} title={t('app.shortcuts')}>
      <div className="grid gap-5">
        {on ? null : (
          <Notice>
            {rich(
              t.parts('app.shortcuts.off', {
                link: (
                  <Link
                    to="/settings"
                    onClick={onClose}
                    className="font-semibold text-accent underline"
                  >
                    {t('app.shortcuts.change')}
                  </Link>
                ),
              }),
            )}
          </Notice>
        )}
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-sm font-medium text-text-3">{t(`app.group.${group}`)}</h3>
            <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5">
              {commands
                .filter((command) => command.group === group && command.keys.length > 0)
                .map(({ id, name, keys }) => (
                  <Fragment key={id}>
                    <dt>{name}</dt>
                    <dd className="flex flex-wrap justify-end gap-2">
                      {keys.map((one) => (
                        <Keys key={one} keys={one} />
                      ))}
                    </dd>
                  </Fragment>
                ))}
            </dl>
          </section>
        ))}
        {commands.some(({ onRow }) => onRow) ? null : (
          <p className="text-sm text-text-3">{t('app.shortcuts.more')}</p>
        )}
      </div>
    </Dialog>
  );
}
