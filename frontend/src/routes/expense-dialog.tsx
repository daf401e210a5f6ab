import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { expenseQuery } from '@/features/expenses/api';
import { ExpenseForm } from '@/features/expenses/components/expense-form';
import { useDeleteExpense } from '@/features/expenses/use-delete';
import { RepeatLink } from '@/features/recurring/components/repeat-link';
import { useScope } from '@/features/recurring/use-scope';
import { t } from '@/features/expenses/form-messages';
import { idIn, Loaded, useClose, useTitle } from './record-dialog';

export function NewExpense() {
  const close = useClose('/expenses');
  const amount = useRef<HTMLInputElement>(null);
  useTitle(t('form.add'));
  return (
    <Dialog open onClose={close} title={t('form.add')} initialFocus={amount}>
      <ExpenseForm amountRef={amount} onDone={close} />
    </Dialog>
  );
}

const History = lazy(async () => {
  const { History: component } = await import('@/features/expenses/components/history');
  return { default: component };
});

const route = getRouteApi('/expenses/$id');

export function EditExpense() {
  const id = idIn(route.useParams().id);
  const close = useClose('/expenses');
  const amount = useRef<HTMLInputElement>(null);
  const remove = useDeleteExpense();
  const scope = useScope();
  useTitle(t('form.edit'));
  return (
    <Dialog open onClose={close} title={t('form.edit')} initialFocus={amount}>
      <Loaded
        id={id}
        query={expenseQuery(id)}
        words={{
          missing: t('form.missing'),
          failed: t('form.failed'),
          loading: t('form.loading'),
        }}
      >
        {(expense) => (
          <>
            <RepeatLink expense={expense} />
            <ExpenseForm
              key={expense.id}
              expense={expense}
              amountRef={amount}
              onDone={close}
              onCorrect={scope.save}
              asking={scope.asking}
              onDelete={() => {
                remove.mutate(expense);
                close();
              }}
            />
            {scope.question}
            <Suspense>
              <History id={expense.id} />
            </Suspense>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
