import { Field, Select, TextInput } from '@/components/ui/field';
import { presets, type PresetName } from '@/lib/presets';
import { periodOf } from '../model';
import type { ReportSearch } from '../search';
import { t } from '../messages';
import { useWords } from '../use-words';

type Props = {
  search: ReportSearch;
  /** Whether everything can be asked for. */
  open: boolean;
  onChange: (next: ReportSearch) => void;
};

/** A period by its name, or any two days. */
export function PeriodPicker({ search, open, onChange }: Props) {
  const { today, monthStart } = useWords();
  const period = periodOf(search, { today, monthStart });
  const names = presets.filter((name) => open || name !== 'all');
  const chosen = search.period ?? 'this-month';
  const choose = (name: PresetName) => {
    if (name !== 'custom') return onChange({ period: name });
    const from = period.from ?? `${today.slice(0, 4)}-01-01`;
    return onChange({ period: 'custom', from, to: period.to ?? today });
  };
  const custom = { period: 'custom', from: search.from, to: search.to } as ReportSearch;
  return (
    <div className="flex flex-wrap gap-4 print:hidden">
      <div className="min-w-44 max-sm:flex-1">
        <Field label={t('reports.period')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={names.includes(chosen) ? chosen : 'this-month'}
              onChange={(event) => choose(event.target.value as PresetName)}
            >
              {names.map((name) => (
                <option key={name} value={name}>
                  {t(`reports.period.${name}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {chosen === 'custom' ? (
        <>
          <Field label={t('reports.from')}>
            {(wiring) => (
              <TextInput
                {...wiring}
                type="date"
                value={search.from ?? ''}
                onChange={(event) => onChange({ ...custom, from: event.target.value })}
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
                onChange={(event) => onChange({ ...custom, to: event.target.value })}
              />
            )}
          </Field>
        </>
      ) : null}
    </div>
  );
}
