import { Link } from '@tanstack/react-router';
import { Pencil, Trash2, Wallet } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { usePreferences } from '@/lib/preferences';
import { CategoryTile } from '@/features/categories/components/category-tile';
import { rowsSearch } from '../model';
import type { Budget } from '../schema';
import { BudgetMeter, BudgetSums, nameOf, PaceSentence, StandingLabel } from './budget-meter';
import { t } from '../messages';

export function BudgetPicture({ category }: { category: string | null }) {
  if (category !== null) return <CategoryTile name={category} />;
  return (
    <span
      aria-hidden="true"
      className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent-soft text-accent"
    >
      <Wallet size={20} />
    </span>
  );
}

/** What else there is to say about a figure. */
function Notes({ budget }: { budget: Budget }) {
  const { money } = usePreferences();
  const { carried, in_other_currencies: others } = budget.state;
  const notes = [
    carried > 0n ? t('budgets.carried', { sum: money(carried, budget.currency) }) : '',
    carried < 0n ? t('budgets.owed', { sum: money(-carried, budget.currency) }) : '',
    others > 0 ? t('budgets.others', { count: others }) : '',
    budget.category_archived ? t('budgets.archived') : '',
  ].filter((note) => note !== '');
  return notes.length > 0 ? <p className="text-sm text-text-3">{notes.join(' ')}</p> : null;
}

type Props = { budgets: readonly Budget[]; onDelete: (budget: Budget) => void };

/** Each budget with its bar, its sentence, the rows behind it, and what can be done with it. */
export function BudgetList({ budgets, onDelete }: Props) {
  return (
    <ul className="divide-y divide-line">
      {budgets.map((budget) => {
        const name = nameOf(budget);
        return (
          <li key={budget.id} className="grid gap-2 px-4 py-4 sm:px-5">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <BudgetPicture category={budget.category} />
              <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                  <Link
                    to="/expenses"
                    search={rowsSearch(budget)}
                    aria-label={t('budgets.rows', { name })}
                    className="inline-flex min-h-6 items-center font-semibold hover:underline"
                  >
                    {name}
                  </Link>
                  <StandingLabel budget={budget} />
                </div>
                <BudgetSums budget={budget} />
              </div>
              <div className="flex">
                <Link
                  to="/budgets/$id"
                  params={{ id: String(budget.id) }}
                  search={true}
                  aria-label={t('budgets.edit', { name })}
                  title={t('budgets.edit', { name })}
                  className="grid size-11 shrink-0 place-items-center rounded-xl text-text-2 hover:bg-surface-2 hover:text-text"
                >
                  <Pencil size={18} aria-hidden="true" />
                </Link>
                <IconButton label={t('budgets.delete', { name })} onClick={() => onDelete(budget)}>
                  <Trash2 size={18} aria-hidden="true" />
                </IconButton>
              </div>
            </div>
            <BudgetMeter budget={budget} />
            <p className="text-sm text-text-2">
              <PaceSentence budget={budget} />
            </p>
            <Notes budget={budget} />
          </li>
        );
      })}
    </ul>
  );
}
