import { Leaving } from '@/features/session/components/leaving';
import type { User } from '@/features/session/schema';
import { useSignOut } from './use-sign-out';

/** In place of the app while the account is being deleted. */
export function LeavingPage({ user, when }: { user: User; when: string }) {
  const { ask, busy, error, warning } = useSignOut(user.id);
  return (
    <>
      <Leaving when={when} out={{ go: () => void ask(), busy, error }} />
      {warning}
    </>
  );
}
