import { startTransition, useOptimistic } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, explain } from '@/lib/problem';
import { sessionQuery } from '@/features/session/queries';
import type { Settings } from '@/features/session/schema';
import { adoptSettings, saveSettings, type SettingsChange } from './api';
import { t } from './messages';

/** What a field says of itself: that it was saved, or why not. */
export type Note = { saved: boolean; error: string | undefined };

function sentence(error: unknown, change: SettingsChange | undefined): string {
  const fields = error instanceof ApiError ? error.problem.errors : undefined;
  const own = fields?.find(({ field }) => field !== undefined && change && field in change);
  return own?.message ?? t('settings.not-saved', { why: explain(error) });
}

/**
 * Each field saves itself; one that the server refuses goes back to what it was, and says why.
 * `shown` holds the choice from the click on: the cache tells its readers only in a later task, and
 * until then React would put a box that was just ticked back.
 */
export function useSaveSetting(
  settings: Settings,
): Note & { shown: Settings; save: (change: SettingsChange) => void } {
  const client = useQueryClient();
  const [shown, show] = useOptimistic(settings, (now, change: SettingsChange) => ({
    ...now,
    ...change,
  }));
  const saving = useMutation({
    mutationFn: saveSettings,
    scope: { id: 'settings' },
    onMutate: (change: SettingsChange) => {
      const before = client.getQueryData(sessionQuery.queryKey)?.settings;
      if (before) adoptSettings(client, { ...before, ...change });
      return before;
    },
    onSuccess: (saved) => adoptSettings(client, saved),
    onError: (_error, _change, before) => {
      if (before) adoptSettings(client, before);
    },
    onSettled: (_data, _error, change) => {
      const { currency, month_start_day, notifications } = change;
      if (currency || month_start_day || notifications !== undefined) {
        void client.invalidateQueries({ queryKey: ['reports'] });
      }
    },
  });
  return {
    shown,
    save: (change) =>
      startTransition(async () => {
        show(change);
        // A refusal stands in `error`.
        await saving.mutateAsync(change).catch(() => undefined);
      }),
    saved: saving.isSuccess,
    error: saving.isError ? sentence(saving.error, saving.variables) : undefined,
  };
}
