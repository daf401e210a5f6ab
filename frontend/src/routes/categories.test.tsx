import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '@/testing/render-app';
import { problem } from '@/testing/fake-api';
import { answerWith, fake } from '@/testing/server';

const list = () => screen.findByRole('list', { name: 'Categories in use' });
const names = async () =>
  within(await list())
    .getAllByRole('button', { name: /^What to do with/ })
    .map((button) => button.getAttribute('aria-label')?.replace('What to do with ', ''));
const category = (name: string) => {
  const found = fake.categories.find((one) => one.name === name);
  if (!found) throw new Error(`no category ${name}`);
  return found;
};
async function choose(
  user: Awaited<ReturnType<typeof renderApp>>['user'],
  name: string,
  action: string,
) {
  await user.click(await screen.findByRole('button', { name: `What to do with ${name}` }));
  await user.click(await screen.findByRole('menuitem', { name: action }));
}

test('shows two levels with how many expenses each has', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  fake.categories.push({
    ...category('Health'),
    id: 20,
    name: 'Fruit',
    parent_id: 1,
    fallback: false,
  });
  await renderApp('/categories');
  // The first to ask for the page waits until it is read and compiled.
  const below = await screen.findByRole('list', { name: 'Below Food' }, { timeout: 15_000 });
  expect(within(below).getByText('Fruit')).toBeVisible();
  expect(screen.getByRole('link', { name: '1 expense of Food' })).toHaveTextContent('1 expense');
  expect(screen.getByText('Expenses without a category go here')).toBeVisible();
  expect(document.title).toBe('Categories · Expense Tracker');
});

test('a failed list is never an empty list, and Retry brings it', async () => {
  let broken = true;
  answerWith(({ url }) =>
    broken && url.includes('/api/categories') ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  const { user } = await renderApp('/categories');
  expect(await screen.findByText('Your categories could not be loaded.')).toBeVisible();
  broken = false;
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await names()).toContain('Food');
});

