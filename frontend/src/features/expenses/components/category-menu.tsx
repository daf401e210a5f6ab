import type { Expense } from '../schema';
import { CategoryChoice } from './category-choice';
import { t } from '../list-messages';

type Props = {
  expense: Expense;
  anchor: HTMLElement;
  onChoose: (expense: Expense, category: string) => void;
  onClose: () => void;
};

/** Puts one row of the list into another category. */
export function CategoryMenu({ expense, anchor, onChoose, onClose }: Props) {
  return (
    <CategoryChoice
      anchor={anchor}
      label={t('list.category-of', { title: expense.title })}
      value={expense.category}
      onChoose={(category) => onChoose(expense, category)}
      onClose={onClose}
    />
  );
}
