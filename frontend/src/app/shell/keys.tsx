import { Fragment } from 'react';
import { t } from '../messages';

/** Keys as they look on a keyboard: `g h` one after the other, `Ctrl+K` together. */
export function Keys({ keys }: { keys: string }) {
  const chord = keys.includes('+');
  const parts = keys.split(chord ? '+' : ' ');
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-text-3">
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 ? (
            <span className="text-xs">{chord ? '+' : t('app.shortcuts.then')}</span>
          ) : null}
          <kbd className="grid min-h-6 min-w-6 place-items-center rounded-md border border-line bg-surface-2 px-1.5 font-sans text-xs font-medium text-text-2">
            {part.length === 1 ? part.toUpperCase() : part}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}
