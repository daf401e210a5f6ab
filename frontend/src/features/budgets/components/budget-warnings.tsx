import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert, X } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { usePreferences } from '@/lib/preferences';
import { explain } from '@/lib/problem';
import { sessionQuery } from '@/features/session/queries';
import { alertsQuery, dismissAlert, hideAlert, refreshBudgets } from '../api';
import { formatPercent, namePeriod } from '../model';
import type { Alert } from '../schema';
import { nameOf } from './budget-meter';
import { t } from '../messages';

function Warning({ alert, onDismiss }: { alert: Alert; onDismiss: () => void }) {
  const { locale, money, today } = usePreferences();
  const name = nameOf(alert);
  const spent = money(alert.spent, alert.currency);
  return (
    <li className="flex items-start gap-3 rounded-xl bg-warning-soft py-1 ps-4 pe-1 text-sm">
      <TriangleAlert size={18} aria-hidden="true" className="mt-3 shrink-0 text-warning" />
      <p className="min-w-0 flex-1 py-2.5">
        {alert.percent === null
          ? t('budgets.warning.nothing', { name, spent })
          : t(`budgets.warning.${alert.period}`, {
              name,
              percent: formatPercent(alert.percent, locale),
              spent,
              limit: money(alert.limit, alert.currency),
            })}{' '}
        {alert.last_day < today
          ? `${t('budgets.warning.past', {
              period: namePeriod(alert.period, alert.first_day, alert.last_day, locale),
            })} `
          : null}
        <Link
          to="/expenses"
          search={{
            ...(alert.category === null ? {} : { category: alert.category }),
            from: alert.first_day,
            to: alert.last_day,
          }}
          className="font-semibold text-text underline"
        >
          {t('budgets.warning.show')}
        </Link>
      </p>
      <IconButton label={t('budgets.warning.dismiss', { name })} onClick={onDismiss}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

/**
 * What somebody should know, once per period: it is gone when it is dismissed, on every device. Whoever
 * has switched warnings off isn't warned.
 */
export function BudgetWarnings() {
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const wanted = session.settings.notifications;
  const alerts = useQuery({ ...alertsQuery, enabled: wanted });
  const dismiss = useMutation({
    mutationFn: (alert: Alert) => dismissAlert(alert.id),
    onMutate: (alert) => hideAlert(client, alert.id),
    onError: (error, _, putBack) => {
      putBack?.();
      toast({
        text: t('budgets.warning.not-dismissed', { why: explain(error) }),
        tone: 'error',
      });
    },
    onSettled: () => refreshBudgets(client),
  });
  if (!wanted || !alerts.data || alerts.data.length === 0) return null;
  return (
    <ul aria-label={t('budgets.warnings')} className="mb-5 grid gap-2">
      {alerts.data.map((alert) => (
        <Warning key={alert.id} alert={alert} onDismiss={() => dismiss.mutate(alert)} />
      ))}
    </ul>
  );
}
