import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { previewImport, type ImportBody } from './api';

const none = new Map<string, number>();

/**
 * Asks the server which rows are there already, anew whenever `about` changes, and lets the person
 * stop that. `onError` hears what the server refuses.
 */
export function usePreview(
  body: ImportBody,
  about: readonly unknown[],
  enabled: boolean,
  onError: (error: unknown) => void,
) {
  const client = useQueryClient();
  const queryKey = ['imports', 'preview', ...about];
  const now = JSON.stringify(queryKey);
  // What was stopped stays so until the person asks again or changes something.
  const [stoppedAt, setStoppedAt] = useState<string | null>(null);
  const preview = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      try {
        return await previewImport({ ...body, skip_repeats: false }, signal);
      } catch (error) {
        onError(error);
        throw error;
      }
    },
    enabled: enabled && stoppedAt !== now,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const repeats = useMemo(
    () =>
      preview.data
        ? new Map(preview.data.repeats.map((one) => [one.client_id, one.existing_id]))
        : none,
    [preview.data],
  );
  return {
    preview,
    /** The expense that a row repeats, by the row's client id. */
    repeats,
    checking: preview.isFetching,
    stopped: enabled && stoppedAt === now,
    stop: () => {
      setStoppedAt(now);
      void client.cancelQueries({ queryKey });
    },
    again: () => setStoppedAt(null),
  };
}
