import { ChartFigure } from './chart-figure';

export type HeatDay = { key: string; step: number };
export type HeatMark = { week: number; text: string };

/** Days as squares, a column for each week; the darker, the more was spent. */
export function HeatMap({
  days,
  lead,
  weekdays,
  marks,
  caption,
  note,
  read,
}: {
  days: readonly HeatDay[];
  /** How many days of the first week come before the first one. */
  lead: number;
  weekdays: readonly string[];
  marks: readonly HeatMark[];
  caption: string;
  note: string;
  read: (at: number) => string;
}) {
  const weeks = Math.ceil((days.length + lead) / 7);
  const side = 10;
  const gap = 2;
  const unit = side + gap;
  const left = 22;
  const top = 12;
  const width = left + weeks * unit;
  return (
    <ChartFigure caption={caption} note={note} count={days.length} read={read} row={7}>
      {({ at, choose }) => (
        <div className="overflow-x-auto p-1">
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${width} ${top + 7 * unit}`}
            // Wide enough for a finger's width to tell weeks apart; the box scrolls by itself.
            style={{ minWidth: `${weeks * 11}px`, maxWidth: `${weeks * 26 + 48}px` }}
            className="block w-full rtl:-scale-x-100"
            onPointerLeave={() => choose(null)}
          >
            <g fill="var(--text-3)" fontSize="7">
              {marks.map(({ week, text }) => (
                <text
                  key={week}
                  x={left + week * unit}
                  y="8"
                  className="rtl:-scale-x-100 [transform-box:fill-box] [transform-origin:center]"
                >
                  {text}
                </text>
              ))}
              {weekdays.map((name, index) =>
                index % 2 === 0 ? (
                  <text
                    key={name}
                    x="0"
                    y={top + index * unit + side - 2}
                    className="rtl:-scale-x-100 [transform-box:fill-box] [transform-origin:center]"
                  >
                    {name}
                  </text>
                ) : null,
              )}
            </g>
            {days.map((day, index) => (
              <rect
                key={day.key}
                x={left + Math.floor((index + lead) / 7) * unit}
                y={top + ((index + lead) % 7) * unit}
                width={side}
                height={side}
                rx="2"
                fill={day.step === 0 ? 'var(--surface-2)' : 'var(--accent)'}
                fillOpacity={day.step === 0 ? 1 : 0.16 + 0.21 * day.step}
                stroke={at === index ? 'var(--text)' : 'none'}
                strokeWidth="1.5"
                onPointerEnter={() => choose(index)}
              />
            ))}
          </svg>
        </div>
      )}
    </ChartFigure>
  );
}
