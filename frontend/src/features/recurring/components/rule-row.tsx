import { Link } from '@tanstack/react-router';
import { Pause, Play, Trash2 } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { CategoryTile } from '@/features/categories/components/category-tile';
import { formatDay } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { ruleWords } from '../model';
import type { Rule } from '../schema';
import { t } from '../messages';

type Props = {
  rule: Rule;
  onPause: (rule: Rule) => void;
  onDelete: (rule: Rule) => void;
};

/** One rule: a link to its form, what it does in words, its next date. */
export function RuleRow({ rule, onPause, onDelete }: Props) {
  const { locale, money } = usePreferences();
  const { title, paused } = rule;
  const next = rule.next_date
    ? t('recurring.next', { date: formatDay(rule.next_date, locale) })
    : paused
      ? t('recurring.paused')
      : t('recurring.over');
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-surface-2/60 sm:gap-x-4 sm:px-5">
      <CategoryTile name={rule.category} />
      <div className="min-w-0 flex-[1_1_12rem]">
        <Link
          to="/recurring/$id"
          params={{ id: String(rule.id) }}
          resetScroll={false}
          className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <bdi>{title}</bdi>
        </Link>
        <p className="text-sm text-text-3">{ruleWords(rule, locale)}</p>
        <p className="text-sm text-text-2">{next}</p>
      </div>
      <div className="ms-auto flex items-center gap-1">
        <bdi className="money me-1 font-medium">{money(rule.minor, rule.currency)}</bdi>
        {rule.next_date || paused ? (
          <IconButton
            className="relative z-10"
            label={t(paused ? 'recurring.resume-one' : 'recurring.pause-one', { title })}
            onClick={() => onPause(rule)}
          >
            {paused ? (
              <Play size={18} aria-hidden="true" />
            ) : (
              <Pause size={18} aria-hidden="true" />
            )}
          </IconButton>
        ) : null}
        <IconButton
          className="relative z-10"
          label={t('recurring.delete-one', { title })}
          onClick={() => onDelete(rule)}
        >
          <Trash2 size={18} aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}
