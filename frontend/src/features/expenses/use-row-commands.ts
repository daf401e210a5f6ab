import { useNavigate } from '@tanstack/react-router';
import { useMemo, type RefObject } from 'react';
import { toast } from '@/components/ui/toast';
import { useCommands, type Command } from '@/lib/commands/registry';
import type { RowsHandle } from './components/virtual-rows';
import type { Expense } from './schema';
import { t } from './list-messages';

/** The commands for the rows of the list: going from one to the next, editing, deleting. */
export function useRowCommands(
  handle: RefObject<RowsHandle | null>,
  expenseAt: (place: number) => Expense | undefined,
  remove: (expense: Expense) => void,
  categorise: (expense: Expense, anchor: HTMLElement) => void,
): void {
  const navigate = useNavigate();
  const commands = useMemo<Command[]>(() => {
    const step = (by: number) => {
      const rows = handle.current;
      if (!rows) return;
      const here = rows.focused();
      rows.focus(here < 0 ? rows.first() : here + by);
    };
    const onFocused = (work: (expense: Expense) => void) => () => {
      const expense = expenseAt(handle.current?.focused() ?? -1);
      if (expense) work(expense);
      else toast({ text: t('list.row.choose') });
    };
    const open = ({ id }: Expense) =>
      void navigate({
        to: '/expenses/$id',
        params: { id: String(id) },
        search: true,
        resetScroll: false,
      });
    const common = { group: 'expenses', onRow: true } as const;
    return [
      { ...common, id: 'row-next', name: t('list.row.next'), keys: ['j'], run: () => step(1) },
      {
        ...common,
        id: 'row-previous',
        name: t('list.row.previous'),
        keys: ['k'],
        run: () => step(-1),
      },
      { ...common, id: 'edit', name: t('list.row.edit'), keys: ['e'], run: onFocused(open) },
      {
        ...common,
        id: 'categorise',
        name: t('list.row.category'),
        keys: ['c'],
        run: onFocused((expense) => {
          if (document.activeElement instanceof HTMLElement) {
            categorise(expense, document.activeElement);
          }
        }),
      },
      {
        ...common,
        id: 'delete',
        name: t('list.row.delete'),
        keys: ['#', 'Delete'],
        run: onFocused(remove),
      },
    ];
  }, [handle, expenseAt, remove, categorise, navigate]);
  useCommands(commands);
}
