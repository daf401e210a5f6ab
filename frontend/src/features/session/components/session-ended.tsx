import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { onSessionEnded } from '@/lib/http';

const SessionEndedDialog = lazy(async () => {
  const { SessionEndedDialog: component } = await import('./session-ended-dialog');
  return { default: component };
});

/** Waits for the session to end during work, and then shows one dialog, however many calls fail. */
export function SessionEnded() {
  const [ended, setEnded] = useState(false);
  const [seen, setSeen] = useState(false);
  const close = useCallback(() => setEnded(false), []);
  useEffect(
    () =>
      onSessionEnded(() => {
        setSeen(true);
        setEnded(true);
      }),
    [],
  );
  return seen ? (
    <Suspense>
      <SessionEndedDialog open={ended} onClose={close} />
    </Suspense>
  ) : null;
}
