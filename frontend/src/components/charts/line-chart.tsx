import { ChartFigure } from './chart-figure';
import { Rulers } from './rulers';

export type Line = { key: 'now' | 'before'; shares: readonly number[] };

const width = 720;
const height = 200;
const floor = 196;
const head = 6;

/** Two lines over the days of a period: the one that runs, and the one before it. */
export function LineChart({
  lines,
  caption,
  note,
  read,
  ticks,
}: {
  lines: readonly Line[];
  caption: string;
  note: string;
  read: (at: number) => string;
  /** What stands below the first and the last day. */
  ticks: readonly [string, string];
}) {
  const count = Math.max(...lines.map(({ shares }) => shares.length), 1);
  const x = (at: number) => (count === 1 ? width / 2 : (at / (count - 1)) * width);
  const y = (share: number) => floor - share * (floor - head);
  return (
    <ChartFigure caption={caption} note={note} count={count} read={read}>
      {({ at, choose }) => (
        <>
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            className="block h-48 w-full overflow-visible rtl:-scale-x-100"
            onPointerLeave={() => choose(null)}
            onPointerMove={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              const part = (event.clientX - box.left) / box.width;
              const along = document.documentElement.dir === 'rtl' ? 1 - part : part;
              choose(Math.min(Math.max(Math.round(along * (count - 1)), 0), count - 1));
            }}
          >
            <rect width={width} height={height} fill="transparent" />
            <Rulers width={width} top={head} floor={floor} />
            {at === null ? null : (
              <line x1={x(at)} x2={x(at)} y1="0" y2={floor} stroke="var(--line-strong)" />
            )}
            {lines.map(({ key, shares }) => (
              <g
                key={key}
                fill="none"
                stroke={key === 'now' ? 'var(--accent)' : 'var(--text-3)'}
                strokeLinecap="round"
                strokeLinejoin="round"
              >
                <polyline
                  points={shares.map((share, day) => `${x(day)},${y(share)}`).join(' ')}
                  strokeWidth={key === 'now' ? 3 : 2}
                  strokeDasharray={key === 'now' ? undefined : '2 6'}
                  vectorEffect="non-scaling-stroke"
                />
                {/* A line of no length with round ends is a dot that no scale can squeeze. */}
                {[at ?? (key === 'now' ? shares.length - 1 : -1)].map((day) =>
                  shares[day] === undefined ? null : (
                    <path
                      key={day}
                      d={`M ${x(day)} ${y(shares[day])} h 0`}
                      strokeWidth="10"
                      vectorEffect="non-scaling-stroke"
                    />
                  ),
                )}
              </g>
            ))}
          </svg>
          <div aria-hidden="true" className="flex justify-between text-xs text-text-3">
            <span>{ticks[0]}</span>
            <span>{ticks[1]}</span>
          </div>
        </>
      )}
    </ChartFigure>
  );
}
