import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { t } from './messages';
import { useTyped } from './use-typed';

export type Option = { value: string; label: string };
type Props = {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  hint?: string;
  error?: string | undefined;
};

/** A choice among many, found by typing. */
export function Combobox({ label, value, options, onChange, hint, error }: Props) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const { text, root, onBlur } = useTyped();
  const chosen = options.find((option) => option.value === value) ?? { value, label: value };
  return (
    <div className="grid content-start gap-1.5">
      <Base.Root
        items={options}
        value={chosen}
        isItemEqualToValue={(a: Option, b: Option) => a.value === b.value}
        inputValue={text ?? chosen.label}
        {...root}
        onValueChange={(next: Option | null) => {
          if (next && next.value !== value) onChange(next.value);
        }}
      >
        <label htmlFor={id} className="text-sm font-medium text-text-2">
          {label}
        </label>
        <div className="relative">
          <Base.Input
            id={id}
            onBlur={onBlur}
            className="field pe-12"
            {...(error ? { 'aria-invalid': true } : {})}
            {...(notes ? { 'aria-describedby': notes } : {})}
          />
          <Base.Trigger
            aria-label={t('ui.show-choices', { label })}
            className="absolute end-0.5 top-0.5 grid size-10 place-items-center rounded-lg text-text-3 hover:bg-surface-2"
          >
            <ChevronDown size={18} aria-hidden="true" />
          </Base.Trigger>
        </div>
        <Base.Portal>
          <Base.Positioner sideOffset={6} className="z-50 w-(--anchor-width)">
            <Base.Popup className="max-h-[min(20rem,var(--available-height))] overflow-y-auto rounded-2xl bg-surface p-1.5 shadow-float">
              <Base.Empty className="px-3 py-2 text-sm text-text-3 empty:hidden">
                {t('ui.nothing-found')}
              </Base.Empty>
              <Base.List>
                {(option: Option) => (
                  <Base.Item
                    key={option.value}
                    value={option}
                    className="flex min-h-10 items-center justify-between gap-3 rounded-lg px-3 py-1.5 text-sm outline-none data-[highlighted]:bg-surface-2"
                  >
                    {option.label}
                    <Base.ItemIndicator>
                      <Check size={16} aria-hidden="true" className="text-accent" />
                    </Base.ItemIndicator>
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-text-3">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-sm font-medium text-danger">
          {error}
        </p>
      ) : null}
    </div>
  );
}
