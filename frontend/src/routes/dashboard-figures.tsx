// What the first page shows of reports; it comes after the page itself, into room that was kept.
import { PaceCard } from '@/features/reports/components/pace-card';
import { SpentCard } from '@/features/reports/components/spent-card';
import { TopCard } from '@/features/reports/components/top-card';
import { monthPeriod } from '@/lib/period';
import { usePreferences } from '@/lib/preferences';

function useMonth() {
  const { today, monthStart } = usePreferences();
  return monthPeriod(today, monthStart);
}

export function Spent() {
  return <SpentCard period={useMonth()} />;
}

export function Top() {
  return <TopCard period={useMonth()} />;
}

export function Pace() {
  return <PaceCard period={useMonth()} />;
}
