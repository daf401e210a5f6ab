// What the dialogs over a list share: each has an address, and most edit what its last part names.
import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { ErrorState } from '@/components/ui/states';
import { ApiError } from '@/lib/problem';
import { t } from '@/components/ui/messages';

/** Back to where the dialog was opened from, or to the list behind it. */
export function useClose(list: '/expenses' | '/budgets' | '/recurring'): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  return () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: list, search: true });
  };
}

/** The window's title while the dialog is open. */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = t('ui.page-title', { title });
    return () => {
      document.title = before;
    };
  }, [title]);
}

/** The id in an address; 0 where it can't be one. */
export const idIn = (text: string | undefined): number =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0;

export function FormSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-5 py-2">
      {[1, 2, 3, 4].map((one) => (
        <div key={one} className="skeleton h-12 w-full" />
      ))}
    </div>
  );
}

type Words = { missing: string; failed: string; loading: string };

/**
 * Loads a record afresh and shows it, or why it can't: there is none, or no answer. What somebody
 * types is not disturbed by loading again when they come back to the window.
 */
export function Loaded<T, Key extends readonly unknown[]>({
  id,
  query,
  words,
  children,
}: {
  id: number;
  query: UseQueryOptions<T, Error, T, Key>;
  words: Words;
  children: (record: T) => ReactNode;
}) {
  const record = useQuery({ ...query, enabled: id > 0, staleTime: 0, refetchOnWindowFocus: false });
  if (id === 0 || (record.error instanceof ApiError && record.error.status === 404)) {
    return (
      <p role="alert" className="py-8 text-center text-text-2">
        {words.missing}
      </p>
    );
  }
  if (record.isError) {
    return (
      <ErrorState error={record.error} what={words.failed} onRetry={() => void record.refetch()} />
    );
  }
  return record.isPending ? <FormSkeleton label={words.loading} /> : children(record.data);
}
