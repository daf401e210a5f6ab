import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '@/testing/render-app';
import { fake } from '@/testing/server';

const row = (title: string) => screen.findByRole('link', { name: title });

test('keys lead from place to place, and to a new expense', async () => {
  const { user, router } = await renderApp('/settings');
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  await user.keyboard('ge');
  await screen.findByRole('heading', { level: 1, name: 'Expenses' });
  await user.keyboard('n');
  expect(await screen.findByRole('dialog', { name: 'Add expense' })).toBeVisible();
  expect(router.state.location.pathname).toBe('/expenses/new');
});

test('/ searches from everywhere', async () => {
  const { user } = await renderApp('/settings');
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  await user.keyboard('/');
  await waitFor(() =>
    expect(screen.getByRole('searchbox', { name: 'Search expenses' })).toHaveFocus(),
  );
  await user.keyboard('n/');
  expect(screen.getByRole('searchbox', { name: 'Search expenses' })).toHaveValue('n/');
});

test('rows are walked, deleted and taken back with keys', async () => {
  for (const title of ['Tea', 'Cake', 'Rice']) fake.add({ title, amount: '1.00' });
  const { user } = await renderApp('/expenses');
  await row('Rice');
  await user.keyboard('#');
  expect(await screen.findByText(/Choose a row first/)).toBeVisible();
  await user.keyboard('j');
  await waitFor(async () => expect(await row('Rice')).toHaveFocus());
  await user.keyboard('j');
  await waitFor(async () => expect(await row('Cake')).toHaveFocus());
  await user.keyboard('#');
  await waitFor(async () => expect(await row('Tea')).toHaveFocus());
  expect(screen.queryByRole('link', { name: 'Cake' })).not.toBeInTheDocument();
  await user.keyboard('z');
  expect(await row('Cake')).toBeVisible();
  await user.keyboard('k');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Cake'));
  await user.keyboard('e');
  expect(await screen.findByRole('dialog', { name: 'Edit expense' })).toBeVisible();
});

test('the palette finds a command by its name, and searches for other words', async () => {
  const { user, router } = await renderApp('/settings');
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  await user.keyboard('{Control>}k{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Find a command' });
  await user.type(within(dialog).getByRole('combobox'), 'rep go');
  expect(within(dialog).getAllByRole('option')[0]).toHaveTextContent('Go to Reports');
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { level: 1, name: /^Reports/ })).toBeVisible();
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Command or search' }), 'green tea');
  await user.keyboard('{ArrowUp}{ArrowDown}{Enter}');
  await waitFor(() => expect(router.state.location.search).toEqual({ q: 'green tea' }));
});

test('single keys can be switched off in Settings; the sheet says so', async () => {
  const { user, router } = await renderApp('/settings');
  await user.click(await screen.findByRole('checkbox', { name: 'Single-key shortcuts' }));
  await user.keyboard('n');
  await user.keyboard('?');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Show all shortcuts' }));
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(sheet).getByText(/switched off on this device/)).toBeVisible();
  expect(within(sheet).getByText('Go to Expenses')).toBeVisible();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(router.state.location.pathname).toBe('/settings');
  await user.click(screen.getByRole('checkbox', { name: 'Single-key shortcuts' }));
  await user.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});
