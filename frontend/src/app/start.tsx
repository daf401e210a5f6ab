import type { QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, startTransition, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { setSingleKeys } from '@/lib/commands/single-keys';
import { setCurrencies } from '@/lib/money';
import { drafts } from '@/lib/storage';
import { enter, onLeft } from '@/features/session/forget';
import { configQuery, sessionQuery } from '@/features/session/queries';
import type { Config, SignedIn } from '@/features/session/schema';
import { adoptSettings, paintTheme, saveSettings } from '@/features/settings/api';
import { firstSettings } from '@/features/settings/model';
import { speakFor } from './language';
import { Providers } from './providers';
import { makeQueryClient } from './query-client';
import { makeRouter } from './router';

const LeavingPage = lazy(async () => {
  const { LeavingPage: component } = await import('./shell/leaving-page');
  return { default: component };
});

/** Puts the app in place of the static page, for a person who is signed in. */
export async function start(
  session: SignedIn,
  config: Config,
  restore?: (client: QueryClient) => void,
): Promise<void> {
  const container = document.querySelector('#root');
  if (!container) return;
  const { user } = session;
  enter(user.id);
  // Signed out in another tab: what this one shows and keeps goes as well.
  onLeft(user.id, () => {
    drafts.clear();
    window.location.assign('/sign-in');
  });
  setCurrencies(config.currencies);
  paintTheme(session.settings.theme);
  setSingleKeys(session.settings.shortcuts);
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
  // A router that first loads when it is drawn would draw everything at once when it has.
  const router = makeRouter();
  if (session.deletes_at === undefined) await router.load();
  const app = (
    <StrictMode>
      <Providers client={client}>
        {session.deletes_at === undefined ? (
          <RouterProvider router={router} />
        ) : (
          <Suspense>
            <LeavingPage user={user} when={session.deletes_at} />
          </Suspense>
        )}
      </Providers>
    </StrictMode>
  );
  // In slices, so that a slow phone answers a finger meanwhile; the static page stays until then.
  startTransition(() => createRoot(container).render(app));
}
