import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import { useState, type ComponentProps } from 'react';
import { fold } from '@/lib/fold';

type Props = Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  value: string;
  onChange: (value: string) => void;
  /** Called besides onChange when one of the suggestions was taken. */
  onChoose?: (value: string) => void;
  suggestions: readonly string[];
};

const matches = (item: string, query: string) => fold(item).includes(fold(query));

/** A text field that proposes, and takes whatever else is typed. */
export function Suggest({
  value,
  onChange,
  onChoose,
  suggestions,
  onBlur,
  className = '',
  ...rest
}: Props) {
  const [open, setOpen] = useState(false);
  // Only while somebody types here and something fits: an open list hides all else from screen readers.
  const some = value.trim() !== '' && suggestions.some((item) => matches(item, value));
  return (
    <Base.Root
      items={suggestions}
      value={value}
      open={open && some}
      onOpenChange={setOpen}
      filter={matches}
      limit={8}
      onValueChange={(next, { reason }) => {
        onChange(next);
        if (reason === 'item-press') onChoose?.(next);
      }}
    >
      <Base.Input
        autoComplete="off"
        {...rest}
        onBlur={(event) => {
          setOpen(false);
          onBlur?.(event);
        }}
        className={`field ${className}`}
      />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-50 w-(--anchor-width)">
          <Base.Popup className="max-h-[min(18rem,var(--available-height))] overflow-y-auto rounded-2xl bg-surface p-1.5 shadow-float data-[empty]:hidden">
            <Base.List>
              {(item: string) => (
                <Base.Item
                  key={item}
                  value={item}
                  className="flex min-h-10 items-center rounded-lg px-3 py-1.5 text-sm outline-none data-[highlighted]:bg-surface-2"
                >
                  <bdi>{item}</bdi>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
