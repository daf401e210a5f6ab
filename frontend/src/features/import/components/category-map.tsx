import { Field, Select } from '@/components/ui/field';
import { usePreferences } from '@/lib/preferences';
import { unknownCategories, type Item, type Options } from '../model';

type Props = {
  items: readonly Item[];
  known: readonly string[];
  options: Options;
  onChange: (options: Options) => void;
};

/** What becomes of the categories that the file has and the ledger has not. */
export function CategoryMap({ items, known, options, onChange }: Props) {
  const { locale } = usePreferences();
  const unknown = unknownCategories(items, known);
  if (unknown.length === 0) return null;
  const number = new Intl.NumberFormat(locale);
  const choices = options.createCategories ? known : known.filter((name) => name !== 'Other');
  const choose = (name: string, target: string) => {
    const { [name.toLowerCase()]: _, ...others } = options.categories;
    const categories = target === '' ? others : { ...others, [name.toLowerCase()]: target };
    onChange({ ...options, categories });
  };
  return (
    <details className="card" open={unknown.length <= 6}>
      <summary className="min-h-11 p-4 font-medium sm:px-5">
        {unknown.length === 1
          ? 'One category of the file isn’t in your list'
          : `${number.format(unknown.length)} categories of the file aren’t in your list`}
        : choose what becomes of {unknown.length === 1 ? 'it' : 'each'}
      </summary>
      <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2 sm:px-5 sm:pb-5 lg:grid-cols-3">
        {unknown.map(({ name, count }) => {
          const target = options.categories[name.toLowerCase()] ?? '';
          return (
            <Field
              key={name}
              label={`${name} (${count === 1 ? '1 row' : `${number.format(count)} rows`})`}
            >
              {(wiring) => (
                <Select
                  {...wiring}
                  value={choices.includes(target) ? target : ''}
                  onChange={(event) => choose(name, event.target.value)}
                >
                  <option value="">
                    {options.createCategories ? `New category “${name}”` : 'Other'}
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
