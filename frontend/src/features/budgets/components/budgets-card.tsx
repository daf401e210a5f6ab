import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/page';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { budgetsQuery } from '../api';
import { mostUrgent, rowsSearch } from '../model';
import { BudgetMeter, BudgetSums, nameOf, PaceSentence } from './budget-meter';
import { t } from '../messages';

/** How the budgets stand today: the one for everything, then those that are spent furthest. */
export function BudgetsCard() {
  const budgets = useQuery(budgetsQuery());
  const { data } = budgets;
  return (
    <Card
      title={t('budgets.card')}
      actions={
        <Link to="/budgets" className="font-medium text-accent hover:underline">
          {t('budgets.card.all')}
        </Link>
      }
    >
      {budgets.isPending ? <SkeletonRows count={3} label={t('budgets.loading')} /> : null}
      {budgets.isError ? (
        <ErrorState
          error={budgets.error}
          what={t('budgets.failed')}
          onRetry={() => void budgets.refetch()}
        />
      ) : null}
      {data && !budgets.isError && data.length === 0 ? (
        <div className="grid justify-items-start gap-3 p-4 sm:p-5">
          <p className="text-text-2">{t('budgets.none.why')}</p>
          <Link to="/budgets/new" className={buttonClass()}>
            {t('budgets.none.first')}
          </Link>
        </div>
      ) : null}
      {data && !budgets.isError && data.length > 0 ? (
        <ul className="grid gap-4 p-4 sm:p-5">
          {mostUrgent(data, 4).map((budget) => (
            <li key={budget.id} className="grid gap-1">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                <Link
                  to="/expenses"
                  search={rowsSearch(budget)}
                  aria-label={t('budgets.rows', { name: nameOf(budget) })}
                  className="inline-flex min-h-6 items-center font-medium hover:underline"
                >
                  {nameOf(budget)}
                </Link>
                <BudgetSums budget={budget} />
              </div>
              <BudgetMeter budget={budget} />
              <p className="text-sm text-text-2">
                <PaceSentence budget={budget} />
              </p>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
