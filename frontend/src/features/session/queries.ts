import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '@/lib/problem';
import { loadConfig, loadSession } from './api';
import type { SignedIn } from './schema';
import { t } from './messages';

/** Who is signed in, with settings. Filled before the app starts; refreshed when asked. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<SignedIn> => {
    const session = await loadSession();
    if (session.user === null) throw new ApiError(401, { detail: t('session.ended.sentence') });
    return session;
  },
  staleTime: Infinity,
  // Who is here may only change in sight: see the shell.
  refetchOnReconnect: false,
});

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: loadConfig,
  staleTime: Infinity,
});
