import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import type { RankedBar } from '@/components/charts/ranked-bars';
import { ratio } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import { categoriesQuery } from '@/features/categories/api';
import type { Period } from './model';
import type { Summary } from './schema';
import { t } from '@/components/charts/messages';

/** Categories as bars whose names lead to the entries behind them. */
export function useCategoryBars(
  categories: Summary['categories'],
  currency: string,
  period: Period,
): RankedBar[] {
  const { money, locale } = usePreferences();
  const { data: known } = useQuery(categoriesQuery);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const longest = categories[0]?.total ?? 0n;
  return categories.map(({ category, total, percentage }) => {
    const found = known?.find((one) => one.name === category);
    return {
      key: category,
      name: (
        <Link
          to="/expenses"
          search={{ ...period, category }}
          className="inline-block min-h-6 hover:text-accent hover:underline"
        >
          <span aria-hidden="true">{found?.icon ?? '📦'} </span>
          <bdi>{category}</bdi>
        </Link>
      ),
      value: money(total, currency),
      detail:
        percentage > 0 && percentage < 0.1
          ? t('chart.less-than', { percent: percent.format(0.001) })
          : percent.format(percentage / 100),
      share: ratio(total, longest),
      style: {
        '--category-light': found?.color_light,
        '--category-dark': found?.color_dark,
      } as CSSProperties,
    };
  });
}
