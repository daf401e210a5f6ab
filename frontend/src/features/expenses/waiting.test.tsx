import 'fake-indexeddb/auto';
import { QueryClient } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { database } from '@/lib/database';
import { problem } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';
import { countWaiting, sendWaiting } from './waiting';

const network = (there: boolean) =>
  vi.spyOn(window.navigator, 'onLine', 'get').mockReturnValue(there);
function goOffline() {
  network(false);
  window.dispatchEvent(new Event('offline'));
}
function goOnline() {
  network(true);
  window.dispatchEvent(new Event('online'));
}

beforeEach(async () => {
  await database.clear('waiting');
  await database.clear('copy');
});
afterEach(goOnline);

async function fill(title: string) {
  const view = await renderApp('/expenses/new');
  await view.user.type(await screen.findByLabelText('Amount in INR'), '5');
  await view.user.type(await screen.findByLabelText('What for'), title);
  return view;
}

test('an expense made without a network waits, and is sent once when there is one', async () => {
  const { user } = await fill('Tea');
  goOffline();
  await user.keyboard('{Enter}');
  expect(await screen.findByText('1 expense waits to be sent')).toBeVisible();
  expect(screen.getByText(/You are offline. You see what was loaded last/)).toBeVisible();
  expect(fake.rows).toHaveLength(0);
  goOnline();
  expect(await screen.findByText('Sent 1 expense that waited')).toBeVisible();
  expect(await screen.findByRole('link', { name: 'Tea' })).toBeVisible();
  expect(screen.queryByText(/waits to be sent/)).not.toBeInTheDocument();
  expect(fake.rows).toMatchObject([{ title: 'Tea', amount: '5.00' }]);
});

test('one whose answer was lost is not made twice', async () => {
  let lost = true;
  answerWith((request) => {
    if (request.method !== 'POST' || !lost) return undefined;
    lost = false;
    fake.answer(request);
    return 'no answer';
  });
  const { user } = await fill('Tea');
  await user.keyboard('{Enter}');
  expect(await screen.findByText('1 expense waits to be sent')).toBeVisible();
  goOnline();
  await waitFor(() => expect(screen.queryByText(/waits to be sent/)).not.toBeInTheDocument());
  expect(fake.rows).toHaveLength(1);
});

test('one that the server refuses says why, and can be corrected', async () => {
  const { user } = await fill('refuse');
  goOffline();
  await user.keyboard('{Enter}');
  await screen.findByText('1 expense waits to be sent');
  goOnline();
  expect(await screen.findByText('Not taken: The server doesn’t like this title.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Correct refuse' }));
  const title = await screen.findByLabelText('What for');
  expect(title).toHaveValue('refuse');
  await user.clear(title);
  await user.type(title, 'Coffee{Enter}');
  expect(await screen.findByRole('link', { name: 'Coffee' })).toBeVisible();
  expect(fake.rows).toMatchObject([{ title: 'Coffee' }]);
  expect(await countWaiting(7)).toBe(0);
});

test('one that nobody needs any more is removed, and Undo brings it back', async () => {
  const { user } = await fill('Tea');
  goOffline();
  await user.keyboard('{Enter}');
  await user.click(await screen.findByText('1 expense waits to be sent'));
  await user.click(screen.getByRole('button', { name: 'Remove Tea' }));
  await waitFor(async () => expect(await countWaiting(7)).toBe(0));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('1 expense waits to be sent')).toBeVisible();
});

test('nobody gets what another person left waiting', async () => {
  const { client } = await renderApp('/');
  const draft = {
    title: 'Theirs',
    amount: '1.00',
    currency: 'INR',
    category: 'Other',
    date: '2026-11-01',
  };
  await database.put('waiting', { user: 2, key: 'k', draft, values: {}, refused: null });
  expect(await sendWaiting(client)).toBe(0);
  // Somebody else's cookie under this page's person.
  await database.put('waiting', { user: 7, key: 'l', draft, values: {}, refused: null });
  answerWith(({ url }) =>
    url.endsWith('/api/session')
      ? { status: 200, text: JSON.stringify({ user: null }) }
      : undefined,
  );
  expect(await sendWaiting(client)).toBe(0);
  expect(fake.rows).toHaveLength(0);
  expect(await countWaiting(7)).toBe(1);
  expect(await countWaiting(2)).toBe(1);
  expect(await sendWaiting(new QueryClient())).toBe(0);
});

test('a server in trouble keeps everything waiting', async () => {
  const { client } = await renderApp('/');
  const draft = {
    title: 'Tea',
    amount: '1.00',
    currency: 'INR',
    category: 'Other',
    date: '2026-11-01',
  };
  await database.put('waiting', { user: 7, key: 'k', draft, values: {}, refused: null });
  answerWith(({ method }) =>
    method === 'POST' ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  expect(await sendWaiting(client)).toBe(0);
  expect(await countWaiting(7)).toBe(1);
  expect(screen.queryByText(/Not taken/)).not.toBeInTheDocument();
});

test('signing out with expenses that were not sent asks first', async () => {
  const { user } = await fill('Tea');
  goOffline();
  await user.keyboard('{Enter}');
  await screen.findByText('1 expense waits to be sent');
  await user.click(screen.getAllByText('Sign out')[0] as HTMLElement);
  const ask = await screen.findByRole('dialog', { name: /Sign out with expenses/ });
  expect(ask).toHaveTextContent(
    '1 expense is only on this device, could not be sent and would be lost.',
  );
  await user.click(screen.getByRole('button', { name: 'Stay signed in' }));
  expect(await countWaiting(7)).toBe(1);
});

test('signing out sends first what waits', async () => {
  const { user } = await renderApp('/');
  const draft = {
    title: 'Tea',
    amount: '1.00',
    currency: 'INR',
    category: 'Other',
    date: '2026-11-01',
  };
  await screen.findAllByText('Sign out');
  await database.put('waiting', { user: 7, key: 'k', draft, values: {}, refused: null });
  await user.click(screen.getAllByText('Sign out')[0] as HTMLElement);
  await waitFor(() => expect(fake.rows).toMatchObject([{ title: 'Tea' }]));
  expect(screen.queryByRole('dialog', { name: /Sign out with expenses/ })).not.toBeInTheDocument();
  expect(await countWaiting(7)).toBe(0);
});
