import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { deleteBudget, hideBudget, refreshBudgets, restoreBudget } from './api';
import { nameOf } from './components/budget-meter';
import type { Budget } from './schema';
import { t } from './messages';

/** Deletes at once and offers Undo; a failure puts the budget back and says why. */
export function useDeleteBudget() {
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (budget: Budget) => restoreBudget(budget.id),
    onSuccess: (_, budget) => toast({ text: t('budgets.taken-back', { name: nameOf(budget) }) }),
    onError: (error) =>
      toast({ text: t('budgets.not-taken-back', { why: explain(error) }), tone: 'error' }),
    onSettled: () => refreshBudgets(client),
  });
  return useMutation({
    mutationFn: (budget: Budget) => deleteBudget(budget.id),
    onMutate: (budget) => hideBudget(client, budget.id),
    onSuccess: (_, budget) =>
      toast({
        text: t('budgets.deleted', { name: nameOf(budget) }),
        undo: () => restore.mutate(budget),
      }),
    onError: (error, budget, putBack) => {
      putBack?.();
      const name = nameOf(budget);
      toast({ text: t('budgets.not-deleted', { name, why: explain(error) }), tone: 'error' });
    },
    onSettled: () => refreshBudgets(client),
  });
}
