import type { ReactNode } from 'react';
import type { Selection } from '../selection';
import type { Expense } from '../schema';
import { t } from '../bulk-messages';

type Props = { expense: Expense; place: number; selection: Selection; children: ReactNode };

/** A row with a box to tick while rows are being chosen. The row itself stays, and so does its focus. */
export function RowBox({ expense, place, selection, children }: Props) {
  const { on, all, ids, toggle } = selection;
  const chosen = on && (all || ids.has(expense.id));
  return (
    <div
      className={`flex items-center ${chosen ? 'border-s-4 border-accent bg-surface-2' : on ? 'border-s-4 border-transparent' : ''}`}
    >
      {on ? (
        <label className="relative z-10 grid size-11 shrink-0 cursor-pointer place-items-center ps-2">
          <input
            type="checkbox"
            aria-label={t('bulk.row', { title: expense.title })}
            checked={chosen}
            disabled={all}
            onChange={({ nativeEvent }) =>
              toggle(place, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
            }
            className="size-5 accent-accent"
          />
        </label>
      ) : null}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
