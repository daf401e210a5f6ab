import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problem } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';

const amount = () => screen.findByLabelText('Amount in INR');
const title = () => screen.findByLabelText('What for');
const add = () => screen.getAllByRole('button', { name: 'Add expense' }).at(-1) as HTMLElement;

test('Enter adds an entry, and the list shows it', async () => {
  const { user, router } = await renderApp('/expenses/new');
  await waitFor(async () => expect(await amount()).toHaveFocus());
  await user.type(await amount(), '12+3.50');
  await user.type(await title(), 'Tea{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/expenses'));
  expect(await screen.findByRole('link', { name: 'Tea' })).toBeVisible();
  expect(fake.rows).toMatchObject([
    { title: 'Tea', amount: '15.50', currency: 'INR', category: 'Other' },
  ]);
});

test('a double click adds one', async () => {
  const { user } = await renderApp('/expenses/new');
  await user.type(await amount(), '5');
  await user.type(await title(), 'Tea');
  await user.dblClick(add());
  await screen.findByRole('link', { name: 'Tea' });
  expect(fake.rows).toHaveLength(1);
});

test('a lost answer and a second try make one entry', async () => {
  let lost = true;
  answerWith((request) => {
    if (request.method !== 'POST' || !lost) return undefined;
    lost = false;
    fake.answer(request);
    return 'no answer';
  });
  const { user } = await renderApp('/expenses/new');
  await user.type(await amount(), '5');
  await user.type(await title(), 'Tea');
  await user.click(add());
  expect(await screen.findByText(/can’t reach the server/)).toBeVisible();
  expect(await title()).toHaveValue('Tea');
  await user.click(add());
  await screen.findByRole('link', { name: 'Tea' });
  expect(fake.rows).toHaveLength(1);
});

test('what is missing is said at its field', async () => {
  const { user } = await renderApp('/expenses/new');
  await amount();
  await user.click(add());
  expect(await screen.findByText('Type an amount.')).toBeVisible();
  expect(screen.getByText('Say what it was for.')).toBeVisible();
  expect(await amount()).toBeInvalid();
  await user.type(await amount(), '1.005');
  expect(await screen.findByText('An amount in INR has at most 2 decimals.')).toBeVisible();
  expect(fake.rows).toHaveLength(0);
});

test('the server’s complaint stands at its field and nothing typed is lost', async () => {
  const { user } = await renderApp('/expenses/new');
  await user.type(await amount(), '5');
  await user.type(await title(), 'refuse');
  await user.click(add());
  expect(await screen.findByText('The server doesn’t like this title.')).toBeVisible();
  expect(await title()).toBeInvalid();
  expect(await amount()).toHaveValue('5');
});

test('closing keeps what was typed for the next time', async () => {
  const first = await renderApp('/expenses/new');
  await first.user.type(await title(), 'Half a though');
  await first.user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  first.unmount();
  const { user } = await renderApp('/expenses/new');
  expect(await title()).toHaveValue('Half a though');
  await user.click(screen.getByRole('button', { name: 'Start over' }));
  expect(await title()).toHaveValue('');
});

test('corrects only what was changed', async () => {
  const { id } = fake.add({ title: 'Tea', amount: '15.50', date: '2026-11-20T09:30:00' });
  let sent: unknown;
  answerWith((request) => {
    if (request.method === 'PUT')
      sent = { body: request.body, version: request.headers.get('If-Match') };
    return undefined;
  });
  const { user } = await renderApp(`/expenses/${id}`);
  expect(await amount()).toHaveValue('15.50');
  await user.clear(await title());
  await user.type(await title(), 'Green tea{Enter}');
  expect(await screen.findByRole('link', { name: 'Green tea' })).toBeVisible();
  expect(sent).toEqual({ body: { title: 'Green tea' }, version: '"1"' });
});

async function conflict() {
  const tea = fake.add({ title: 'Tea', amount: '15.50' });
  const view = await renderApp(`/expenses/${tea.id}`);
  await view.user.clear(await title());
  await view.user.type(await title(), 'Mine');
  Object.assign(tea, { title: 'Theirs', amount: '20.00', version: 2 });
  await view.user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByRole('heading', { name: /changed somewhere else/ });
  return { ...view, tea };
}

test('a change made elsewhere is shown beside ours; only touched fields replace it', async () => {
  const { user, tea } = await conflict();
  const said = (name: RegExp) => screen.getByRole('row', { name }).textContent;
  expect(said(/^What for/)).toBe('What forMineTheirs');
  expect(said(/^Amount/)).toBe('Amount₹20.00The same');
  expect(tea).toMatchObject({ title: 'Theirs', version: 2 });
  await user.click(screen.getByRole('button', { name: 'Save mine' }));
  expect(await screen.findByRole('link', { name: 'Mine' })).toBeVisible();
  expect(tea).toMatchObject({ title: 'Mine', amount: '20.00', version: 3 });
});

