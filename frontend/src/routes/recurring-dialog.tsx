import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/states';
import { editableAmount } from '@/lib/amount-input';
import { usePreferences } from '@/lib/preferences';
import { ApiError } from '@/lib/problem';
import { expenseQuery } from '@/features/expenses/api';
import { ruleQuery } from '@/features/recurring/api';
import { RecurringForm } from '@/features/recurring/components/recurring-form';
import { formOf, newForm } from '@/features/recurring/model';
import { useDeleteRule } from '@/features/recurring/use-rules';
import { t as page } from '@/components/ui/messages';
import { t } from '@/features/recurring/messages';

function useClose(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  return () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/recurring' });
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

function Skeleton() {
  return (
    <div role="status" aria-label={t('recurring.loading')} className="grid gap-5 py-2">
      {[1, 2, 3, 4, 5].map((one) => (
        <div key={one} className="skeleton h-12 w-full" />
      ))}
    </div>
  );
}

const isMissing = (error: unknown) => error instanceof ApiError && error.status === 404;
const numberOf = (text: string | undefined) =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0;

const newRoute = getRouteApi('/recurring/new');

/** A new rule; `?from=7` begins with an expense, which is then its first entry. */
export function NewRecurring() {
  const { from } = newRoute.useSearch();
  const { currency, locale, today } = usePreferences();
  const close = useClose();
  const amount = useRef<HTMLInputElement>(null);
  const id = numberOf(from);
  const expense = useQuery({ ...expenseQuery(id), enabled: id > 0 });
  useTitle(t('recurring.add'));
  const waits = id > 0 && expense.isPending;
  const { data } = expense;
  return (
    <Dialog open onClose={close} title={t('recurring.add')} initialFocus={amount}>
      {waits ? (
        <Skeleton />
      ) : (
        <RecurringForm
          initial={newForm(
            today,
            data && {
              amount: editableAmount(data.minor, data.currency, locale),
              title: data.title,
              category: data.category,
              day: data.day,
            },
          )}
          currency={data?.currency ?? currency}
          fromExpense={data?.id}
          amountRef={amount}
          onDone={close}
        />
      )}
    </Dialog>
  );
}

const route = getRouteApi('/recurring/$id');

export function EditRecurring() {
  const { id } = route.useParams();
  const { locale } = usePreferences();
  const close = useClose();
  const amount = useRef<HTMLInputElement>(null);
  const remove = useDeleteRule();
  const number = numberOf(id);
  const rule = useQuery({
    ...ruleQuery(number),
    enabled: number > 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  useTitle(t('recurring.edit'));
  const missing = number === 0 || isMissing(rule.error);
  const { data } = rule;
  return (
    <Dialog open onClose={close} title={t('recurring.edit')} initialFocus={amount}>
      {missing ? (
        <p role="alert" className="py-8 text-center text-text-2">
          {t('recurring.missing')}
        </p>
      ) : null}
      {rule.isError && !missing ? (
        <ErrorState
          error={rule.error}
          what={t('recurring.one.failed')}
          onRetry={() => void rule.refetch()}
        />
      ) : null}
      {rule.isPending && !missing ? <Skeleton /> : null}
      {data && !rule.isError ? (
        <RecurringForm
          key={data.id}
          initial={formOf(data, locale)}
          currency={data.currency}
          rule={data}
          amountRef={amount}
          onDone={close}
          actions={
            <Button
              look="danger"
              onClick={() => {
                remove.mutate(data);
                close();
              }}
            >
              {t('recurring.delete')}
            </Button>
          }
        />
      ) : null}
    </Dialog>
  );
}
