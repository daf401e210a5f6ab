import { useId, useState, type KeyboardEvent } from 'react';
import { t } from './messages';

export type Column = { key: string; name: string; short: string; value: string; share: number };

const width = 720;
const height = 196;
const floor = 190;

/** Columns over time. One tab stop; arrow keys read one column after the other. */
export function ColumnChart({
  columns,
  caption,
  top,
}: {
  columns: readonly Column[];
  caption: string;
  top: string;
}) {
  const [chosen, setChosen] = useState<number | null>(null);
  const id = useId();
  const step = width / Math.max(columns.length, 1);
  const bar = Math.min(step * 0.68, 44);
  const every = Math.ceil(columns.length / 8);
  const at = chosen === null ? null : columns[chosen];

  const move = (event: KeyboardEvent) => {
    const last = columns.length - 1;
    // Time runs along the text.
    const [next, before] =
      document.documentElement.dir === 'rtl'
        ? ['ArrowLeft', 'ArrowRight']
        : ['ArrowRight', 'ArrowLeft'];
    const from = chosen ?? (event.key === before ? columns.length : -1);
    const to = { [next]: from + 1, [before]: from - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(Math.min(Math.max(to, 0), last));
  };

  return (
    <figure>
      <div
        role="group"
        tabIndex={0}
        aria-label={t('chart.keys', { caption })}
        onKeyDown={move}
        onBlur={() => setChosen(null)}
        className="rounded-xl"
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${width} ${height}`}
          className="block h-auto min-h-36 w-full overflow-visible rtl:-scale-x-100"
          preserveAspectRatio="none"
        >
          <line x1="0" x2={width} y1="10" y2="10" stroke="var(--line)" strokeDasharray="4 4" />
          <line x1="0" x2={width} y1={floor} y2={floor} stroke="var(--line)" />
          {columns.map((column, index) => {
            const size = column.share > 0 ? Math.max(column.share * (floor - 10), 3) : 0;
            const x = index * step + (step - bar) / 2;
            return (
              <g
                key={column.key}
                onPointerEnter={() => setChosen(index)}
                onPointerLeave={() => setChosen(null)}
              >
                <rect x={index * step} width={step} y="0" height={floor} fill="transparent" />
                <rect
                  x={x}
                  width={bar}
                  y={floor - size}
                  height={size}
                  rx={Math.min(4, bar / 3)}
                  fill={chosen === index ? 'var(--accent-strong)' : 'var(--accent)'}
                  opacity={chosen === null || chosen === index ? 1 : 0.55}
                />
              </g>
            );
          })}
        </svg>
        <div aria-hidden="true" className="flex text-xs text-text-3">
          {columns.map((column, index) => (
            <span
              key={column.key}
              className="flex-1 overflow-visible text-center whitespace-nowrap"
            >
              {index % every === 0 ? (
                <span className="inline-block w-0 -translate-x-4 rtl:translate-x-4">
                  {column.short}
                </span>
              ) : null}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="mt-3 flex flex-wrap justify-between gap-x-4 text-sm text-text-2">
        <span>{caption}</span>
        <span className="text-text-3">{top}</span>
      </figcaption>
      <p id={id} role="status" className="money mt-1 min-h-6 font-medium">
        {at ? t('chart.read', { name: at.name, value: at.value }) : ''}
      </p>
    </figure>
  );
}
