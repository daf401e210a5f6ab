import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { StrictMode } from 'react';
import { speakFor } from '@/app/language';
import { Providers } from '@/app/providers';
import { makeQueryClient } from '@/app/query-client';
import { makeRouter } from '@/app/router';
import { loadConfig, loadSession } from '@/features/session/api';
import { configQuery, sessionQuery } from '@/features/session/queries';
import { setCurrencies } from '@/lib/money';

/** The whole app at an address, as a signed-in person sees it. */
export async function renderApp(address: string) {
  const [session, config] = await Promise.all([loadSession(), loadConfig()]);
  if (session.user === null) throw new Error('the fake server says that nobody is signed in');
  setCurrencies(config.currencies);
  await speakFor(session.settings.locale);
  const client = makeQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  client.setQueryData(sessionQuery.queryKey, session);
  client.setQueryData(configQuery.queryKey, config);
  const router = makeRouter(createMemoryHistory({ initialEntries: [address] }));
  const user = userEvent.setup();
  const view = render(
    <StrictMode>
      <Providers client={client}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
  return { ...view, user, router, client };
}
