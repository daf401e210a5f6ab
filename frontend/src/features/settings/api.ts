import type { QueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { request } from '@/lib/http';
import { setSingleKeys } from '@/lib/commands/single-keys';
import { durable } from '@/lib/storage';
import { sessionQuery } from '@/features/session/queries';
import { settingsSchema, type Settings } from '@/features/session/schema';

export type SettingsChange = Partial<Omit<Settings, 'version'>>;

export async function saveSettings(change: SettingsChange): Promise<Settings> {
  const { data } = await request('PUT', '/api/user-settings', { body: change });
  return v.parse(settingsSchema, data);
}

/** Puts settings into the session that the whole app reads. */
export function adoptSettings(client: QueryClient, settings: Settings): void {
  client.setQueryData(sessionQuery.queryKey, (old) => (old ? { ...old, settings } : old));
  paintTheme(settings.theme);
  setSingleKeys(settings.shortcuts);
}

/** Shows a theme now, and before the first paint of the next visit. */
export function paintTheme(theme: Settings['theme']): void {
  durable.set('theme', theme);
  window.dispatchEvent(new Event('themechange'));
}
