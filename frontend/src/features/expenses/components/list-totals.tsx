import { usePreferences } from '@/lib/preferences';
import type { Sum } from '../model';

/** How many match and what they come to, as the server counted. */
export function ListTotals({ count, sums }: { count: number | null; sums: readonly Sum[] }) {
  const { money, locale } = usePreferences();
  if (count === null) return null;
  const number = new Intl.NumberFormat(locale).format(count);
  return (
    <div role="status" className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 px-1">
      <p className="text-text-2">{count === 1 ? '1 expense' : `${number} expenses`}</p>
      {sums.length > 0 ? (
        <p className="text-text-2">
          Total{' '}
          {sums.map((sum, index) => (
            <span key={sum.currency}>
              {index > 0 ? ' + ' : ''}
              <bdi className="money font-semibold text-text">{money(sum.minor, sum.currency)}</bdi>
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}
