import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useLayoutEffect, useMemo, useState } from 'react';
import { toast, undoLast } from '@/components/ui/toast';
import { makeKeyHandler } from '@/lib/commands/keyboard';
import { runWhenThere, useCommands, type Command } from '@/lib/commands/registry';
import { places } from './nav';
import { t } from '../messages';

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
        name: t('app.add'),
        group: 'expenses',
        keys: ['n'],
        run: () => void navigate({ to: '/expenses/new' }),
      },
      {
        id: 'search',
        name: t('app.command.search'),
        group: 'expenses',
        keys: ['/'],
        run: () => {
          runWhenThere('search');
          void navigate({ to: '/expenses' });
        },
      },
      {
        id: 'undo',
        name: t('app.command.undo'),
        group: 'general',
        keys: ['z', 'Ctrl+Z'],
        run: () => {
          if (!undoLast()) toast({ text: t('app.command.nothing-to-undo') });
        },
      },
      {
        id: 'palette',
        name: t('app.command.palette'),
        group: 'general',
        keys: ['Ctrl+K'],
        run: () => setOpen('palette'),
      },
      {
        id: 'help',
        name: t('app.command.help'),
        group: 'general',
        keys: ['?'],
        run: () => setOpen('help'),
      },
      ...(['sessions', 'tokens', 'account'] as const).map((part): Command => ({
        id: `settings-${part}`,
        name: t(`app.command.${part}`),
        group: 'general',
        keys: [],
        run: () => void navigate({ to: '/settings', hash: part }),
      })),
      ...places.map(({ to, name, key }): Command => ({
        id: `go-${key}`,
        name: t('app.command.go', { place: name() }),
        group: 'go',
        keys: [`g ${key}`],
        run: () => void navigate({ to }),
      })),
    ],
    [navigate],
  );
  useCommands(commands);
  useLayoutEffect(() => {
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
