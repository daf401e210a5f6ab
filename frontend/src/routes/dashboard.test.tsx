import { screen, within } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { problem } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';

beforeAll(async () => {
  await import('./dashboard-figures');
}, 120_000);

test('one card fails alone', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  answerWith(({ url }) =>
    url.includes('/reports/') ? problem(500, 'internal', 'Oops.') : undefined,
  );
  await renderApp('/');
  expect(await screen.findByText('This month could not be loaded.')).toBeVisible();
  expect(await screen.findByRole('link', { name: 'Tea' })).toBeVisible();
  expect(screen.queryByText('₹0.00')).not.toBeInTheDocument();
});

test('a person without entries gets three ways to begin', async () => {
  const { user } = await renderApp('/');
  const card = await screen.findByRole('region', { name: 'Latest expenses' });
  expect(await within(card).findByRole('link', { name: 'Add your first expense' })).toBeVisible();
  expect(within(card).getByRole('link', { name: 'Import a CSV file' })).toBeVisible();
  await user.click(within(card).getByRole('button', { name: 'Try with sample data' }));
  expect(await within(card).findAllByText(/Sample$/)).not.toHaveLength(0);
});

test('settings save themselves', async () => {
  const { user } = await renderApp('/settings');
  await user.click(await screen.findByRole('radio', { name: 'Dark' }));
  expect(await screen.findAllByText('Saved')).not.toHaveLength(0);
  expect(fake.settings.theme).toBe('dark');
  expect(window.localStorage.getItem('theme')).toBe('dark');
});

test('a setting that is refused goes back', async () => {
  answerWith(({ method }) =>
    method === 'PUT' ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  const { user } = await renderApp('/settings');
  await user.click(await screen.findByRole('radio', { name: 'Dark' }));
  expect(await screen.findAllByText(/Not saved/)).not.toHaveLength(0);
  expect(screen.getByRole('radio', { name: 'Like the device' })).toBeChecked();
});
