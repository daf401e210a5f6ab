import { Menu as Base } from '@base-ui/react/menu';
import { Check, Plus } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = {
  /** What the menu belongs to: it opens beside it, and the focus goes back there. */
  anchor: HTMLElement;
  label: string;
  value: string;
  options: readonly { value: string; picture: ReactNode }[];
  /** What can be chosen besides; the menu stays until it is taken away. */
  more?: { name: string; onChoose: () => void };
  onChoose: (value: string) => void;
  onClose: () => void;
};

const look =
  'flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 outline-none data-[highlighted]:bg-surface-2';

/** A menu of which one item is the present state. It is open as long as it is there. */
export function ChoiceMenu({ anchor, label, value, options, more, onChoose, onClose }: Props) {
  const close = () => {
    onClose();
    anchor.focus({ preventScroll: true });
  };
  return (
    <Base.Root
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="start" sideOffset={6} className="z-40">
          <Base.Popup
            aria-label={label}
            data-shortcuts="off"
            className="max-h-[min(24rem,var(--available-height))] w-60 overflow-y-auto rounded-2xl bg-surface p-1.5 shadow-float outline-none"
          >
            <Base.RadioGroup
              aria-label={label}
              value={value}
              onValueChange={(next: string) => {
                if (next !== value) onChoose(next);
              }}
            >
              {options.map((option) => (
                <Base.RadioItem
                  key={option.value}
                  value={option.value}
                  label={option.value}
                  closeOnClick
                  className={look}
                >
                  <span aria-hidden="true">{option.picture}</span>
                  <span className="min-w-0 flex-1">{option.value}</span>
                  <Base.RadioItemIndicator>
                    <Check size={16} aria-hidden="true" className="text-accent" />
                  </Base.RadioItemIndicator>
                </Base.RadioItem>
              ))}
            </Base.RadioGroup>
            {more ? (
              <Base.Item
                closeOnClick={false}
                onClick={more.onChoose}
                className={`${look} mt-1.5 border-t border-line text-accent`}
              >
                <Plus size={16} aria-hidden="true" />
                {more.name}
              </Base.Item>
            ) : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
