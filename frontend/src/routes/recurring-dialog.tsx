import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { editableAmount } from '@/lib/amount-input';
import { usePreferences } from '@/lib/preferences';
import { expenseQuery } from '@/features/expenses/api';
import { ruleQuery } from '@/features/recurring/api';
import { RecurringForm } from '@/features/recurring/components/recurring-form';
import { formOf, newForm } from '@/features/recurring/model';
import { useDeleteRule } from '@/features/recurring/use-rules';
import { labelsOf } from '@/features/labels/fields';
import { t } from '@/features/recurring/messages';
import { FormSkeleton, idIn, Loaded, useClose, useTitle } from './record-dialog';

const newRoute = getRouteApi('/recurring/new');

/** A new rule; `?from=7` begins with an expense, which is then its first entry. */
export function NewRecurring() {
  const { from } = newRoute.useSearch();
  const { currency, locale, today } = usePreferences();
  const close = useClose('/recurring');
  const amount = useRef<HTMLInputElement>(null);
  const id = idIn(from);
  const expense = useQuery({ ...expenseQuery(id), enabled: id > 0 });
  useTitle(t('recurring.add'));
  const waits = id > 0 && expense.isPending;
  const { data } = expense;
  return (
    <Dialog open onClose={close} title={t('recurring.add')} initialFocus={amount}>
      {waits ? (
        <FormSkeleton label={t('recurring.loading')} />
      ) : (
        <RecurringForm
          initial={newForm(
            today,
            data && {
              amount: editableAmount(data.minor, data.currency, locale),
              title: data.title,
              category: data.category,
              ...labelsOf(data),
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
  const id = idIn(route.useParams().id);
  const { locale } = usePreferences();
  const close = useClose('/recurring');
  const amount = useRef<HTMLInputElement>(null);
  const remove = useDeleteRule();
  useTitle(t('recurring.edit'));
  return (
    <Dialog open onClose={close} title={t('recurring.edit')} initialFocus={amount}>
      <Loaded
        id={id}
        query={ruleQuery(id)}
        words={{
          missing: t('recurring.missing'),
          failed: t('recurring.one.failed'),
          loading: t('recurring.loading'),
        }}
      >
        {(rule) => (
          <RecurringForm
            key={rule.id}
            initial={formOf(rule, locale)}
            currency={rule.currency}
            rule={rule}
            amountRef={amount}
            onDone={close}
            actions={
              <Button
                look="danger"
                onClick={() => {
                  remove.mutate(rule);
                  close();
                }}
              >
                {t('recurring.delete')}
              </Button>
            }
          />
        )}
      </Loaded>
    </Dialog>
  );
}
