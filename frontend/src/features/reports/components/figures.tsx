import type { ReactNode } from 'react';

/** Some figures with their names, large. */
export function Figures({ figures }: { figures: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-sm text-text-3">{name}</dt>
          <dd className="money text-2xl font-semibold tracking-tight max-sm:text-xl">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
