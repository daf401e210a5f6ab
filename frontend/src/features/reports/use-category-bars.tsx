import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import type { RankedBar } from '@/components/charts/ranked-bars';
import { ratio } from '@/lib/money';
import type { OpenPeriod } from '@/lib/period';
import { categoriesQuery } from '@/features/categories/api';
import { EntriesLink } from './components/entries-link';
import { t } from './messages';
import type { Share } from './schema';
import { useWords } from './use-words';

/**
 * Categories as bars whose names lead to the entries behind them. With `onOpen`, one that has others
 * below it can be opened.
 */
export function useCategoryBars(
  categories: readonly Share[],
  currency: string,
  period: OpenPeriod,
  onOpen?: (category: string) => void,
): RankedBar[] {
  const { money, share } = useWords();
  const { data: known } = useQuery(categoriesQuery);
  const longest = categories[0]?.total ?? 0n;
  return categories.map(({ category, total, percentage }) => {
    const found = known?.find((one) => one.name === category);
    const parent = found && known?.some((one) => one.parent_id === found.id);
    return {
      key: category,
      name: (
        <>
          <EntriesLink {...period} category={category}>
            <span aria-hidden="true">{found?.icon ?? '📦'} </span>
            <bdi>{category}</bdi>
          </EntriesLink>
          {parent && onOpen ? (
            <button
              type="button"
              className="ms-3 min-h-6 text-sm font-medium text-accent hover:underline print:hidden"
              aria-label={t('reports.open', { category })}
              onClick={() => onOpen(category)}
            >
              {t('reports.open.short')}
            </button>
          ) : null}
        </>
      ),
      value: money(total, currency),
      detail: share(percentage),
      share: ratio(total, longest),
      style: {
        '--category-light': found?.color_light,
        '--category-dark': found?.color_dark,
      } as CSSProperties,
    };
  });
}
