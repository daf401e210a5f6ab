import { screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { saveFile } from '@/lib/save-file';
import { problem } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';

vi.mock('@/lib/save-file');

const row = (title: string) => screen.findByRole('link', { name: title });
const box = (title: string) => screen.getByRole('checkbox', { name: `Select ${title}` });
const bar = () => screen.findByRole('region', { name: 'Selected expenses' });
const button = async (name: string | RegExp) => within(await bar()).getByRole('button', { name });

/** Entries in the order of the list. */
function addRows(count: number) {
  return Array.from({ length: count }, (_, index) =>
    fake.add({ title: `Tea ${count - index}`, amount: '1.00' }),
  ).toReversed();
}

async function open(path = '/expenses') {
  const { user } = await renderApp(path);
  await row('Tea 1');
  await user.click(screen.getByRole('button', { name: 'Select' }));
  return user;
}

test('rows are ticked one by one and as a range, and deleted with one Undo for all', async () => {
  const rows = addRows(6);
  const user = await open();
  await user.click(box('Tea 1'));
  await user.click(box('Tea 2'));
  await user.click(box('Tea 2'));
  expect(await within(await bar()).findByText('1 selected')).toBeVisible();
  await user.click(box('Tea 2'));
  await user.keyboard('{Shift>}');
  await user.click(box('Tea 5'));
  await user.keyboard('{/Shift}');
  expect(within(await bar()).getByText('5 selected')).toBeVisible();
  await user.click(await button('Delete'));
  await waitFor(() =>
    expect(screen.queryByRole('link', { name: 'Tea 1' })).not.toBeInTheDocument(),
  );
  expect(await row('Tea 6')).toBeVisible();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await row('Tea 1');
  expect(rows.every(({ deleted_at }) => deleted_at === null)).toBe(true);
});

test('all that match change, loaded or not, and the count that was seen is sent', async () => {
  const rows = addRows(130);
  fake.add({ title: 'Cake', amount: '1.00' });
  const user = await open('/expenses?q=tea');
  await user.click(await button('Select all 130 matches'));
  expect(box('Tea 1')).toBeChecked();
  await user.click(await button('Category'));
  await user.click(await screen.findByRole('menuitemradio', { name: 'Health' }));
  await waitFor(() => expect(rows.every(({ category }) => category === 'Health')).toBe(true));
  expect(fake.rows.find(({ title }) => title === 'Cake')?.category).toBe('Food');
  expect((await screen.findAllByText('130 expenses changed.'))[0]).toBeInTheDocument();
  await waitFor(() =>
    expect(screen.queryByRole('region', { name: 'Selected expenses' })).not.toBeInTheDocument(),
  );
});

test('what is refused goes back with the reason, and the choice stays', async () => {
  addRows(3);
  const user = await open();
  answerWith(({ url }) =>
    url.endsWith('/bulk')
      ? problem(409, 'count_changed', '4 entries match now, not 3. Look at the list again.')
      : undefined,
  );
  await user.click(await button('Select all 3 matches'));
  await user.click(await button('Delete'));
  expect((await screen.findAllByText(/4 entries match now/))[0]).toBeInTheDocument();
  expect(await row('Tea 1')).toBeVisible();
  expect(await within(await bar()).findByText('All 3 selected')).toBeVisible();
});

test('a refused tag is told at its field, and what was typed stays', async () => {
  addRows(2);
  const user = await open();
  await user.click(box('Tea 1'));
  await user.click(await button('Tags'));
  const dialog = await screen.findByRole('dialog', { name: 'Tags of the selected expenses' });
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }));
  const field = within(dialog).getByRole('combobox', { name: 'Add tags' });
  expect(field).toBeInvalid();
  await user.type(field, 'work, refuse');
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }));
  expect(await within(dialog).findByText('The server doesn’t like this tag.')).toBeVisible();
  expect(within(dialog).getByRole('button', { name: 'Remove the tag work' })).toBeVisible();
  await user.click(within(dialog).getByRole('button', { name: 'Remove the tag refuse' }));
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(fake.rows.map(({ tags }) => tags)).toContainEqual(['work']);
});

test('the ledger’s tags are proposed, to put on and to take off', async () => {
  const [first] = addRows(2);
  fake.add({ title: 'Bus', amount: '5.00', tags: ['Travel', 'office'] });
  const user = await open();
  if (first) first.tags = ['office'];
  await user.click(box('Tea 1'));
  await user.click(await button('Tags'));
  const dialog = await screen.findByRole('dialog', { name: 'Tags of the selected expenses' });
  await user.type(within(dialog).getByRole('combobox', { name: 'Add tags' }), 'trav');
  await user.click(await screen.findByRole('option', { name: 'Travel' }));
  await user.type(within(dialog).getByRole('combobox', { name: 'Remove tags' }), 'OFF');
  await user.click(await screen.findByRole('option', { name: 'office' }));
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(first?.tags).toEqual(['Travel']));
});

