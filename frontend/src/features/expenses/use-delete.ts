import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { deleteExpense, hideExpense, refreshExpenses, restoreExpense } from './api';
import type { Expense } from './schema';
import { t } from './messages';

/** Deletes at once and offers Undo; a failure puts the row back and says why. */
export function useDeleteExpense() {
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (expense: Expense) => restoreExpense(expense.id),
    onSuccess: (_, expense) => toast({ text: t('expenses.taken-back', { title: expense.title }) }),
    onError: (error) =>
      toast({ text: t('expenses.not-taken-back', { why: explain(error) }), tone: 'error' }),
    onSettled: () => refreshExpenses(client),
  });
  return useMutation({
    mutationFn: (expense: Expense) => deleteExpense(expense.id),
    onMutate: (expense) => hideExpense(client, expense),
    onSuccess: (_, expense) =>
      toast({
        text: t('expenses.deleted', { title: expense.title }),
        undo: () => restore.mutate(expense),
      }),
    onError: (error, expense, putBack) => {
      putBack?.();
      const { title } = expense;
      toast({ text: t('expenses.not-deleted', { title, why: explain(error) }), tone: 'error' });
    },
    onSettled: () => refreshExpenses(client),
  });
}
