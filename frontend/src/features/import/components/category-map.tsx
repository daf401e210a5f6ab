import { Field, Select } from '@/components/ui/field';
import { unknownCategories, type Item, type Options } from '../model';
import { t } from '../messages';

type Props = {
  items: readonly Item[];
  known: readonly string[];
  archived: readonly string[];
  options: Options;
  onChange: (options: Options) => void;
};

/** What becomes of the categories that the file has and the ledger has not. */
export function CategoryMap({ items, known, archived, options, onChange }: Props) {
  const unknown = unknownCategories(items, known);
  if (unknown.length === 0) return null;
  const choices = options.createCategories ? known : known.filter((name) => name !== 'Other');
  const choose = (name: string, target: string) => {
    const { [name.toLowerCase()]: _, ...others } = options.categories;
    const categories = target === '' ? others : { ...others, [name.toLowerCase()]: target };
    onChange({ ...options, categories });
  };
  return (
    <details className="card" open={unknown.length <= 6}>
      <summary className="min-h-11 p-4 font-medium sm:px-5">
        {t('import.map', { count: unknown.length })}
      </summary>
      <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2 sm:px-5 sm:pb-5 lg:grid-cols-3">
        {unknown.map(({ name, count }) => {
          const gone = archived.some((one) => one.toLowerCase() === name.toLowerCase());
          const target = options.categories[name.toLowerCase()] ?? '';
          return (
            <Field
              key={name}
              label={t('import.map.label', { name, count })}
              hint={gone ? t('import.map.archived') : undefined}
            >
              {(wiring) => (
                <Select
                  {...wiring}
                  value={choices.includes(target) ? target : ''}
                  onChange={(event) => choose(name, event.target.value)}
                >
                  <option value="">
                    {options.createCategories && !gone ? t('import.map.new', { name }) : 'Other'}
                  </option>
                  {choices.map((one) => (
                    <option key={one}>{one}</option>
                  ))}
                </Select>
              )}
            </Field>
          );
        })}
      </div>
    </details>
  );
}
