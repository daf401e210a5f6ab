import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/states';
import { ApiError } from '@/lib/problem';
import { budgetQuery } from '@/features/budgets/api';
import { BudgetForm } from '@/features/budgets/components/budget-form';
import { readBudgetSearch } from '@/features/budgets/search';
import { useDeleteBudget } from '@/features/budgets/use-delete';
import { t as page } from '@/components/ui/messages';
import { t } from '@/features/budgets/form-messages';

/** Back to where the dialog was opened from, or to the page behind it. */
function useClose(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  return () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/budgets', search: true });
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

const list = getRouteApi('/budgets');

export function NewBudget() {
  const close = useClose();
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
  const { id } = route.useParams();
  const close = useClose();
  const amount = useRef<HTMLInputElement>(null);
  const remove = useDeleteBudget();
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : 0;
  const budget = useQuery({
    ...budgetQuery(number),
    enabled: number > 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  useTitle(t('budget.edit'));
  const { data } = budget;
  const missing = number === 0 || (budget.error instanceof ApiError && budget.error.status === 404);
  return (
    <Dialog open onClose={close} title={t('budget.edit')} initialFocus={amount}>
      {missing ? (
        <p role="alert" className="py-8 text-center text-text-2">
          {t('budget.missing')}
        </p>
      ) : null}
      {budget.isError && !missing ? (
        <ErrorState
          error={budget.error}
          what={t('budget.load-failed')}
          onRetry={() => void budget.refetch()}
        />
      ) : null}
      {budget.isPending && !missing ? (
        <div role="status" aria-label={t('budget.loading')} className="grid gap-5 py-2">
          {[1, 2, 3, 4].map((one) => (
            <div key={one} className="skeleton h-12 w-full" />
          ))}
        </div>
      ) : null}
      {data && !budget.isError ? (
        <BudgetForm
          key={data.id}
          budget={data}
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
