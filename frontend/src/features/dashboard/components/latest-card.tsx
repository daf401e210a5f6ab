import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ReceiptText } from 'lucide-react';
import { Button, buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/page';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { addSamples, latestQuery, refreshExpenses } from '@/features/expenses/api';
import { ExpenseRow } from '@/features/expenses/components/expense-row';
import { useDeleteExpense } from '@/features/expenses/use-delete';
import { t } from '../messages';

/** The three ways to begin, when there is nothing yet. */
export function FirstSteps({ samples }: { samples: boolean }) {
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () => addSamples(20),
    onSuccess: () => toast({ text: t('home.samples-added', { count: 20 }) }),
    onError: (error) => toast({ text: explain(error), tone: 'error' }),
    onSettled: () => refreshExpenses(client),
  });
  return (
    <EmptyState
      icon={<ReceiptText size={28} />}
      title={t('home.first')}
      actions={
        <>
          <Link to="/expenses/new" className={buttonClass('primary')}>
            {t('home.first.add')}
          </Link>
          <Link to="/import" className={buttonClass()}>
            {t('home.first.import')}
          </Link>
          {samples ? (
            <Button busy={add.isPending} onClick={() => add.mutate()}>
              {t('home.first.samples')}
            </Button>
          ) : null}
        </>
      }
    >
      {t('home.first.why')}
    </EmptyState>
  );
}

/** The eight newest entries. */
export function LatestCard({ samples }: { samples: boolean }) {
  const latest = useQuery(latestQuery);
  const remove = useDeleteExpense();
  return (
    <Card
      title={t('home.latest')}
      actions={
        <Link to="/expenses" className="font-medium text-accent hover:underline">
          {t('home.latest.all')}
        </Link>
      }
    >
      <div className="pt-2">
        {latest.isPending ? <SkeletonRows count={5} label={t('home.latest.loading')} /> : null}
        {latest.isError ? (
          <ErrorState
            error={latest.error}
            what={t('home.latest.failed')}
            onRetry={() => void latest.refetch()}
          />
        ) : null}
        {latest.data && !latest.isError && latest.data.length === 0 ? (
          <FirstSteps samples={samples} />
        ) : null}
        {latest.data && !latest.isError ? (
          <ul className="divide-y divide-line">
            {latest.data.map((expense) => (
              <li key={expense.id}>
                <ExpenseRow expense={expense} withDate onDelete={remove.mutate} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Card>
  );
}