test('merchant and payment method are set and taken off together', async () => {
  const [first, second] = addRows(2);
  fake.add({ title: 'Bus', amount: '5.00', merchant: 'Café Roma' });
  const user = await open();
  const more = async (name: string) => {
    await user.click(box('Tea 1'));
    await user.click(box('Tea 2'));
    await user.click(await button('More to change'));
    await user.click(await screen.findByRole('menuitem', { name }));
    const dialog = await screen.findByRole('dialog', { name: `${name} of the selected expenses` });
    const apply = within(dialog).getByRole('button', { name: 'Apply' });
    return { dialog, apply };
  };
  const set = await more('Merchant');
  await user.type(within(set.dialog).getByLabelText('Merchant'), 'cafe');
  await user.click(await screen.findByRole('option', { name: 'Café Roma' }));
  await user.click(set.apply);
  await waitFor(() => expect(second?.merchant).toBe('Café Roma'));
  expect(first?.merchant).toBe('Café Roma');

  await user.click(await screen.findByRole('button', { name: 'Select' }));
  const paid = await more('Payment method');
  await user.click(paid.apply);
  const choice = within(paid.dialog).getByLabelText('Payment method');
  expect(choice).toBeInvalid();
  await user.selectOptions(choice, 'UPI');
  await user.click(paid.apply);
  await waitFor(() => expect(first?.payment_method).toBe('UPI'));

  await user.click(await screen.findByRole('button', { name: 'Select' }));
  const off = await more('Merchant');
  expect(within(off.dialog).getByText(/take the merchant off/)).toBeVisible();
  await user.click(off.apply);
  await waitFor(() => expect(first?.merchant).toBe(''));
});

test('the ticked rows leave as a file, and only they', async () => {
  addRows(4);
  const made: { name: string; content: Blob }[] = [];
  vi.mocked(saveFile).mockImplementation((name, content) => void made.push({ name, content }));
  const user = await open();
  const fileOf = async (kind: string) => {
    await user.click(await button('Export'));
    await user.click(await screen.findByRole('menuitem', { name: kind }));
  };
  await user.click(box('Tea 1'));
  await user.click(box('Tea 3'));
  await fileOf('CSV file');
  await waitFor(() => expect(made).toHaveLength(1));
  expect(made[0]?.name).toBe('expenses-2026-11-22.csv');
  expect((await made[0]?.content.text())?.split('\n').toSorted()).toEqual(['Tea 1', 'Tea 3']);
  await fileOf('JSON file');
  await waitFor(() => expect(made[1]?.name).toBe('expenses-2026-11-22.json'));
  expect(within(await bar()).getByText('2 selected')).toBeVisible();

  answerWith(({ url }) =>
    url.endsWith('/export') ? problem(503, 'busy', 'Too many downloads are under way.') : undefined,
  );
  await fileOf('CSV file for Excel');
  expect((await screen.findAllByText(/There is no file/))[0]).toBeInTheDocument();
  expect(made).toHaveLength(2);
});

test('the date of several is set at once', async () => {
  const [first, second, third] = addRows(3);
  const user = await open();
  await user.click(box('Tea 1'));
  await user.click(box('Tea 3'));
  await user.click(await button('More to change'));
  await user.click(await screen.findByRole('menuitem', { name: 'Date' }));
  const dialog = await screen.findByRole('dialog', { name: 'Date of the selected expenses' });
  await user.type(within(dialog).getByLabelText('New date'), '2026-01-02');
  await user.click(within(dialog).getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(first?.date).toBe('2026-01-02T00:00:00'));
  expect([second?.date.slice(0, 10), third?.date.slice(0, 10)]).toEqual([
    '2026-11-20',
    '2026-01-02',
  ]);
});

test('by keyboard: X ticks the row, Shift with an arrow goes on and back', async () => {
  addRows(5);
  const { user } = await renderApp('/expenses');
  await row('Tea 1');
  await user.keyboard('jx');
  expect(await within(await bar()).findByText('1 selected')).toBeVisible();
  await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  expect(await within(await bar()).findByText('3 selected')).toBeVisible();
  await waitFor(async () => expect(await row('Tea 3')).toHaveFocus());
  await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
  expect(await within(await bar()).findByText('2 selected')).toBeVisible();
  expect(box('Tea 3')).not.toBeChecked();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('checkbox')).not.toBeInTheDocument());
});

test('other filters mean other rows: the choice ends', async () => {
  addRows(3);
  const { user, router } = await renderApp('/expenses');
  await row('Tea 1');
  await user.keyboard('jx');
  await bar();
  await router.navigate({ to: '/expenses', search: { q: 'tea' } });
  expect(await within(await bar()).findByText('Nothing selected')).toBeVisible();
});

test('the export is of what the list shows', async () => {
  addRows(1);
  const { user } = await renderApp('/expenses?q=tea&min=0.50&sort=amount_asc');
  await row('Tea 1');
  await user.click(screen.getByRole('button', { name: 'Export' }));
  const file = await screen.findByRole('menuitem', { name: 'CSV file' });
  const address = new URL(file.getAttribute('href') ?? '', 'http://localhost');
  expect(address.pathname).toBe('/api/expenses/export');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    format: 'csv',
    q: 'tea',
    min: '0.50',
    sort: 'amount_asc',
  });
  expect(file).toHaveAttribute('download');
});
