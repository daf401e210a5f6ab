import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/lib/problem';

/** Only reads are tried again, and only when trying again can help. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: 'always',
        retry: (count, error) => {
          if (error instanceof ApiError && error.status < 500 && error.status !== 429) return false;
          return count < 2;
        },
        retryDelay: (count, error) =>
          error instanceof ApiError && error.retryAfter
            ? Math.min(error.retryAfter, 10) * 1000
            : 400 * 2 ** count,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
