import { useId, type ComponentProps, type ReactNode } from 'react';

type Wiring = { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string };
type Props = {
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
  /** Draws the control, given what ties it to its label, hint and error. */
  children: (wiring: Wiring) => ReactNode;
};

/** A label, a control, a hint and an error that know of each other. */
export function Field({ label, error, hint, children }: Props) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const wiring: Wiring = { id };
  if (error) wiring['aria-invalid'] = true;
  if (notes) wiring['aria-describedby'] = notes;
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-text-2">
        {label}
      </label>
      {children(wiring)}
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

export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input autoComplete="off" {...rest} className={`field ${className}`} />;
}

export function Select({ className = '', ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={`field ${className}`} />;
}
