import { useId } from 'react';
import type { useSaveSetting } from '../use-save-setting';
import { NotSaved } from './saved';

type Props = {
  name: 'shortcuts' | 'notifications';
  saving: ReturnType<typeof useSaveSetting>;
  label: string;
  hint: string;
};

/** A setting that is on or off, with what it does; saves itself. */
export function Tick({ name, saving, label, hint }: Props) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-start gap-3">
      <input
        id={id}
        aria-describedby={`${id}-hint`}
        type="checkbox"
        checked={saving.shown[name]}
        onChange={(event) => saving.save({ [name]: event.target.checked })}
        className="mt-1 size-4.5 shrink-0 accent-(--accent)"
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-sm text-text-3">
          {hint}
        </p>
        <NotSaved note={saving} />
      </div>
    </div>
  );
}
