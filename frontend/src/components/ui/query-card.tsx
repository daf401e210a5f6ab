import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from './page';
import { ErrorState } from './states';

type Props<T> = {
  title: string;
  actions?: ReactNode;
  query: UseQueryResult<T>;
  /** Said while it loads, and when it can't be loaded. */
  loading: string;
  failed: string;
  /** Keeps the room that the content will take. */
  room: string;
  children: (data: T) => ReactNode;
};

/** A card with an answer of its own: it loads, fails and is tried again alone. */
export function QueryCard<T>({ title, actions, query, loading, failed, room, children }: Props<T>) {
  return (
    <Card title={title} actions={actions} className="break-inside-avoid">
      <div
        className={`p-4 sm:p-5 ${room} ${query.isPlaceholderData ? 'opacity-55' : ''}`}
        aria-busy={query.isPlaceholderData}
      >
        {query.isPending ? (
          <div role="status" aria-label={loading} className="grid gap-5">
            <div className="skeleton h-12 w-2/3" />
            <div className="skeleton h-8 w-full" />
            <div className="skeleton h-8 w-full" />
          </div>
        ) : null}
        {query.isError ? (
          <ErrorState error={query.error} what={failed} onRetry={() => void query.refetch()} />
        ) : null}
        {query.data !== undefined && !query.isError ? children(query.data) : null}
      </div>
    </Card>
  );
}
