import { getRouteApi } from '@tanstack/react-router';
import { useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { budgetQuery } from '@/features/budgets/api';
import { BudgetForm } from '@/features/budgets/components/budget-form';
import { readBudgetSearch } from '@/features/budgets/search';
import { useDeleteBudget } from '@/features/budgets/use-delete';
import { t } from '@/features/budgets/form-messages';
import { idIn, Loaded, useClose, useTitle } from './record-dialog';

const list = getRouteApi('/budgets');

export function NewBudget() {
  const close = useClose('/budgets');
  const amount = useRef<HTMLInputElement>(null);
  const { period = 'month' } = readBudgetSearch(list.useSearch());
  useTitle(t('budget.add'));
  return (
    <Dialog open onClose={close} title={t('budget.add')} initialFocus={amount}>
      <BudgetForm amountRef={amount} period={period} onDone={close} />
    </Dialog>
  );
}

const route = getRouteApi('/budgets/$id');

export function EditBudget() {
  const id = idIn(route.useParams().id);
  const close = useClose('/budgets');
  const amount = useRef<HTMLInputElement>(null);
  const remove = useDeleteBudget();
  useTitle(t('budget.edit'));
  return (
    <Dialog open onClose={close} title={t('budget.edit')} initialFocus={amount}>
      <Loaded
        id={id}
        query={budgetQuery(id)}
        words={{
          missing: t('budget.missing'),
          failed: t('budget.load-failed'),
          loading: t('budget.loading'),
        }}
      >
        {(budget) => (
          <BudgetForm
            key={budget.id}
            budget={budget}
            amountRef={amount}
            onDone={close}
            onDelete={() => {
              remove.mutate(budget);
              close();
            }}
          />
        )}
      </Loaded>
    </Dialog>
  );
}
