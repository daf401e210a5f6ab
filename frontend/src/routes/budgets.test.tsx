import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '@/testing/render-app';
import { problem } from '@/testing/fake-api';
import { answerWith, budgets, fake } from '@/testing/server';

test('each budget says what is spent, how much of the time is gone, and what is left', async () => {
  budgets.add({ category_id: 1 });
  budgets.add({ amount: '500.00' });
  fake.add({ title: 'Tea', amount: '700.00' });
  await renderApp('/budgets');
  const of = async (name: string) =>
    (await screen.findByRole('link', { name: `Expenses of ${name}` })).closest('li');
  const food = (await of('Food')) as HTMLElement;
  expect(food).toHaveTextContent('₹700.00 of ₹1,000.00');
  expect(food).toHaveTextContent('70% spent, 40% of the month gone. ₹300.00 left.');
  expect(food).toHaveTextContent('Faster than the time');
  expect(await of('Everything')).toHaveTextContent('140% spent');
  expect(await of('Everything')).toHaveTextContent('₹200.00 too much.');
  expect(await of('Everything')).toHaveTextContent('Over the limit');
  expect(within(food).getByRole('link', { name: 'Expenses of Food' })).toHaveAttribute(
    'href',
    '/expenses?category=Food&from=2026-11-01&to=2026-11-30',
  );
});

test('the period goes back and forth, and is in the address', async () => {
  budgets.add({ category_id: 1 });
  fake.add({ title: 'Old', amount: '10.00', date: '2026-10-20T00:00:00' });
  const { user, router } = await renderApp('/budgets');
  await user.click(await screen.findByRole('button', { name: 'Earlier period' }));
  expect(await screen.findByText('October 2026')).toBeVisible();
  expect(router.state.location.search).toEqual({ period: 'month', date: '2026-10-31' });
  expect(await screen.findByText(/₹10.00 of/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Today' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ period: 'month' }));
});

test('a budget is made by keyboard, and a refusal stands at its field with all that was typed', async () => {
  budgets.add({ category_id: 1 });
  const { user } = await renderApp('/budgets/new');
  const dialog = await screen.findByRole('dialog', { name: 'New budget' });
  const amount = await within(dialog).findByLabelText('Amount for each period (INR)');
  await waitFor(() => expect(amount).toHaveFocus());
  await user.click(within(dialog).getByRole('button', { name: 'New budget' }));
  expect(amount).toHaveAccessibleDescription('Type an amount.');
  expect(amount).toHaveFocus();
  await user.keyboard('1500+500');
  const category = within(dialog).getByRole('combobox', { name: 'For' });
  await user.clear(category);
  await user.type(category, 'Foo');
  await user.click(await screen.findByRole('option', { name: 'Food' }));
  await user.click(within(dialog).getByRole('checkbox', { name: /^Carry over/ }));
  await user.click(within(dialog).getByRole('button', { name: 'New budget' }));
  await waitFor(() =>
    expect(category).toHaveAccessibleDescription(/There is such a budget already/),
  );
  expect(amount).toHaveValue('1500+500');
  await user.clear(category);
  await user.type(category, 'Heal');
  await user.click(await screen.findByRole('option', { name: 'Health' }));
  await user.click(within(dialog).getByRole('button', { name: 'New budget' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(budgets.list[1]).toMatchObject({ amount: '2000.00', category_id: 3, roll_over: true });
  expect(await screen.findByRole('link', { name: 'Expenses of Health' })).toBeVisible();
});

test('a change that meets another one keeps what was typed and says what is there', async () => {
  const one = budgets.add({ category_id: 1 });
  const { user } = await renderApp('/budgets/1');
  const amount = await screen.findByLabelText('Amount for each period (INR)');
  await user.clear(amount);
  await user.type(amount, '1200');
  Object.assign(one, { amount: '900.00', version: 2 });
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  expect(await screen.findByText(/it is ₹900.00 now/)).toBeVisible();
  expect(amount).toHaveValue('1200');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() => expect(one.amount).toBe('1200.00'));
});

test('a deleted budget goes at once and Undo brings it back', async () => {
  budgets.add({ category_id: 1 });
  const { user } = await renderApp('/budgets');
  await user.click(await screen.findByRole('button', { name: 'Delete the budget of Food' }));
  await waitFor(() =>
    expect(screen.queryByRole('link', { name: 'Expenses of Food' })).not.toBeInTheDocument(),
  );
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await screen.findByRole('link', { name: 'Expenses of Food' })).toBeVisible();
  expect(budgets.list[0]?.deleted).toBe(false);
});

test('who has switched warnings off is not warned and nothing is asked for', async () => {
  budgets.add({ category_id: 1 });
  fake.add({ title: 'Feast', amount: '850.00' });
  fake.settings.notifications = false;
  let asked = 0;
  answerWith(({ url }) => {
    if (url.endsWith('/api/alerts')) asked += 1;
    return undefined;
  });
  const { user, router } = await renderApp('/');
  const card = await screen.findByRole('region', { name: 'Budgets' });
  await waitFor(() => expect(card).toHaveTextContent('₹850.00'));
  expect(screen.queryByRole('list', { name: 'Budget warnings' })).not.toBeInTheDocument();
  expect(asked).toBe(0);
  await router.navigate({ to: '/settings' });
  await user.click(await screen.findByRole('checkbox', { name: 'Warn me about budgets' }));
  await waitFor(() => expect(fake.settings.notifications).toBe(true));
  await router.navigate({ to: '/' });
  expect(await screen.findByRole('list', { name: 'Budget warnings' })).toHaveTextContent('85%');
});

test('a warning is shown until it is dismissed; when that fails it is back with the reason', async () => {
  budgets.add({ category_id: 1 });
  fake.add({ title: 'Feast', amount: '850.00' });
  const { user } = await renderApp('/');
  const warnings = await screen.findByRole('list', { name: 'Budget warnings' });
  expect(warnings).toHaveTextContent(
    'Food: 85% of the month’s budget is spent (₹850.00 of ₹1,000.00).',
  );
  let down = true;
  answerWith(({ url }) =>
    down && url.includes('/dismiss') ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  await user.click(screen.getByRole('button', { name: 'Dismiss the warning about Food' }));
  expect((await screen.findAllByText(/The warning is still there/))[0]).toBeInTheDocument();
  down = false;
  await user.click(await screen.findByRole('button', { name: 'Dismiss the warning about Food' }));
  await waitFor(() =>
    expect(screen.queryByRole('list', { name: 'Budget warnings' })).not.toBeInTheDocument(),
  );
  expect(budgets.dismissed.has(1)).toBe(true);
});

test('budgets that fail to load are an error, never an empty page', async () => {
  let down = true;
  answerWith(({ url }) =>
    down && url.includes('/api/budgets') ? problem(500, 'internal', 'Oops.') : undefined,
  );
  const { user } = await renderApp('/budgets');
  expect(await screen.findByText('Your budgets could not be loaded.')).toBeVisible();
  expect(screen.queryByText('No budgets yet')).not.toBeInTheDocument();
  down = false;
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText('No budgets yet')).toBeVisible();
});

test('on the home page the card fails alone, and shows the budget for everything first', async () => {
  budgets.add({ category_id: 1, amount: '10.00' });
  budgets.add({ amount: '5000.00' });
  fake.add({ title: 'Tea', amount: '15.50' });
  await renderApp('/');
  const card = await screen.findByRole('region', { name: 'Budgets' });
  await waitFor(() => expect(within(card).getAllByRole('listitem')).toHaveLength(2));
  expect(within(card).getAllByRole('listitem')[0]).toHaveTextContent('Everything');
});
