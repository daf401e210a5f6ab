import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problem } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';

const tile = () => screen.findByRole('button', { name: 'Change category of Tea' });

test('a row’s category is changed in the list, and Undo takes it back', async () => {
  const tea = fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/expenses');
  await user.click(await tile());
  const menu = await screen.findByRole('menu', { name: 'Category of Tea' });
  expect(menu).toBeVisible();
  expect(screen.getByRole('menuitemradio', { name: 'Food' })).toBeChecked();
  await user.click(screen.getByRole('menuitemradio', { name: 'Transport' }));
  await waitFor(() => expect(tea).toMatchObject({ category: 'Transport', version: 2 }));
  await waitFor(() => expect(screen.queryByRole('menu')).not.toBeInTheDocument());
  expect(await tile()).toHaveFocus();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(tea).toMatchObject({ category: 'Food', version: 3 }));
});

test('by keyboard: C opens the choice for the row, and the focus comes back to it', async () => {
  const tea = fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/expenses');
  const link = await screen.findByRole('link', { name: 'Tea' });
  await user.keyboard('jc');
  await screen.findByRole('menu', { name: 'Category of Tea' });
  await waitFor(() => expect(document.activeElement?.closest('[role=menu]')).not.toBeNull());
  await user.keyboard('tr{Enter}');
  await waitFor(() => expect(tea.category).toBe('Transport'));
  await waitFor(() => expect(link).toHaveFocus());
});

test('a category that isn’t there is made from the row, and the row gets it', async () => {
  const tea = fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/expenses');
  await user.click(await tile());
  await user.click(await screen.findByRole('menuitem', { name: 'New category' }));
  const dialog = await screen.findByRole('dialog', { name: 'New category' });
  const name = await within(dialog).findByLabelText('Name');
  await user.type(name, 'food');
  await user.click(within(dialog).getByRole('button', { name: 'Add' }));
  expect(name).toBeInvalid();
  expect(tea).toMatchObject({ category: 'Food', version: 1 });
  await user.clear(name);
  await user.type(name, 'Chai shops');
  await user.click(within(dialog).getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(tea).toMatchObject({ category: 'Chai shops', version: 2 }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  await waitFor(async () => expect(await tile()).toHaveFocus());
});

test('a change that is refused goes back, with the reason', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  answerWith(({ method }) =>
    method === 'PUT' ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  const { user } = await renderApp('/expenses');
  await user.click(await tile());
  await user.click(await screen.findByRole('menuitemradio', { name: 'Transport' }));
  expect((await screen.findAllByText(/“Tea” stays in Food/))[0]).toBeInTheDocument();
  expect(screen.getByText('Food')).toBeVisible();
});

test('a row that changed elsewhere is not overwritten', async () => {
  const tea = fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/expenses');
  await user.click(await tile());
  Object.assign(tea, { category: 'Health', version: 2 });
  await user.click(await screen.findByRole('menuitemradio', { name: 'Transport' }));
  expect((await screen.findAllByText(/changed somewhere else/))[0]).toBeInTheDocument();
  expect(await screen.findByText('Health')).toBeVisible();
  expect(tea).toMatchObject({ category: 'Health', version: 2 });
});