test('a category is added below another, with picture and colour', async () => {
  const { user } = await renderApp('/categories');
  await choose(user, 'Food', 'Add a sub-category');
  const form = within(await screen.findByRole('dialog', { name: 'New category' }));
  await user.type(form.getByLabelText('Name'), 'Groceries');
  await user.click(form.getByRole('button', { name: '🥕' }));
  await user.click(form.getByRole('radio', { name: 'Green' }));
  expect(form.getByLabelText('Below')).toHaveDisplayValue('🍕 Food');
  await user.click(form.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(category('Groceries')).toMatchObject({ icon: '🥕', color_light: '#dcfce7', parent_id: 1 });
  expect(
    within(await screen.findByRole('list', { name: 'Below Food' })).getByText('Groceries'),
  ).toBeVisible();
});

test('what is wrong is said at its field, and what was typed stays', async () => {
  answerWith(({ method, url }) =>
    method === 'POST' && url.endsWith('/api/categories')
      ? problem(422, 'invalid', 'No.', [
          { field: 'icon', code: 'bad_icon', message: 'Use one emoji.' },
        ])
      : undefined,
  );
  const { user } = await renderApp('/categories');
  await user.click(await screen.findByRole('button', { name: 'Add category' }));
  const form = within(await screen.findByRole('dialog', { name: 'New category' }));
  await user.click(form.getByRole('button', { name: 'Add' }));
  expect(form.getByLabelText('Name')).toHaveAccessibleDescription('Give it a name.');
  await user.type(form.getByLabelText('Name'), 'FOOD');
  await user.click(form.getByRole('button', { name: 'Add' }));
  expect(form.getByLabelText('Name')).toHaveAccessibleDescription(
    'There is already a category “Food”.',
  );
  await user.clear(form.getByLabelText('Name'));
  await user.type(form.getByLabelText('Name'), 'Pets');
  await user.click(form.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(form.getByLabelText('Picture')).toBeInvalid());
  expect(form.getByLabelText('Name')).toHaveValue('Pets');
});

test('a change that meets another says so, and the next try is based on that one', async () => {
  let stale = true;
  answerWith(({ method }) => {
    if (method !== 'PUT' || !stale) return undefined;
    stale = false;
    category('Food').version = 5;
    return problem(412, 'version_mismatch', 'Changed.');
  });
  const { user } = await renderApp('/categories');
  await choose(user, 'Food', 'Edit');
  const form = within(await screen.findByRole('dialog', { name: 'Edit Food' }));
  await user.clear(form.getByLabelText('Name'));
  await user.type(form.getByLabelText('Name'), 'Eating');
  await user.click(form.getByRole('button', { name: 'Save' }));
  expect(await form.findByRole('alert')).toHaveTextContent('changed elsewhere');
  expect(form.getByLabelText('Name')).toHaveValue('Eating');
  await user.click(form.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(category('Eating').version).toBe(6));
});

test('archiving offers Undo, and an archived one is listed apart', async () => {
  const { user } = await renderApp('/categories');
  await choose(user, 'Health', 'Archive');
  const archived = await screen.findByRole('list', { name: 'Archived' });
  expect(within(archived).getByText('Health')).toBeVisible();
  expect(await names()).not.toContain('Health');
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(async () => expect(await names()).toContain('Health'));
});

test('merging says how many expenses move, and refuses to guess when that has changed', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/categories');
  await choose(user, 'Food', 'Merge into another…');
  const dialog = within(await screen.findByRole('dialog', { name: 'Merge Food' }));
  await user.click(dialog.getByRole('button', { name: 'Merge' }));
  expect(dialog.getByLabelText('Into')).toHaveAccessibleDescription('Choose a category.');
  await user.selectOptions(dialog.getByLabelText('Into'), '💪 Health');
  expect(dialog.getByText(/^1 expense of Food moves to Health/)).toBeVisible();
  fake.add({ title: 'Cake', amount: '2.00' });
  await user.click(dialog.getByRole('button', { name: 'Merge' }));
  expect(await dialog.findByText(/^The number of expenses has changed/)).toBeVisible();
  expect(await dialog.findByText(/^2 expenses of Food move to Health/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Merge' }));
  expect(await screen.findByText('2 expenses moved to Health.')).toBeVisible();
  expect(fake.rows.map((row) => row.category)).toEqual(['Health', 'Health']);
  expect(await names()).not.toContain('Food');
});

test('deleting a category in use asks where its expenses go', async () => {
  fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp('/categories');
  await choose(user, 'Food', 'Delete…');
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete Food?' }));
  expect(dialog.getByLabelText('Its expenses go to')).toHaveDisplayValue('📦 Other');
  await user.click(dialog.getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText('Food is deleted.')).toBeVisible();
  expect(fake.rows[0]?.category).toBe('Other');
});

test('Other offers neither archive, merge nor delete', async () => {
  const { user } = await renderApp('/categories');
  await user.click(await screen.findByRole('button', { name: 'What to do with Other' }));
  expect(await screen.findByRole('menuitem', { name: 'Edit' })).toBeVisible();
  expect(screen.queryByRole('menuitem', { name: /Archive|Merge|Delete/ })).not.toBeInTheDocument();
});

test('buttons and arrow keys put a category in another place, and a failure puts it back', async () => {
  const { user } = await renderApp('/categories');
  await user.click(await screen.findByRole('button', { name: 'Move Food down' }));
  await waitFor(async () => expect((await names())[0]).toBe('Entertainment'));
  expect(screen.getByText('Food: place 2 of 7')).toBeInTheDocument();
  screen.getByRole('button', { name: 'Drag Food to another place' }).focus();
  await user.keyboard('{ArrowUp}');
  await waitFor(async () => expect((await names())[0]).toBe('Food'));
  expect(screen.getByRole('button', { name: 'Drag Food to another place' })).toHaveFocus();
  answerWith(({ url }) =>
    url.endsWith('/order') ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  await user.click(screen.getByRole('button', { name: 'Move Food down' }));
  expect(await screen.findAllByText(/^Not done/)).not.toHaveLength(0);
  await waitFor(async () => expect((await names())[0]).toBe('Food'));
});

test('dragging the handle does the same', async () => {
  await renderApp('/categories');
  const rows = [...(await list()).children];
  rows.forEach((row, place) => {
    row.getBoundingClientRect = () => ({ top: place * 60, height: 60 }) as DOMRect;
  });
  const handle = screen.getByRole('button', { name: 'Drag Food to another place' });
  handle.setPointerCapture = () => undefined;
  fireEvent.pointerDown(handle, { button: 0, pointerId: 1, clientY: 30 });
  fireEvent.pointerMove(handle, { clientY: 160 });
  fireEvent.pointerUp(handle, { clientY: 160 });
  await waitFor(() => expect(fake.log).toContain('POST /api/categories/order'));
  expect((await names()).slice(0, 3)).toEqual(['Entertainment', 'Health', 'Food']);
});

test('the form of an expense makes a category that isn’t there', async () => {
  const { user } = await renderApp('/expenses/new');
  const field = await screen.findByRole('combobox', { name: 'Category' });
  await waitFor(() => expect(field).toHaveValue('Other'));
  await user.clear(field);
  await user.type(field, 'Pets');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(field).toHaveValue('Pets'));
  expect(category('Pets').parent_id).toBeNull();
  await user.type(screen.getByLabelText('Amount in INR'), '5');
  await user.type(screen.getByLabelText('What for'), 'Leash');
  await user.click(screen.getByRole('button', { name: 'Add expense' }));
  await waitFor(() => expect(fake.rows[0]?.category).toBe('Pets'));
});

test('a category is found without its accents, and one that is archived is not offered', async () => {
  category('Health').name = 'Santé';
  category('Shopping').archived = true;
  const { user } = await renderApp('/expenses/new');
  const field = await screen.findByRole('combobox', { name: 'Category' });
  await waitFor(() => expect(field).toHaveValue('Other'));
  await user.clear(field);
  await user.type(field, 'sante');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(field).toHaveValue('Santé'));
  expect(fake.log).not.toContain('POST /api/categories');
  await user.clear(field);
  await user.type(field, 'Shopp');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(field).toHaveValue('Shopp'));
  expect(category('Shopp').archived).toBe(false);
});

test('a category that was emptied and left shows what is still chosen', async () => {
  const { user } = await renderApp('/expenses/new');
  const field = await screen.findByRole('combobox', { name: 'Category' });
  await waitFor(() => expect(field).toHaveValue('Other'));
  field.focus();
  await user.keyboard('{Control>}a{/Control}{Delete}');
  expect(field).toHaveValue('');
  await user.tab();
  await waitFor(() => expect(field).toHaveValue('Other'));
});

test('a category that can’t be made says why at the field, and the choice stays', async () => {
  answerWith(({ method, url }) =>
    method === 'POST' && url.endsWith('/api/categories')
      ? problem(422, 'invalid', 'There can be at most 1,000 categories.')
      : undefined,
  );
  const { user } = await renderApp('/expenses/new');
  const field = await screen.findByRole('combobox', { name: 'Category' });
  await waitFor(() => expect(field).toHaveValue('Other'));
  await user.clear(field);
  await user.type(field, 'Pets');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(field).toHaveAccessibleDescription(/Pets.*at most 1,000/));
  expect(field).toHaveValue('Other');
});
