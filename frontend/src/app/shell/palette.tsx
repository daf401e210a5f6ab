import { useNavigate } from '@tanstack/react-router';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { TextInput } from '@/components/ui/field';
import { useAllCommands } from '@/lib/commands/registry';
import { Keys } from './keys';
import { t } from '../messages';

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Finds a command by its name and gives it; any other words search the expenses. */
export function Palette({ onClose }: { onClose: () => void }) {
  const commands = useAllCommands();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const words = fold(text).split(/\s+/).filter(Boolean);
  const q = text.trim();
  const found = commands
    .filter(({ id: one, onRow, name }) => {
      const folded = fold(name);
      return one !== 'palette' && !onRow && words.every((word) => folded.includes(word));
    })
    .map(({ id: one, name, keys, run }) => ({ id: one, name, keys: keys[0], run }));
  const search = {
    id: 'search-for',
    name: t('app.command.search-for', { words: q }),
    keys: undefined,
    run: () => void navigate({ to: '/expenses', search: { q } }),
  };
  const options = q === '' ? found : [...found, search];
  const current = Math.min(at, options.length - 1);

  const give = (index: number) => {
    const command = options[index];
    if (!command) return;
    onClose();
    // Once the dialog is gone and the focus is where it was.
    setTimeout(command.run);
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = (current + step + options.length) % options.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      give(current);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('app.command.palette')} initialFocus={input}>
      <TextInput
        ref={input}
        role="combobox"
        aria-label={t('app.palette.label')}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={`${id}-${current}`}
        placeholder={t('app.palette.placeholder')}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={move}
      />
      <div id={id} role="listbox" aria-label={t('app.palette.list')} className="mt-3 -mx-2 grid">
        {options.map((option, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys
          <div
            key={option.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onClick={() => give(index)}
            className="flex min-h-11 items-center justify-between gap-4 rounded-xl px-3 py-1.5 hover:bg-surface-2 aria-selected:bg-accent-soft"
          >
            {option.name}
            {option.keys ? <Keys keys={option.keys} /> : null}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
