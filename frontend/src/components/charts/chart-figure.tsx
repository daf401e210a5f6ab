import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { t } from './messages';

export type Chosen = { at: number | null; choose: (at: number | null) => void };

type Props = {
  /** What the chart shows, as a finding. */
  caption: string;
  /** What the scale means, in fewer words. */
  note?: string;
  count: number;
  /** The words of a point. */
  read: (at: number) => string;
  /** How many points Up and Down move. */
  row?: number;
  children: (chosen: Chosen) => ReactNode;
};

/** What every chart is: one tab stop whose points the arrow keys read, and a finding below. */
export function ChartFigure({ caption, note, count, read, row = 0, children }: Props) {
  const [at, choose] = useState<number | null>(null);
  const chosen = at === null || at >= count ? null : at;

  const move = (event: KeyboardEvent) => {
    const rtl = document.documentElement.dir === 'rtl';
    const next = row ? 'ArrowDown' : rtl ? 'ArrowLeft' : 'ArrowRight';
    const before = row ? 'ArrowUp' : rtl ? 'ArrowRight' : 'ArrowLeft';
    const from = chosen ?? (event.key === before ? count : -1);
    const across: Record<string, number> = row
      ? {
          [rtl ? 'ArrowLeft' : 'ArrowRight']: from + row,
          [rtl ? 'ArrowRight' : 'ArrowLeft']: from - row,
        }
      : {};
    const to = { ...across, [next]: from + 1, [before]: from - 1, Home: 0, End: count - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    choose(Math.min(Math.max(to, 0), count - 1));
  };
  return (
    <figure>
      <div
        role="group"
        tabIndex={0}
        aria-label={t('chart.keys', { caption })}
        onKeyDown={move}
        onBlur={() => choose(null)}
        className="rounded-xl"
      >
        {children({ at: chosen, choose })}
      </div>
      <figcaption className="mt-3 flex flex-wrap justify-between gap-x-4 text-sm text-text-2">
        <span>{caption}</span>
        {note ? <span className="text-text-3">{note}</span> : null}
      </figcaption>
      <p role="status" className="mt-1 min-h-6 font-medium tabular-nums print:hidden">
        {chosen === null ? '' : read(chosen)}
      </p>
    </figure>
  );
}
