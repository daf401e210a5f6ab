import { useId, type CSSProperties } from 'react';
import { palette } from '../model';
import { t } from '../messages';

type Props = { light: string; dark: string; onChange: (light: string, dark: string) => void };

/** A pair of colours, one for each theme, chosen by name. What was chosen before stays offered. */
export function ColorChoice({ light, dark, onChange }: Props) {
  const group = useId();
  const known = palette.some(([, one, other]) => one === light && other === dark);
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium text-text-2">
        {t('categories.form.color')}
      </legend>
      <div className="flex flex-wrap gap-2">
        {palette.map(([name, one, other]) => (
          <label key={name} className="relative" title={t(`categories.color.${name}`)}>
            <input
              type="radio"
              name={group}
              className="peer absolute inset-0 size-full appearance-none rounded-xl checked:outline-2 checked:outline-offset-2 checked:outline-accent focus-visible:outline-3"
              aria-label={t(`categories.color.${name}`)}
              checked={known ? one === light && other === dark : false}
              onChange={() => onChange(one, other)}
            />
            <span
              aria-hidden="true"
              className="category-tile block size-10 rounded-xl border border-line-strong/50"
              style={{ '--category-light': one, '--category-dark': other } as CSSProperties}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