test('the other version can stay, and nothing of ours comes back later', async () => {
  const { user, tea, router } = await conflict();
  await user.click(screen.getByRole('button', { name: 'Keep the other version' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/expenses'));
  expect(await screen.findByRole('link', { name: 'Theirs' })).toBeVisible();
  expect(tea).toMatchObject({ title: 'Theirs', version: 2 });
  await user.click(screen.getByRole('link', { name: 'Theirs' }));
  expect(await title()).toHaveValue('Theirs');
  expect(screen.queryByText(/kept what you typed/)).not.toBeInTheDocument();
});

test('after a conflict one can go on editing, and a second conflict is shown again', async () => {
  const { user, tea } = await conflict();
  Object.assign(tea, { title: 'Theirs again', version: 3 });
  await user.click(screen.getByRole('button', { name: 'Save mine' }));
  expect(await screen.findByText('Theirs again')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Go on editing' }));
  expect(await title()).toHaveValue('Mine');
  expect(await amount()).toHaveValue('20.00');
  await user.type(await title(), '!{Enter}');
  await waitFor(() => expect(tea).toMatchObject({ title: 'Mine!', version: 4 }));
});

test('an entry deleted meanwhile says so and keeps what was typed', async () => {
  const tea = fake.add({ title: 'Tea', amount: '15.50' });
  const { user } = await renderApp(`/expenses/${tea.id}`);
  await user.type(await title(), ' time');
  tea.deleted_at = '2026-11-22T10:00:00Z';
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/was deleted meanwhile/)).toBeVisible();
  expect(await title()).toHaveValue('Tea time');
});

test('an entry that isn’t there is said to be missing, one that fails to load is not', async () => {
  const { unmount } = await renderApp('/expenses/99');
  expect(await screen.findByText(/This expense isn’t there/)).toBeVisible();
  unmount();
  answerWith(({ url }) =>
    url.endsWith('/expenses/98') ? problem(500, 'internal', 'Oops.') : undefined,
  );
  await renderApp('/expenses/98');
  expect(await screen.findByText('This expense could not be loaded.')).toBeVisible();
});

const field = (name: string) => screen.findByLabelText(name);

test('a merchant that is known proposes, and never overwrites what was chosen', async () => {
  fake.add({
    title: 'Old',
    amount: '1.00',
    category: 'Transport',
    merchant: 'Metro',
    payment_method: 'UPI',
  });
  const { user } = await renderApp('/expenses/new');
  await user.type(await amount(), '12');
  await user.type(await title(), 'Ride');
  await user.type(await field('Merchant'), 'met');
  await user.click(await screen.findByRole('option', { name: 'Metro' }));
  expect(await field('Category')).toHaveValue('Transport');
  expect(await field('Payment method')).toHaveValue('UPI');
  await user.selectOptions(await field('Payment method'), 'Cash');
  await user.clear(await field('Merchant'));
  await user.type(await field('Merchant'), 'metro');
  await user.tab();
  expect(await field('Payment method')).toHaveValue('Cash');
  await user.click(screen.getByRole('button', { name: 'Add expense' }));
  await waitFor(() => expect(fake.rows).toHaveLength(2));
  expect(fake.rows[1]).toMatchObject({
    category: 'Transport',
    merchant: 'metro',
    payment_method: 'Cash',
  });
});

test('tags are added by Enter, comma or leaving, and removed by their chip', async () => {
  const { user } = await renderApp('/expenses/new');
  await user.type(await amount(), '12');
  await user.type(await title(), 'Book');
  await user.type(
    screen.getByRole('combobox', { name: 'Tags' }),
    'work{Enter}Work{Enter}trip,gift',
  );
  await user.type(await field('Note'), 'for{Enter}Ravi');
  await user.click(screen.getByRole('button', { name: 'Remove the tag trip' }));
  await user.click(screen.getByRole('button', { name: 'Add expense' }));
  await waitFor(() => expect(fake.rows).toHaveLength(1));
  expect(fake.rows[0]).toMatchObject({ tags: ['work', 'gift'], note: 'for\nRavi' });
});

test('what was typed beside the amount survives closing and comes back', async () => {
  const { user, unmount } = await renderApp('/expenses/new');
  await user.type(await field('Merchant'), 'Chai Point');
  await user.type(screen.getByRole('combobox', { name: 'Tags' }), 'work{Enter}');
  unmount();
  await renderApp('/expenses/new');
  expect(await field('Merchant')).toHaveValue('Chai Point');
  expect(screen.getByRole('button', { name: 'Remove the tag work' })).toBeVisible();
});

test('a sum shows what it comes to', async () => {
  const { user } = await renderApp('/expenses/new');
  await user.type(await amount(), '12+3.5');
  expect(screen.getByText('= 15.50')).toBeVisible();
});

test('Ctrl+Enter saves and makes room for another, of the same day', async () => {
  const { user, router } = await renderApp('/expenses/new');
  await user.type(await amount(), '12');
  await user.type(await title(), 'Tea');
  await user.click(screen.getByRole('button', { name: 'Yesterday' }));
  await user.type(await title(), '{Control>}{Enter}{/Control}');
  await waitFor(() => expect(fake.rows).toHaveLength(1));
  await waitFor(async () => expect(await amount()).toHaveValue(''));
  expect(await amount()).toHaveFocus();
  expect(router.state.location.pathname).toBe('/expenses/new');
  await user.type(await amount(), '13');
  await user.type(await title(), 'Cake{Enter}');
  await waitFor(() => expect(fake.rows).toHaveLength(2));
  expect(fake.rows[1]?.date).toBe(fake.rows[0]?.date);
});

test('what an expense has besides can be changed and taken away', async () => {
  const tea = fake.add({
    title: 'Tea',
    amount: '15.50',
    merchant: 'Chai Point',
    tags: ['work'],
    note: 'hot',
  });
  const { user } = await renderApp(`/expenses/${tea.id}`);
  await user.clear(await field('Merchant'));
  await user.click(screen.getByRole('button', { name: 'Remove the tag work' }));
  await user.type(await field('Note'), ' and sweet');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(tea.version).toBe(2));
  expect(tea).toMatchObject({ merchant: '', tags: [], note: 'hot and sweet', title: 'Tea' });
});
