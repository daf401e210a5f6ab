import { useEffect, useId, useRef, type ReactNode } from 'react';

type Props = {
  trigger: ReactNode;
  /** The button's name, where its picture alone doesn't say it. */
  label?: string;
  /** Where the panel stands and how wide it is. */
  place: string;
  /** How the button looks; else a row with a picture. */
  look?: string;
  children: ReactNode;
};

const row =
  'flex min-h-11 w-full items-center gap-3 rounded-xl p-1.5 text-start hover:bg-surface-2 max-lg:justify-center';

/** A button that shows a small panel. The browser's own popover: Esc and a click outside close it. */
export function Popover({ trigger, label, place, look = row, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    const note = (event: Event) =>
      button.current?.setAttribute(
        'aria-expanded',
        String('newState' in event && event.newState === 'open'),
      );
    element?.addEventListener('toggle', note);
    return () => element?.removeEventListener('toggle', note);
  }, []);
  return (
    <>
      <button ref={button} type="button" aria-expanded="false" popoverTarget={id} className={look}>
        {label ? <span className="sr-only">{label}</span> : null}
        {trigger}
      </button>
      {/* A choice made inside closes the panel. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the links and buttons inside have the keys */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('a,button'))
            panel.current?.hidePopover();
        }}
        className={`fixed inset-auto m-0 max-h-[80dvh] overflow-y-auto rounded-2xl bg-surface p-1.5 text-text shadow-float ${place}`}
      >
        {children}
      </div>
    </>
  );
}

/** The look of a link or button inside. */
export const popoverItem =
  'flex min-h-11 w-full items-center gap-3 rounded-xl px-3 text-start hover:bg-surface-2';
