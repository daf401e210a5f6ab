import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { formatDate } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { ApiError } from '@/lib/problem';
import { expenseQuery } from '@/features/expenses/api';
import { t } from '../messages';

/** Whether the element has come into view once. */
function useSeen() {
  const [seen, setSeen] = useState(false);
  const ref = useCallback((element: Element | null) => {
    if (!element) return;
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      setSeen(true);
      watch.disconnect();
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { seen, ref };
}

/**
 * The expense that a row of the file repeats, as it stands in the list. It is asked for when its row
 * comes into view, and opens beside the import, which would be lost otherwise.
 */
export function ExistingExpense({ id }: { id: number }) {
  const { locale, money } = usePreferences();
  const { seen, ref } = useSeen();
  const { data, error, refetch } = useQuery({ ...expenseQuery(id), enabled: seen });
  return (
    <span ref={ref} className="block min-h-6 max-w-md">
      {data ? (
        <Link
          to="/expenses/$id"
          params={{ id: String(id) }}
          target="_blank"
          className="inline-flex min-h-6 flex-wrap items-center gap-x-2 text-accent underline"
        >
          <bdi>{formatDate(data.day, locale)}</bdi> <bdi>{data.title}</bdi>{' '}
          <bdi>{data.category}</bdi> <bdi className="money">{money(data.minor, data.currency)}</bdi>{' '}
          <span className="sr-only">{t('import.existing.tab')}</span>
        </Link>
      ) : error instanceof ApiError && error.status === 404 ? (
        t('import.existing.gone')
      ) : error ? (
        <>
          {t('import.existing.failed')}{' '}
          <button
            type="button"
            className="min-h-6 font-semibold text-accent underline"
            onClick={() => void refetch()}
          >
            {t('import.existing.retry')}
          </button>
        </>
      ) : (
        <span
          role="img"
          aria-label={t('import.existing.loading')}
          className="skeleton block h-4 w-48"
        />
      )}
    </span>
  );
}
