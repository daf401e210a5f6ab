import { useMemo, type RefObject } from 'react';
import { useCommands, type Command } from '@/lib/commands/registry';
import type { RowsHandle } from './components/virtual-rows';
import type { Selection } from './selection';
import { t } from './bulk-messages';

/** Choosing rows by keyboard: X for the row, Shift with an arrow for one after the other. */
export function useSelectCommands(
  handle: RefObject<RowsHandle | null>,
  { on, toggle, extend, stop }: Selection,
): void {
  const commands = useMemo<Command[]>(() => {
    const step = (by: number) => {
      const rows = handle.current;
      if (!rows) return;
      const here = rows.focused();
      if (here < 0) {
        rows.focus(rows.first());
        return;
      }
      extend(here, here + by);
      rows.focus(here + by);
    };
    const common = { group: 'expenses', onRow: true } as const;
    const choosing: Command[] = [
      {
        ...common,
        id: 'select',
        name: t('bulk.key.select'),
        keys: ['x'],
        run: () => toggle(handle.current?.focused() ?? -1, false),
      },
      {
        ...common,
        id: 'row-select-next',
        name: t('bulk.key.next'),
        keys: ['Shift+ArrowDown'],
        run: () => step(1),
      },
      {
        ...common,
        id: 'row-select-previous',
        name: t('bulk.key.previous'),
        keys: ['Shift+ArrowUp'],
        run: () => step(-1),
      },
    ];
    if (!on) return choosing;
    const end = { id: 'select-stop', name: t('bulk.key.stop'), keys: ['Escape'], run: stop };
    return [...choosing, { ...common, ...end }];
  }, [handle, on, toggle, extend, stop]);
  useCommands(commands);
}
