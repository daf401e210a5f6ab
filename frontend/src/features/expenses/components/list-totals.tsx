import { Fragment } from 'react';
import { rich } from '@/lib/i18n/rich';
import { usePreferences } from '@/lib/preferences';
import { t } from '../list-messages';
import { t as words } from '../messages';
import type { Sum } from '../model';

/** How many match and what they come to, as the server counted. */
export function ListTotals({ count, sums }: { count: number | null; sums: readonly Sum[] }) {
  const { money } = usePreferences();
  if (count === null) return null;
  const amounts = sums.map((sum, index) => (
    <Fragment key={sum.currency}>
      {index > 0 ? ' + ' : ''}
      <bdi className="money font-semibold text-text">{money(sum.minor, sum.currency)}</bdi>
    </Fragment>
  ));
  return (
    <div role="status" className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 px-1">
      <p className="text-text-2">{words('expenses.count', { count })}</p>
      {sums.length > 0 ? (
        <p className="text-text-2">{rich(t.parts('list.total', { sums: <>{amounts}</> }))}</p>
      ) : null}
    </div>
  );
}
