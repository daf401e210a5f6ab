import type { QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setCurrencies } from '@/lib/money';
import { configQuery, sessionQuery } from '@/features/session/queries';
import type { Config, SignedIn } from '@/features/session/schema';
import { adoptSettings, paintTheme, saveSettings } from '@/features/settings/api';
import { firstSettings } from '@/features/settings/model';
import { speakFor } from './language';
import { Providers } from './providers';
import { makeQueryClient } from './query-client';
import { makeRouter } from './router';

/** Puts the app in place of the static page, for a person who is signed in. */
export async function start(
  session: SignedIn,
  config: Config,
  restore?: (client: QueryClient) => void,
): Promise<void> {
  const container = document.querySelector('#root');
  if (!container) return;
  setCurrencies(config.currencies);
  paintTheme(session.settings.theme);
  const client = makeQueryClient();
  client.setQueryData(sessionQuery.queryKey, session);
  client.setQueryData(configQuery.queryKey, config);
  restore?.(client);
  const change = firstSettings(session.settings, window.navigator.language);
  if (change) {
    saveSettings(change).then(
      (settings) => adoptSettings(client, settings),
      // Not worth a word: the defaults work, and Settings is where to change them.
      () => undefined,
    );
  }
  // Words that can't be fetched must not keep anybody from the app: it speaks English then.
  await speakFor(session.settings.locale).catch(() => speakFor('en'));
  container.replaceChildren();
  createRoot(container).render(
    <StrictMode>
      <Providers client={client}>
        <RouterProvider router={makeRouter()} />
      </Providers>
    </StrictMode>,
  );
}
