import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/ui/page';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { formatInstant } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { importsQuery } from '../api';
import { UndoImport } from './undo-import';
import { t } from '../messages';

/** What was imported before, each with its way back. */
export function PastImports() {
  const { locale, timeZone } = usePreferences();
  const imports = useQuery(importsQuery);
  return (
    <Card title={t('import.past')}>
      {imports.isPending ? <SkeletonRows count={2} label={t('import.past.loading')} /> : null}
      {imports.isError ? (
        <ErrorState
          error={imports.error}
          what={t('import.past.failed')}
          onRetry={() => void imports.refetch()}
        />
      ) : null}
      {imports.data?.length === 0 ? (
        <p className="p-4 text-text-2 sm:p-5">{t('import.past.none')}</p>
      ) : null}
      {imports.data && imports.data.length > 0 ? (
        <ul className="divide-y divide-line">
          {imports.data.map((one) => (
            <li
              key={one.id}
              className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-5"
            >
              <div className="min-w-0">
                <p className="font-medium">
                  <bdi>{one.file_name}</bdi>
                </p>
                <p className="text-sm text-text-3">
                  {t('import.past.count', { count: one.count })} ·{' '}
                  <bdi>{formatInstant(one.created_at, locale, timeZone)}</bdi>
                </p>
              </div>
              {one.undone_at ? (
                <p className="text-sm text-text-3">{t('import.undone')}</p>
              ) : (
                <UndoImport id={one.id} name={one.file_name} />
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
