import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { sessionQuery } from '@/features/session/queries';
import { adoptSettings, saveSettings, type SettingsChange } from './api';
import { t } from './messages';

/** Each setting saves itself; one that the server refuses goes back to what it was. */
export function useSaveSetting() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: saveSettings,
    scope: { id: 'settings' },
    onMutate: (change: SettingsChange) => {
      const before = client.getQueryData(sessionQuery.queryKey)?.settings;
      if (before) adoptSettings(client, { ...before, ...change });
      return before;
    },
    onSuccess: (settings) => {
      adoptSettings(client, settings);
      toast({ text: t('settings.saved') });
    },
    onError: (error, _, before) => {
      if (before) adoptSettings(client, before);
      toast({ text: t('settings.not-saved', { why: explain(error) }), tone: 'error' });
    },
    onSettled: (_data, _error, change) => {
      if (change.currency) void client.invalidateQueries({ queryKey: ['reports'] });
    },
  });
}
