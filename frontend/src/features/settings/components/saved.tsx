import { Check } from 'lucide-react';
import { t } from '../messages';
import type { Note } from '../use-save-setting';

/** Says at a field that it was saved; read out as well. */
export function Saved({ note }: { note: Note }) {
  return (
    <p role="status" className="flex min-h-5 items-center gap-1 text-sm text-accent">
      {note.saved && !note.error ? (
        <>
          <Check size={16} aria-hidden="true" />
          {t('settings.saved')}
        </>
      ) : null}
    </p>
  );
}

/** Why a field that has no place of its own for that was not saved. */
export function NotSaved({ note }: { note: Note }) {
  return note.error ? (
    <p role="alert" className="text-sm font-medium text-danger">
      {note.error}
    </p>
  ) : null;
}
