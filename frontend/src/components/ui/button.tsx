import type { ComponentProps } from 'react';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-4 py-2 text-center font-medium ' +
  'transition-colors disabled:cursor-not-allowed disabled:opacity-55';
const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line-strong/50 bg-surface text-text hover:bg-surface-2',
  quiet: 'text-accent hover:bg-accent-soft',
  danger: 'text-danger hover:bg-danger-soft',
};

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = 'plain', extra = ''): string {
  return `${base} ${looks[look]} ${extra}`;
}

type Props = ComponentProps<'button'> & { look?: Look; busy?: boolean };

export function Button({ look = 'plain', busy = false, className, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={busy || disabled}
      className={buttonClass(look, className)}
    />
  );
}

/** A square button that shows only a picture; `label` is its name. */
export function IconButton({
  label,
  className = '',
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`grid size-11 shrink-0 place-items-center rounded-xl text-text-2 transition-colors hover:bg-surface-2 hover:text-text ${className}`}
    />
  );
}
