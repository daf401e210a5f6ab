import { useQuery } from '@tanstack/react-query';
import { ChoiceMenu } from '@/components/ui/choice-menu';
import { categoriesQuery } from '@/features/categories/api';
import type { Expense } from '../schema';
import { t } from '../list-messages';

type Props = {
  expense: Expense;
  anchor: HTMLElement;
  onChoose: (expense: Expense, category: string) => void;
  onClose: () => void;
};

/** Puts one row of the list into another category. */
export function CategoryMenu({ expense, anchor, onChoose, onClose }: Props) {
  const { data } = useQuery(categoriesQuery);
  if (!data) return null;
  return (
    <ChoiceMenu
      anchor={anchor}
      label={t('list.category-of', { title: expense.title })}
      value={expense.category}
      options={data.map(({ name, icon }) => ({ value: name, picture: icon }))}
      onChoose={(category) => onChoose(expense, category)}
      onClose={onClose}
    />
  );
}
