import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '@/testing/render-app';
import { problem } from '@/testing/fake-api';
import { answerWith, fake } from '@/testing/server';

const row = (title: string) => screen.findByRole('link', { name: title });

test('shows every entry with count and sum, grouped by day', async () => {
  fake.add({ title: 'Tea', amount: '15.50', date: '2026-11-20T00:00:00' });
  fake.add({ title: 'Cake', amount: '0.10', date: '2026-11-20T00:00:00' });
  await renderApp('/expenses');
  await row('Tea');
  expect(screen.getByText('2 expenses')).toBeVisible();
  expect(screen.getAllByText('₹15.60')).toHaveLength(2);
  expect(document.title).toBe('Expenses · Expense Tracker');
});

test('a failed list is never an empty list, and Retry brings it', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  let broken = true;
  answerWith(({ url }) =>
    broken && url.includes('/api/expenses?') ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  const { user } = await renderApp('/expenses');
  expect(await screen.findByText('Your expenses could not be loaded.')).toBeVisible();
  expect(screen.queryByText('No expenses yet')).not.toBeInTheDocument();
  expect(screen.getByText('Reference r-1')).toBeVisible();
  broken = false;
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await row('Tea')).toBeVisible();
});

test('no network is a message, and signs nobody out', async () => {
  answerWith(({ url }) => (url.includes('/api/expenses?') ? 'no answer' : undefined));
  await renderApp('/expenses');
  expect(await screen.findByText(/can’t reach the server/)).toBeVisible();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('nothing at all and nothing that matches are told apart', async () => {
  const { user } = await renderApp('/expenses?q=zebra');
  expect(await screen.findByText('Nothing matches')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Remove filter “zebra”' }));
  expect(await screen.findByText('No expenses yet')).toBeVisible();
});

test('filters go into the address', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  const { user, router } = await renderApp('/expenses');
  await row('Tea');
  await user.type(screen.getByRole('searchbox', { name: 'Search expenses' }), 'te');
  await waitFor(() => expect(router.state.location.search).toEqual({ q: 'te' }));
  await user.click(screen.getByRole('button', { name: 'Filter' }));
  await user.type(screen.getByLabelText('At least'), '1,000.5');
  await user.click(screen.getByRole('button', { name: 'Apply filters' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ q: 'te', min: '1000.50' }));
});

test('a search on its way does not wipe a date that was just typed', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  const { user, router } = await renderApp('/expenses');
  await row('Tea');
  await user.click(screen.getByRole('button', { name: 'Filter' }));
  await user.type(screen.getByRole('searchbox', { name: 'Search expenses' }), 'te');
  await user.type(screen.getByLabelText('From'), '2026-01-01');
  await waitFor(() => expect(router.state.location.search).toEqual({ q: 'te' }));
  expect(screen.getByLabelText('From')).toHaveValue('2026-01-01');
});

function scrollTo(top: number): void {
  Object.defineProperty(window, 'scrollY', { configurable: true, value: top });
  fireEvent.scroll(window);
}

test('a long list keeps few rows in the document, and loads what is scrolled to', async () => {
  for (let one = 1; one <= 330; one += 1) fake.add({ title: `Tea ${one}`, amount: '1.00' });
  await renderApp('/expenses');
  await screen.findByText('330 expenses');
  const first = await row('Tea 330');
  expect(screen.getAllByRole('link', { name: /^Tea/ }).length).toBeLessThan(60);
  expect(first.closest('li')).toHaveAttribute('aria-posinset', '1');
  expect(first.closest('li')).toHaveAttribute('aria-setsize', '330');
  act(() => first.focus());
  scrollTo(329 * 62);
  const last = await row('Tea 1');
  expect(last.closest('li')).toHaveAttribute('aria-posinset', '330');
  expect(first).toHaveFocus();
  scrollTo(0);
});

test('a page that does not come says so in its place, and Retry brings it', async () => {
  for (let one = 1; one <= 130; one += 1) fake.add({ title: `Tea ${one}`, amount: '1.00' });
  let down = true;
  answerWith(({ url }) =>
    down && url.includes('cursor=') ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  const { user } = await renderApp('/expenses');
  await screen.findByText('130 expenses');
  scrollTo(95 * 62);
  expect(await screen.findByText('More of the list could not be loaded.')).toBeVisible();
  down = false;
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await row('Tea 27')).toBeVisible();
  scrollTo(0);
});

test('paper gets every loaded row', async () => {
  for (let one = 1; one <= 130; one += 1) fake.add({ title: `Tea ${one}`, amount: '1.00' });
  await renderApp('/expenses');
  await screen.findByText('130 expenses');
  fireEvent(window, new Event('beforeprint'));
  expect(screen.getAllByRole('link', { name: /^Tea/ })).toHaveLength(100);
  expect(screen.getByText(/^100 of 130 expenses are on this print/)).toBeVisible();
  fireEvent(window, new Event('afterprint'));
  await waitFor(() =>
    expect(screen.getAllByRole('link', { name: /^Tea/ }).length).toBeLessThan(60),
  );
});

test('a deleted entry goes at once and Undo brings it back', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/expenses');
  await row('Tea');
  await user.click(screen.getByRole('button', { name: 'Delete Tea' }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Tea' })).not.toBeInTheDocument());
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await row('Tea')).toBeVisible();
  expect(fake.rows[0]?.deleted_at).toBeNull();
});

test('a delete that fails puts the entry back and says why', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  let down = false;
  answerWith(({ method }) => {
    down ||= method === 'DELETE';
    return down ? problem(503, 'unavailable', 'Later.') : undefined;
  });
  const { user } = await renderApp('/expenses');
  await row('Tea');
  await user.click(screen.getByRole('button', { name: 'Delete Tea' }));
  expect((await screen.findAllByText(/“Tea” is not deleted/))[0]).toBeInTheDocument();
  expect(await row('Tea')).toBeVisible();
});

test('a session that ends shows one dialog, and the page stays', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/expenses');
  await row('Tea');
  const { user: person } = fake;
  fake.user = null;
  await user.click(screen.getByRole('button', { name: 'Delete Tea' }));
  const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
  expect(screen.getAllByRole('dialog')).toHaveLength(1);
  await user.click(within(dialog).getByRole('button', { name: 'I have signed in' }));
  expect(await within(dialog).findByText(/aren’t signed in yet/)).toBeVisible();
  fake.user = person;
  await user.click(within(dialog).getByRole('button', { name: 'I have signed in' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(await row('Tea')).toBeVisible();
});
