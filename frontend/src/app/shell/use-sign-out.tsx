import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { signOut } from '@/features/session/api';

const LeaveWarning = lazy(async () => {
  const { LeaveWarning: component } = await import('./leave-warning');
  return { default: component };
});

type SignOut = { ask: () => Promise<void>; busy: boolean; error: Error | null; warning: ReactNode };

/**
 * The way out. What waits to be sent is sent first; when some of it can't be, the warning that is to be
 * shown asks whether it may be lost.
 */
export function useSignOut(user: number, onError?: (error: Error) => void): SignOut {
  const client = useQueryClient();
  const [unsent, setUnsent] = useState(0);
  const leave = useMutation({
    mutationFn: () => signOut(user),
    // Leaving the page drops everything that it held of this person.
    onSuccess: () => window.location.assign('/sign-in'),
    ...(onError ? { onError } : {}),
  });
  const ask = async () => {
    const { countWaiting, sendWaiting } = await import('@/features/expenses/waiting');
    if ((await countWaiting(user)) > 0) await sendWaiting(client);
    const left = await countWaiting(user);
    if (left > 0) setUnsent(left);
    else leave.mutate();
  };
  const warning = (
    <Suspense>
      {unsent > 0 ? (
        <LeaveWarning
          count={unsent}
          busy={leave.isPending}
          onStay={() => setUnsent(0)}
          onLeave={() => leave.mutate()}
        />
      ) : null}
    </Suspense>
  );
  return { ask, busy: leave.isPending, error: leave.error, warning };
}
