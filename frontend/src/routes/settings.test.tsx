import { screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderApp } from '@/testing/render-app';
import { problem } from '@/testing/fake-api';
import { account, answerWith, fake } from '@/testing/server';

const card = (name: string) => screen.findByRole('region', { name });

test('each field saves itself and says so where it stands', async () => {
  const { user } = await renderApp('/settings');
  const week = await screen.findByRole('combobox', { name: 'First day of the week' });
  await user.selectOptions(week, 'Saturday');
  await waitFor(() => expect(fake.settings.first_day_of_week).toBe(6));
  expect(week.closest('div')?.parentElement).toHaveTextContent('Saved');
  await user.selectOptions(week, screen.getByRole('option', { name: /As usual/ }));
  await waitFor(() => expect(fake.settings.first_day_of_week).toBeNull());
  await user.selectOptions(screen.getByRole('combobox', { name: 'First day of the month' }), '25');
  await waitFor(() => expect(fake.settings.month_start_day).toBe(25));
  expect(screen.getAllByText('Saved')).toHaveLength(2);
});

test('a field that is refused says why and goes back', async () => {
  const { user } = await renderApp('/settings');
  answerWith(({ method, url }) =>
    method === 'PUT' && url.endsWith('/user-settings')
      ? problem(422, 'invalid', 'No.', [
          { field: 'month_start_day', code: 'out_of_range', message: 'Choose a day from 1 to 31.' },
        ])
      : undefined,
  );
  const month = await screen.findByRole('combobox', { name: 'First day of the month' });
  await user.selectOptions(month, '31');
  await waitFor(() => expect(month).toHaveAccessibleDescription(/Choose a day from 1 to 31\./));
  expect(month).toBeInvalid();
  expect(month).toHaveValue('1');
});

test('single keys are switched off for the person, and do nothing then', async () => {
  const { user, router } = await renderApp('/settings');
  await user.click(await screen.findByRole('checkbox', { name: 'Single-key shortcuts' }));
  await waitFor(() => expect(fake.settings.shortcuts).toBe(false));
  await user.click(screen.getByRole('heading', { name: 'Settings' }));
  await user.keyboard('n');
  expect(router.state.location.pathname).toBe('/settings');
  await user.click(screen.getByRole('checkbox', { name: 'Single-key shortcuts' }));
  await waitFor(() => expect(fake.settings.shortcuts).toBe(true));
});

test('shows where one is signed in, and ends one or all others', async () => {
  const { user } = await renderApp('/settings');
  const sessions = within(await card('Where you are signed in'));
  expect(await sessions.findByText('Firefox on Linux')).toBeVisible();
  expect(sessions.getByText('Backup/1.0')).toBeVisible();
  await user.click(sessions.getByRole('button', { name: 'End the session of Safari on iPhone' }));
  await waitFor(() => expect(account.places.map(({ id }) => id)).toEqual([1, 3]));
  expect(sessions.queryByText('Safari on iPhone')).toBeNull();
  await user.click(sessions.getByRole('button', { name: 'End all others' }));
  expect(await sessions.findByText('You are signed in only here.')).toBeVisible();
  expect(account.places).toHaveLength(1);
});

test('a token is shown once, with a way to copy it, and revoked after a question', async () => {
  const { user } = await renderApp('/settings');
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const tokens = within(await card('API tokens'));
  await user.click(tokens.getByRole('button', { name: 'Make a token' }));
  const form = within(await screen.findByRole('dialog', { name: 'Make a token' }));
  await user.click(form.getByRole('button', { name: 'Make it' }));
  expect(form.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/Give it a name/);
  await user.type(form.getByRole('textbox', { name: 'Name' }), 'refuse');
  await user.click(form.getByRole('button', { name: 'Make it' }));
  expect(await form.findByText('Choose another name.')).toBeVisible();
  await user.clear(form.getByRole('textbox', { name: 'Name' }));
  await user.type(form.getByRole('textbox', { name: 'Name' }), 'Sheet');
  await user.selectOptions(form.getByRole('combobox', { name: 'May' }), 'read and change');
  await user.click(form.getByRole('button', { name: 'Make it' }));
  const made = within(await screen.findByRole('dialog', { name: 'Your new token' }));
  expect(made.getByRole('textbox', { name: 'The token' })).toHaveValue('secret.of.Sheet');
  await user.click(made.getByRole('button', { name: 'Copy' }));
  expect(copied).toHaveBeenCalledWith('secret.of.Sheet');
  expect(await made.findByText('Copied')).toBeVisible();
  await user.click(made.getByRole('button', { name: 'Done' }));
  expect(await tokens.findByText(/Reads and changes · Not used yet/)).toBeVisible();
  expect(document.body.textContent).not.toContain('secret.of.Sheet');
  await user.click(tokens.getByRole('button', { name: 'Revoke Sheet' }));
  const ask = within(await screen.findByRole('dialog', { name: 'Revoke “Sheet”?' }));
  await user.click(ask.getByRole('button', { name: 'Revoke' }));
  expect(await tokens.findByText('You have no tokens.')).toBeVisible();
});

test('a card that could not be loaded says so and tries again', async () => {
  answerWith(({ url }) => (url.endsWith('/api/tokens') ? 'no answer' : undefined));
  const { user } = await renderApp('/settings');
  const tokens = within(await card('API tokens'));
  expect(await tokens.findByText('Your tokens could not be loaded.')).toBeVisible();
  expect(tokens.queryByText('You have no tokens.')).toBeNull();
  answerWith(() => undefined);
  await user.click(tokens.getByRole('button', { name: 'Retry' }));
  expect(await tokens.findByText('You have no tokens.')).toBeVisible();
});

test('deleting the account asks for the address and a fresh sign-in', async () => {
  const { user } = await renderApp('/settings');
  window.localStorage.setItem('signed-in', '1');
  const own = within(await card('Your account'));
  expect(own.getByRole('link', { name: 'Download' })).toHaveAttribute(
    'href',
    '/api/account/export',
  );
  await user.click(own.getByRole('button', { name: 'Delete…' }));
  const ask = within(await screen.findByRole('dialog', { name: 'Delete your account?' }));
  const field = ask.getByRole('textbox', { name: 'Type asha@example.com to confirm' });
  await user.type(field, 'someone@example.com');
  await user.click(ask.getByRole('button', { name: 'Delete the account' }));
  await waitFor(() =>
    expect(field).toHaveAccessibleDescription(/Type asha@example.com to confirm/),
  );
  expect(field).toHaveValue('someone@example.com');
  await user.clear(field);
  await user.type(field, 'asha@example.com');
  account.fresh = false;
  await user.click(ask.getByRole('button', { name: 'Delete the account' }));
  expect(await ask.findByRole('link', { name: 'Sign in again' })).toHaveAttribute(
    'href',
    '/api/auth/login?return=%2Fsettings%23account',
  );
  account.fresh = true;
  await user.click(ask.getByRole('button', { name: 'Delete the account' }));
  // What this browser kept of the person is forgotten; then it leaves the page.
  await waitFor(() => expect(window.localStorage.getItem('signed-in')).toBeNull());
});
