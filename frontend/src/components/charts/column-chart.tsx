import { ChartFigure } from './chart-figure';
import { Rulers } from './rulers';
import { t } from './messages';

export type Column = {
  key: string;
  /** In full, for reading aloud. */
  name: string;
  short: string;
  value: string;
  share: number;
  /** Higher than the scale. */
  over?: boolean;
  /** What it is compared with, drawn beside it. */
  before?: { name: string; value: string; share: number };
};

const width = 720;
const height = 196;
const floor = 190;
const head = 12;

const sizeOf = (share: number) => (share > 0 ? Math.max(share * (floor - head), 3) : 0);

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
  const step = width / Math.max(columns.length, 1);
  const paired = columns.some(({ before }) => before);
  const bar = Math.min(step * (paired ? 0.36 : 0.68), 44);
  const every = Math.ceil(columns.length / 8);
  const read = (at: number) => {
    const one = columns[at];
    if (!one) return '';
    const now = t('chart.read', { name: one.name, value: one.value });
    return one.before
      ? t('chart.read-before', { now, name: one.before.name, value: one.before.value })
      : now;
  };
  return (
    <ChartFigure caption={caption} note={top} count={columns.length} read={read}>
      {({ at, choose }) => (
        <>
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${width} ${height}`}
            className="block h-48 w-full overflow-visible rtl:-scale-x-100"
            preserveAspectRatio="none"
          >
            <Rulers width={width} top={head} floor={floor} />
            {columns.map((column, index) => {
              const size = sizeOf(column.share) + (column.over ? head - 4 : 0);
              const middle = index * step + step / 2;
              const x = paired ? middle + 1 : middle - bar / 2;
              const old = sizeOf(column.before?.share ?? 0);
              return (
                <g
                  key={column.key}
                  onPointerEnter={() => choose(index)}
                  onPointerLeave={() => choose(null)}
                  opacity={at === null || at === index ? 1 : 0.55}
                >
                  <rect x={index * step} width={step} y="0" height={floor} fill="transparent" />
                  {old > 0 ? (
                    <rect
                      x={middle - bar - 1}
                      width={bar}
                      y={floor - old}
                      height={old}
                      rx={Math.min(4, bar / 3)}
                      fill="var(--line-strong)"
                    />
                  ) : null}
                  <rect
                    x={x}
                    width={bar}
                    y={floor - size}
                    height={size}
                    rx={Math.min(4, bar / 3)}
                    fill={at === index ? 'var(--accent-strong)' : 'var(--accent)'}
                  />
                  {column.over ? (
                    <path
                      d={`M ${x - 2} 34 l ${bar / 2 + 2} -6 l ${bar / 2 + 2} 6`}
                      fill="none"
                      stroke="var(--surface)"
                      strokeWidth="4"
                    />
                  ) : null}
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
        </>
      )}
    </ChartFigure>
  );
}
