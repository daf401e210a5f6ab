import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RankedBars } from '@/components/charts/ranked-bars';
import { QueryCard } from '@/components/ui/query-card';
import type { Period } from '@/lib/period';
import { sharesQuery, type Shares } from '../api';
import { t } from '../home-messages';
import { useCategoryBars } from '../use-category-bars';
import { useWords } from '../use-words';

/** Where this period's money went. */
export function TopCard({ period }: { period: Period }) {
  const { currency, today } = useWords();
  const spent = { from: period.from, to: today < period.to ? today : period.to };
  const shares = useQuery(sharesQuery(spent, currency));
  return (
    <QueryCard
      title={t('home.top')}
      actions={
        <Link to="/reports/summary" className="font-medium text-accent hover:underline">
          {t('home.report')}
        </Link>
      }
      query={shares}
      loading={t('home.top.loading')}
      failed={t('home.top.failed')}
      room="min-h-78"
    >
      {(data) => <Content {...data} shares={data.shares.slice(0, 5)} />}
    </QueryCard>
  );
}

function Content({ shares, period, currency }: Shares) {
  const bars = useCategoryBars(shares, currency, period);
  if (bars.length === 0)
    return <p className="py-6 text-center text-text-2">{t('home.top.none')}</p>;
  return <RankedBars label={t('home.top.label')} bars={bars} />;
}
