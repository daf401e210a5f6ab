import { Menu as Base } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';

export type Action = { name: string; icon: ReactNode; run: () => void; danger?: true };
type Props = { label: string; actions: readonly Action[]; disabled?: boolean };

/** A button with three dots, and what can be done with the thing beside it. */
export function ActionMenu({ label, actions, disabled = false }: Props) {
  return (
    <Base.Root>
      <Base.Trigger
        aria-label={label}
        title={label}
        disabled={disabled}
        className="grid size-11 shrink-0 place-items-center rounded-xl text-text-2 transition-colors hover:bg-surface-2 hover:text-text disabled:cursor-not-allowed disabled:opacity-55"
      >
        <Ellipsis size={20} aria-hidden="true" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={4} className="z-40">
          <Base.Popup
            data-shortcuts="off"
            className="min-w-56 rounded-2xl bg-surface p-1.5 shadow-float outline-none"
          >
            {actions.map(({ name, icon, run, danger }) => (
              <Base.Item
                key={name}
                onClick={run}
                className={`flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 outline-none data-[highlighted]:bg-surface-2 ${danger ? 'text-danger' : ''}`}
              >
                <span aria-hidden="true">{icon}</span>
                {name}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
