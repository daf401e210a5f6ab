import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { Fragment, memo } from 'react';
import { IconButton } from '@/components/ui/button';
import { formatDate } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { CategoryTile } from '@/features/categories/components/category-tile';
import type { Expense } from '../schema';
import { t } from '../messages';

type Props = {
  expense: Expense;
  withDate?: boolean;
  onDelete?: (expense: Expense) => void;
  /** Opens the choice of another category beside the given element. */
  onCategory?: (expense: Expense, anchor: HTMLElement) => void;
};

/** One entry: a link to its form, and a way to delete it. Stands in an item of a list. */
export const ExpenseRow = memo(function ExpenseRow({
  expense,
  withDate = false,
  onDelete,
  onCategory,
}: Props) {
  const { locale, money } = usePreferences();
  const details = [
    expense.category,
    expense.merchant,
    ...expense.tags.map((tag) => `#${tag}`),
    withDate ? formatDate(expense.day, locale) : '',
    expense.sample ? t('expenses.sample') : '',
    expense.recurring_id ? t('expenses.recurring') : '',
  ].filter(Boolean);
  return (
    <div className="relative flex items-center gap-3 px-4 py-2.5 hover:bg-surface-2/60 sm:gap-4 sm:px-5">
      {onCategory ? (
        <button
          type="button"
          aria-label={t('expenses.change-category', { title: expense.title })}
          aria-haspopup="menu"
          title={t('expenses.category-change', { category: expense.category })}
          onClick={(event) => onCategory(expense, event.currentTarget)}
          className="relative z-10 -m-0.5 rounded-[0.875rem] p-0.5 transition-shadow hover:ring-2 hover:ring-line-strong"
        >
          <CategoryTile name={expense.category} />
        </button>
      ) : (
        <CategoryTile name={expense.category} />
      )}
      <div className="min-w-0 flex-1">
        <Link
          to="/expenses/$id"
          params={{ id: String(expense.id) }}
          search={true}
          resetScroll={false}
          className="line-clamp-2 font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-xl focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <bdi>{expense.title}</bdi>
        </Link>
        <p className="text-sm text-text-3">
          {details.map((detail, index) => (
            <Fragment key={index}>
              {index > 0 ? ' · ' : ''}
              <bdi>{detail}</bdi>
            </Fragment>
          ))}
        </p>
      </div>
      <bdi className="money text-end font-medium">{money(expense.minor, expense.currency)}</bdi>
      {onDelete ? (
        <IconButton
          label={t('expenses.delete', { title: expense.title })}
          className="relative z-10 -me-2 max-sm:hidden"
          onClick={() => onDelete(expense)}
        >
          <Trash2 size={18} aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  );
});
