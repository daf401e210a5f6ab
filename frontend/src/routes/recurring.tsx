import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { Plus, Repeat } from 'lucide-react';
import { useMemo } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states';
import { useCommands, type Command } from '@/lib/commands/registry';
import { rulesQuery } from '@/features/recurring/api';
import { RuleRow } from '@/features/recurring/components/rule-row';
import { UpcomingCard } from '@/features/recurring/components/upcoming-card';
import { useDeleteRule, usePauseRule } from '@/features/recurring/use-rules';
import { t } from '@/features/recurring/messages';

export function RecurringPage() {
  const navigate = useNavigate();
  const rules = useQuery(rulesQuery);
  const remove = useDeleteRule();
  const pause = usePauseRule();
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'recurring-new',
        name: t('recurring.add'),
        group: 'expenses',
        keys: ['a'],
        run: () => void navigate({ to: '/recurring/new' }),
      },
    ],
    [navigate],
  );
  useCommands(commands);
  const add = (
    <Link to="/recurring/new" className={buttonClass('primary')}>
      <Plus size={18} aria-hidden="true" />
      {t('recurring.add')}
    </Link>
  );
  return (
    <Page title={t('recurring.title')} lead={t('recurring.lead')} actions={add}>
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <section className="card overflow-hidden" aria-label={t('recurring.list')}>
          {rules.isPending ? <SkeletonRows count={4} label={t('recurring.loading')} /> : null}
          {rules.isError ? (
            <ErrorState
              error={rules.error}
              what={t('recurring.failed')}
              onRetry={() => void rules.refetch()}
            />
          ) : null}
          {rules.data?.length === 0 ? (
            <EmptyState icon={<Repeat size={28} />} title={t('recurring.empty')}>
              {t('recurring.empty.why')}
            </EmptyState>
          ) : null}
          <ul className="divide-y divide-line">
            {rules.data?.map((rule) => (
              <RuleRow key={rule.id} rule={rule} onPause={pause.mutate} onDelete={remove.mutate} />
            ))}
          </ul>
        </section>
        {rules.data && rules.data.length > 0 ? <UpcomingCard /> : null}
      </div>
      <Outlet />
    </Page>
  );
}
