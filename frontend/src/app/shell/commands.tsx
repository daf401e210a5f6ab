import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { toast, undoLast } from '@/components/ui/toast';
import { makeKeyHandler } from '@/lib/commands/keyboard';
import { runWhenThere, useCommands, type Command } from '@/lib/commands/registry';
import { places } from './nav';

const Palette = lazy(async () => {
  const { Palette: component } = await import('./palette');
  return { default: component };
});
const HelpSheet = lazy(async () => {
  const { HelpSheet: component } = await import('./help-sheet');
  return { default: component };
});

/** The commands that every page has, the keys for all, and what some of them open. */
export function Commands() {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'new',
        name: 'Add expense',
        group: 'Expenses',
        keys: ['n'],
        run: () => void navigate({ to: '/expenses/new' }),
      },
      {
        id: 'search',
        name: 'Search expenses',
        group: 'Expenses',
        keys: ['/'],
        run: () => {
          runWhenThere('search');
          void navigate({ to: '/expenses' });
        },
      },
      {
        id: 'undo',
        name: 'Undo the last step',
        group: 'General',
        keys: ['z', 'Ctrl+Z'],
        run: () => {
          if (!undoLast()) toast({ text: 'There is nothing to undo just now.' });
        },
      },
      {
        id: 'palette',
        name: 'Find a command',
        group: 'General',
        keys: ['Ctrl+K'],
        run: () => setOpen('palette'),
      },
      {
        id: 'help',
        name: 'Show keyboard shortcuts',
        group: 'General',
        keys: ['?'],
        run: () => setOpen('help'),
      },
      ...places.map(({ to, name, key }): Command => ({
        id: `go-${key}`,
        name: `Go to ${name}`,
        group: 'Go to',
        keys: [`g ${key}`],
        run: () => void navigate({ to }),
      })),
    ],
    [navigate],
  );
  useCommands(commands);
  useEffect(() => {
    const handler = makeKeyHandler();
    window.addEventListener('keydown', handler);
    return () => window.removeEventListener('keydown', handler);
  }, []);
  const close = () => setOpen(null);
  return (
    <Suspense>
      {open === 'palette' ? <Palette onClose={close} /> : null}
      {open === 'help' ? <HelpSheet onClose={close} /> : null}
    </Suspense>
  );
}
