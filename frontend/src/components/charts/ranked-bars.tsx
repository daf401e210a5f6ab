import type { CSSProperties, ReactNode } from 'react';

export type RankedBar = {
  key: string;
  name: ReactNode;
  value: string;
  detail: string;
  /** 0 to 1: how long the bar is against the longest. */
  share: number;
  style?: CSSProperties;
};

/** Bars of falling length, each under its own words. The words carry all of it; bars only help. */
export function RankedBars({ bars, label }: { bars: readonly RankedBar[]; label: string }) {
  return (
    <ol aria-label={label} className="grid gap-4">
      {bars.map((bar) => (
        <li key={bar.key}>
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="min-w-0 font-medium">{bar.name}</span>
            <span className="money">
              <bdi className="font-medium">{bar.value}</bdi>
              <span className="ms-2 text-sm text-text-3">{bar.detail}</span>
            </span>
          </div>
          <svg
            aria-hidden="true"
            width="100%"
            height="10"
            className="mt-1.5 block rtl:-scale-x-100"
            style={bar.style}
          >
            <rect width="100%" height="10" rx="5" fill="var(--surface-2)" />
            <rect
              className="category-bar"
              width={`${Math.max(bar.share * 100, 1)}%`}
              height="10"
              rx="5"
            />
          </svg>
        </li>
      ))}
    </ol>
  );
}
