import { usePreferences } from '@/lib/preferences';
import { formatPercent, standingOf, type Standing } from '../model';
import type { Budget } from '../schema';
import { t } from '../messages';

const colours: Record<Standing, string> = {
  over: 'var(--danger)',
  ahead: 'var(--warning)',
  within: 'var(--accent)',
};

/** The bar: what is spent, and a mark where the time is. Words beside it say the same. */
export function BudgetMeter({ budget }: { budget: Budget }) {
  const { percent, pace } = budget.state;
  const spent = Math.min(percent ?? 100, 100);
  return (
    <svg aria-hidden="true" width="100%" height="14" className="block rtl:-scale-x-100">
      <rect y="2" width="100%" height="10" rx="5" fill="var(--surface-2)" />
      <rect
        y="2"
        width={`${spent}%`}
        height="10"
        rx="5"
        fill={colours[standingOf(budget)]}
        className="forced-colors:fill-[CanvasText]"
      />
      {pace > 0 && pace < 100 ? (
        <line
          x1={`${pace}%`}
          x2={`${pace}%`}
          y1="0"
          y2="14"
          stroke="var(--text)"
          strokeWidth="2"
          className="forced-colors:stroke-[CanvasText]"
        />
      ) : null}
    </svg>
  );
}

/** What is spent against the time, in a sentence, and what is left. */
export function PaceSentence({ budget }: { budget: Budget }) {
  const { locale, money } = usePreferences();
  const { percent, pace, remaining } = budget.state;
  const said =
    percent === null
      ? t('budgets.pace.nothing')
      : t(`budgets.pace.${budget.period}`, {
          spent: formatPercent(percent, locale),
          gone: formatPercent(pace, locale),
        });
  const rest =
    remaining < 0n
      ? t('budgets.over', { sum: money(-remaining, budget.currency) })
      : t('budgets.left', { sum: money(remaining, budget.currency) });
  return (
    <>
      {said} {rest}
    </>
  );
}

/** The standing in two or three words: nobody has to tell colours apart. */
export function StandingLabel({ budget }: { budget: Budget }) {
  const standing = standingOf(budget);
  const look = {
    over: 'bg-danger-soft text-danger',
    ahead: 'bg-warning-soft text-warning',
    within: 'bg-accent-soft text-accent',
  }[standing];
  return (
    <span className={`rounded-full px-2.5 py-0.5 text-xs font-medium ${look}`}>
      {t(`budgets.standing.${standing}`)}
    </span>
  );
}

/** What is spent of what may be. */
export function BudgetSums({ budget }: { budget: Budget }) {
  const { money } = usePreferences();
  const { spent, limit } = budget.state;
  return (
    <bdi className="money font-medium">
      {t('budgets.sums', {
        spent: money(spent, budget.currency),
        limit: money(limit, budget.currency),
      })}
    </bdi>
  );
}

/** What a budget is called: its category, or everything. */
export function nameOf({ category }: { category: string | null }): string {
  return category ?? t('budgets.all');
}
