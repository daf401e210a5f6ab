import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/states';
import { ApiError } from '@/lib/problem';
import { expenseQuery } from '@/features/expenses/api';
import { ExpenseForm } from '@/features/expenses/components/expense-form';
import { useDeleteExpense } from '@/features/expenses/use-delete';

/** Back to where the dialog was opened from, or to the list behind it. */
function useClose(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  return () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/expenses', search: true });
  };
}

function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · Expense Tracker`;
    return () => {
      document.title = before;
    };
  }, [title]);
}

export function NewExpense() {
  const close = useClose();
  const amount = useRef<HTMLInputElement>(null);
  useTitle('Add expense');
  return (
    <Dialog open onClose={close} title="Add expense" initialFocus={amount}>
      <ExpenseForm amountRef={amount} onDone={close} />
    </Dialog>
  );
}

const route = getRouteApi('/expenses/$id');

export function EditExpense() {
  const { id } = route.useParams();
  const close = useClose();
  const amount = useRef<HTMLInputElement>(null);
  const remove = useDeleteExpense();
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : 0;
  const expense = useQuery({
    ...expenseQuery(number),
    enabled: number > 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  useTitle('Edit expense');
  const { data } = expense;
  const missing =
    number === 0 || (expense.error instanceof ApiError && expense.error.status === 404);
  return (
    <Dialog open onClose={close} title="Edit expense" initialFocus={amount}>
      {missing ? (
        <p role="alert" className="py-8 text-center text-text-2">
          This expense isn’t there. It may have been deleted; if so, it is in the trash.
        </p>
      ) : null}
      {expense.isError && !missing ? (
        <ErrorState
          error={expense.error}
          what="This expense could not be loaded."
          onRetry={() => void expense.refetch()}
        />
      ) : null}
      {expense.isPending && !missing ? (
        <div role="status" aria-label="Loading the expense" className="grid gap-5 py-2">
          {[1, 2, 3, 4].map((one) => (
            <div key={one} className="skeleton h-12 w-full" />
          ))}
        </div>
      ) : null}
      {data && !expense.isError ? (
        <ExpenseForm
          key={data.id}
          expense={data}
          amountRef={amount}
          onDone={close}
          onDelete={() => {
            remove.mutate(data);
            close();
          }}
        />
      ) : null}
    </Dialog>
  );
}
