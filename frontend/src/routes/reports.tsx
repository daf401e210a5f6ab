import { getRouteApi } from '@tanstack/react-router';
import { Field, Select, TextInput } from '@/components/ui/field';
import { Page } from '@/components/ui/page';
import { usePreferences } from '@/lib/preferences';
import { CategoryReport } from '@/features/reports/components/category-report';
import { MonthReport } from '@/features/reports/components/month-report';
import { periodOf, presets, readReportSearch, type ReportSearch } from '@/features/reports/model';
import { t } from '@/features/reports/messages';

const route = getRouteApi('/reports');

export function ReportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { today } = usePreferences();
  const period = periodOf(search, today);
  const change = (next: Record<string, string | undefined>) =>
    void navigate({
      search: readReportSearch({ ...search, ...next }),
      replace: true,
      resetScroll: false,
    });
  const choose = (preset: string) => {
    if (preset !== 'custom') return change({ period: preset, from: undefined, to: undefined });
    return change({ from: period.from ?? `${today.slice(0, 4)}-01-01`, to: period.to ?? today });
  };
  const custom = search.period === 'custom';
  return (
    <Page title={t('reports.title')}>
      <div className="mb-5 flex flex-wrap gap-4">
        <div className="min-w-44 max-sm:flex-1">
          <Field label={t('reports.period')}>
            {(wiring) => (
              <Select
                {...wiring}
                value={search.period ?? 'all'}
                onChange={(event) => choose(event.target.value)}
              >
                {presets.map((preset) => (
                  <option key={preset} value={preset}>
                    {t(`reports.period.${preset}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {custom ? (
          <>
            <Field label={t('reports.from')}>
              {(wiring) => (
                <TextInput
                  {...wiring}
                  type="date"
                  value={search.from ?? ''}
                  onChange={(event) => change({ from: event.target.value })}
                />
              )}
            </Field>
            <Field
              label={t('reports.to')}
              error={
                search.from && search.to && search.from > search.to ? t('reports.order') : undefined
              }
            >
              {(wiring) => (
                <TextInput
                  {...wiring}
                  type="date"
                  value={search.to ?? ''}
                  onChange={(event) => change({ to: event.target.value })}
                />
              )}
            </Field>
          </>
        ) : null}
      </div>
      <div className="grid gap-5">
        <CategoryReport period={period} />
        <MonthReport
          months={Number(search.months ?? '12')}
          onMonths={(months) => change({ months } satisfies ReportSearch)}
        />
      </div>
    </Page>
  );
}
