import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button, IconButton } from '@/components/ui/button';
import type { IsoDate } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { namePeriod, neighbour } from '../model';
import type { Period } from '../schema';
import { periods, type BudgetSearch } from '../search';
import { t } from '../messages';

type Props = {
  /** The kinds of which there are budgets. */
  kinds: readonly Period[];
  period: Period;
  date: IsoDate;
  /** The period that holds the day, when a budget says so. */
  days: { first_day: IsoDate; last_day: IsoDate } | undefined;
  onGo: (search: BudgetSearch) => void;
};

/** Which period is shown, and the way to those before and after it. */
export function PeriodBar({ kinds, period, date, days, onGo }: Props) {
  const { locale, today } = usePreferences();
  const now = days ? days.first_day <= today && today <= days.last_day : date === today;
  const step = (way: -1 | 1) => onGo({ period, date: neighbour(period, date, days, way) });
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
      {kinds.length > 1 ? (
        <div role="group" aria-label={t('budgets.kind')} className="flex flex-wrap gap-2">
          {periods
            .filter((kind) => kinds.includes(kind))
            .map((kind) => (
              <button
                key={kind}
                type="button"
                aria-pressed={kind === period}
                onClick={() => onGo({ period: kind, date })}
                className="min-h-11 rounded-full border border-line-strong/50 px-4 text-sm aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
              >
                {t(`budgets.kind.${kind}`)}
              </button>
            ))}
        </div>
      ) : null}
      <div className="flex items-center gap-1">
        <IconButton label={t('budgets.before')} onClick={() => step(-1)}>
          <ChevronLeft size={20} aria-hidden="true" className="rtl:-scale-x-100" />
        </IconButton>
        <p aria-live="polite" className="min-w-36 text-center font-medium">
          {namePeriod(period, days?.first_day ?? date, days?.last_day ?? date, locale)}
        </p>
        <IconButton label={t('budgets.after')} onClick={() => step(1)}>
          <ChevronRight size={20} aria-hidden="true" className="rtl:-scale-x-100" />
        </IconButton>
        {now ? null : (
          <Button look="quiet" onClick={() => onGo({ period })}>
            {t('budgets.today')}
          </Button>
        )}
      </div>
    </div>
  );
}
