import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { QueryCard } from '@/components/ui/query-card';
import { periodBefore, type Period } from '@/lib/period';
import { paceQuery } from '../api';
import { t } from '../messages';
import { useWords } from '../use-words';
import { PaceChart } from './pace-chart';

export function PaceCard({ period }: { period: Period }) {
  const { currency, monthStart } = useWords();
  const pace = useQuery({
    ...paceQuery(period, periodBefore(period, monthStart), currency),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryCard
      title={t('reports.pace')}
      query={pace}
      loading={t('reports.loading')}
      failed={t('reports.failed')}
      room="min-h-104 max-sm:min-h-114"
    >
      {(data) => <PaceChart pace={data} />}
    </QueryCard>
  );
}
