import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '@/lib/problem';
import { loadConfig, loadSession } from './api';
import type { SignedIn } from './schema';

/** Who is signed in, with settings. Filled before the app starts; refreshed when asked. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<SignedIn> => {
    const session = await loadSession();
    if (session.user === null) throw new ApiError(401, { detail: 'Your session has ended.' });
    return session;
  },
  staleTime: Infinity,
});

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: loadConfig,
  staleTime: Infinity,
});
