import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/states';
import { ApiError } from '@/lib/problem';
import { expenseQuery } from '@/features/expenses/api';
import { ExpenseForm } from '@/features/expenses/components/expense-form';
import { useDeleteExpense } from '@/features/expenses/use-delete';
import { RepeatLink } from '@/features/recurring/components/repeat-link';
import { useScope } from '@/features/recurring/use-scope';
import { t as page } from '@/components/ui/messages';
import { t } from '@/features/expenses/form-messages';

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
    document.title = page('ui.page-title', { title });
    return () => {
      document.title = before;
    };
  }, [title]);
}

export function NewExpense() {
  const close = useClose();
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
  const { id } = route.useParams();
  const close = useClose();
  const amount = useRef<HTMLInputElement>(null);
  const remove = useDeleteExpense();
  const scope = useScope();
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : 0;
  const expense = useQuery({
    ...expenseQuery(number),
    enabled: number > 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  useTitle(t('form.edit'));
  const { data } = expense;
  const missing =
    number === 0 || (expense.error instanceof ApiError && expense.error.status === 404);
  return (
    <Dialog open onClose={close} title={t('form.edit')} initialFocus={amount}>
      {missing ? (
        <p role="alert" className="py-8 text-center text-text-2">
          {t('form.missing')}
        </p>
      ) : null}
      {expense.isError && !missing ? (
        <ErrorState
          error={expense.error}
          what={t('form.failed')}
          onRetry={() => void expense.refetch()}
        />
      ) : null}
      {expense.isPending && !missing ? (
        <div role="status" aria-label={t('form.loading')} className="grid gap-5 py-2">
          {[1, 2, 3, 4].map((one) => (
            <div key={one} className="skeleton h-12 w-full" />
          ))}
        </div>
      ) : null}
      {data && !expense.isError ? (
        <>
          <RepeatLink expense={data} />
          <ExpenseForm
            key={data.id}
            expense={data}
            amountRef={amount}
            onDone={close}
            onCorrect={scope.save}
            asking={scope.asking}
            onDelete={() => {
              remove.mutate(data);
              close();
            }}
          />
          {scope.question}
          <Suspense>
            <History id={data.id} />
          </Suspense>
        </>
      ) : null}
    </Dialog>
  );
}
