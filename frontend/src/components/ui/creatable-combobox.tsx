import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronDown, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from './messages';
import { useTyped } from './use-typed';

export type CreatableOption = {
  value: string;
  label: string;
  picture?: ReactNode;
  /** Further words that find it. */
  words?: string;
  /** Stands a step to the inside. */
  below?: boolean;
};
type Props = {
  /** What ties the input to its label and error: see Field. */
  wiring: { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string };
  label: string;
  value: string;
  options: readonly CreatableOption[];
  /** How texts are compared: without case and accents. */
  fold: (text: string) => string;
  /** What the last item says when no option has the typed name: `Create “x”`. */
  createLabel: (name: string) => string;
  onChange: (value: string) => void;
  onCreate: (name: string) => void;
  onBlur?: () => void;
};

type Item = CreatableOption & { create?: true };

/** A choice among many, found by typing; what isn't there can be made. */
export function CreatableCombobox(props: Props) {
  const { wiring, label, value, options, fold, createLabel, onChange, onCreate, onBlur } = props;
  const { text, root, onBlur: onLeave } = useTyped();
  const typed = text ?? '';
  const chosen: Item = options.find((option) => option.value === value) ?? { value, label: value };
  const wanted = fold(typed);
  const items: Item[] = options.filter(
    (option) => wanted === '' || fold(`${option.label} ${option.words ?? ''}`).includes(wanted),
  );
  if (wanted !== '' && !options.some((option) => fold(option.label) === wanted)) {
    items.push({ value: '', label: createLabel(typed.trim()), create: true });
  }
  return (
    <Base.Root
      items={items}
      filter={null}
      autoHighlight
      value={chosen}
      isItemEqualToValue={(a: Item, b: Item) => a.value === b.value && !a.create && !b.create}
      inputValue={text ?? chosen.label}
      {...root}
      onValueChange={(next: Item | null) => {
        if (next?.create) onCreate(typed.trim());
        else if (next && next.value !== value) onChange(next.value);
      }}
    >
      <div className="relative">
        {/* Named by itself too: what is around the list is hidden while that is open. */}
        <Base.Input
          {...wiring}
          aria-label={label}
          onBlur={() => {
            onLeave();
            onBlur?.();
          }}
          className="field pe-12"
        />
        <Base.Trigger
          aria-label={t('ui.show-choices', { label })}
          className="absolute end-0.5 top-0.5 grid size-10 place-items-center rounded-lg text-text-3 hover:bg-surface-2"
        >
          <ChevronDown size={18} aria-hidden="true" />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-60 w-(--anchor-width)">
          <Base.Popup
            data-shortcuts="off"
            className="max-h-[min(20rem,var(--available-height))] overflow-y-auto rounded-2xl bg-surface p-1.5 shadow-float"
          >
            <Base.List>
              {(item: Item) => (
                <Base.Item
                  key={item.create ? 'create' : item.value}
                  value={item}
                  className={`flex min-h-10 items-center gap-3 rounded-lg px-3 py-1.5 text-sm outline-none data-[highlighted]:bg-surface-2 ${item.below ? 'ps-8' : ''}`}
                >
                  <span aria-hidden="true" className="grid w-5 shrink-0 place-items-center">
                    {item.create ? <Plus size={16} /> : item.picture}
                  </span>
                  <span className="min-w-0 flex-1">{item.label}</span>
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
  );
}
