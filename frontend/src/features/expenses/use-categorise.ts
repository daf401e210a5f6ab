import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { ApiError, explain } from '@/lib/problem';
import { refreshExpenses, showCategory, updateExpense } from './api';
import type { Expense } from './schema';
import { t } from './list-messages';

type Change = { expense: Expense; category: string };

/** Changes a row's category at once and offers Undo; what is refused goes back with the reason. */
export function useCategorise() {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: ({ expense, category }: Change) =>
      updateExpense(expense.id, { category }, expense.version, newIdempotencyKey()),
    onMutate: ({ expense, category }) => showCategory(client, expense.id, category),
    onSuccess: (saved, { expense }) =>
      toast({
        text: t('list.categorised', { title: saved.title, category: saved.category }),
        undo: () => change.mutate({ expense: saved, category: expense.category }),
      }),
    onError: (error, { expense }, putBack) => {
      putBack?.();
      const why =
        error instanceof ApiError && error.status === 412 ? t('list.changed') : explain(error);
      const { title, category } = expense;
      toast({ text: t('list.not-categorised', { title, category, why }), tone: 'error' });
    },
    onSettled: () => refreshExpenses(client),
  });
  return change;
}
