import { MutationCache, onlineManager, QueryClient } from '@tanstack/react-query';
import { stepBegins, stepEnds } from '@/components/ui/toast';
import { isOnline, onConnection } from '@/lib/connection';
import { ApiError } from '@/lib/problem';

onlineManager.setEventListener((tell) => {
  tell(isOnline());
  return onConnection(() => tell(isOnline()));
});

/** What is out of date is asked for when somebody can be reached again; until then it stays. */
class PatientClient extends QueryClient {
  override invalidateQueries: QueryClient['invalidateQueries'] = (filters, options) =>
    super.invalidateQueries(
      isOnline() ? filters : { ...filters, refetchType: 'none' as const },
      options,
    );
}

/** Only reads are tried again, and only when trying again can help. */
export function makeQueryClient(): QueryClient {
  return new PatientClient({
    mutationCache: new MutationCache({
      onMutate: stepBegins,
      onSettled: (_, error) => stepEnds(error === null),
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: 'always',
        // What is there stays while nobody can be reached: an error would take its place.
        refetchOnMount: ({ state }) => isOnline() || state.data === undefined,
        refetchOnWindowFocus: () => isOnline(),
        refetchOnReconnect: 'always',
        retry: (count, error) => {
          if (error instanceof ApiError && error.status < 500 && error.status !== 429) return false;
          return count < 2 && isOnline();
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
