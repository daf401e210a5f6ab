import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { deleteExpense, hideExpense, refreshExpenses, restoreExpense } from './api';
import type { Expense } from './schema';

/** Deletes at once and offers Undo; a failure puts the row back and says why. */
export function useDeleteExpense() {
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (expense: Expense) => restoreExpense(expense.id),
    onSuccess: (_, expense) => toast({ text: `Took “${expense.title}” back` }),
    onError: (error) => toast({ text: `Not taken back. ${explain(error)}`, tone: 'error' }),
    onSettled: () => refreshExpenses(client),
  });
  return useMutation({
    mutationFn: (expense: Expense) => deleteExpense(expense.id),
    onMutate: (expense) => hideExpense(client, expense),
    onSuccess: (_, expense) =>
      toast({ text: `Deleted “${expense.title}”`, undo: () => restore.mutate(expense) }),
    onError: (error, expense, putBack) => {
      putBack?.();
      toast({ text: `“${expense.title}” is not deleted. ${explain(error)}`, tone: 'error' });
    },
    onSettled: () => refreshExpenses(client),
  });
}
