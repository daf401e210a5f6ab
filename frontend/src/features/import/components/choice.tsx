import type { ReactNode } from 'react';

/** A tick box and its words, all of which can be clicked. */
export function Choice({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="flex min-h-8 items-start gap-3">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-5 shrink-0 accent-(--accent)"
      />
      <span>{children}</span>
    </label>
  );
}
