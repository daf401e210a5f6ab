import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problem } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';

const rent = (more = {}) =>
  fake.recurring.add({
    title: 'Rent',
    amount: '15000.00',
    category: 'Utilities',
    starts_on: '2026-12-05',
    ...more,
  });
const rule = (title: string) => screen.findByRole('link', { name: title });
const amount = () => screen.findByLabelText('Amount in INR');

test('the list says each rule in words, its next date and what is due', async () => {
  rent();
  rent({ title: 'Gym', unit: 'week', starts_on: '2026-11-23', paused: true });
  await renderApp('/recurring');
  expect((await rule('Rent')).closest('li')).toHaveTextContent('Every month on day 5');
  expect(screen.getByText(/^Next: .*5 Dec/)).toBeVisible();
  expect((await rule('Gym')).closest('li')).toHaveTextContent('Paused');
  const due = await screen.findByRole('region', { name: 'In the next 30 days' });
  expect(await within(due).findByText('Rent')).toBeVisible();
});

test('an empty list invites, a failed one says so', async () => {
  await renderApp('/recurring');
  expect(await screen.findByText('Nothing comes again yet')).toBeVisible();
});

test('a failure is not an empty list', async () => {
  answerWith(({ url }) =>
    url.endsWith('/api/recurring') ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  await renderApp('/recurring');
  expect(await screen.findByText('Your recurring expenses could not be loaded.')).toBeVisible();
  expect(screen.queryByText('Nothing comes again yet')).not.toBeInTheDocument();
});

test('a back-dated start shows what it makes, and the button says how many', async () => {
  const { user, router } = await renderApp('/recurring');
  await user.click(await screen.findByRole('link', { name: 'Add recurring expense' }));
  await user.type(await amount(), '250');
  await user.type(screen.getByLabelText('What for'), 'Paper');
  await user.selectOptions(screen.getByLabelText('Day, week, month or year'), 'day');
  const start = screen.getByLabelText('First on');
  await user.clear(start);
  await user.type(start, '2026-11-20');
  expect(
    await screen.findByText(/Adds 3 expenses now, for 20 Nov 2026 to 22 Nov 2026/),
  ).toBeVisible();
  await user.click(await screen.findByRole('button', { name: 'Save and add 3 expenses' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/recurring'));
  expect(await rule('Paper')).toBeVisible();
  expect(fake.rows.map(({ title, date }) => `${title} ${date.slice(0, 10)}`)).toEqual([
    'Paper 2026-11-20',
    'Paper 2026-11-21',
    'Paper 2026-11-22',
  ]);
});

test('what is missing is said at its field, and nothing is sent', async () => {
  const { user } = await renderApp('/recurring/new');
  await amount();
  await user.clear(screen.getByLabelText('Every'));
  await user.selectOptions(screen.getByLabelText('Ends'), 'On a day');
  await user.click(screen.getByRole('button', { name: /^Save/ }));
  expect(await screen.findByText('Type an amount.')).toBeVisible();
  expect(screen.getByText('Say what it is for.')).toBeVisible();
  expect(screen.getByText(/A whole number from 1 to 999/)).toBeVisible();
  expect(fake.recurring.rules).toHaveLength(0);
});

test('the server’s complaint stands at its field, and what was typed stays', async () => {
  const message = 'There is no category “Other”.';
  answerWith(({ method, url }) =>
    method === 'POST' && url.endsWith('/api/recurring')
      ? problem(422, 'invalid', message, [{ field: 'category', code: 'unknown', message }])
      : undefined,
  );
  const { user } = await renderApp('/recurring/new');
  await user.type(await amount(), '5');
  await user.type(screen.getByLabelText('What for'), 'Tea');
  await user.click(await screen.findByRole('button', { name: /^Save/ }));
  expect(await screen.findByText(message)).toBeVisible();
  expect(screen.getByLabelText('What for')).toHaveValue('Tea');
  expect(screen.getByLabelText('Category')).toBeInvalid();
});

test('in Arabic the server’s complaint is Arabic, too', async () => {
  fake.settings.locale = 'ar';
  const message = 'There is no category "Other".';
  answerWith(({ method, url }) =>
    method === 'POST' && url.endsWith('/api/recurring')
      ? problem(422, 'invalid', message, [{ field: 'category', code: 'unknown_category', message }])
      : undefined,
  );
  const { user } = await renderApp('/recurring/new');
  await user.type(await screen.findByLabelText(/^المبلغ بعملة/), '5');
  await user.type(screen.getByLabelText('الغرض'), 'شاي');
  await user.click(await screen.findByRole('button', { name: /^حفظ/ }));
  expect(await screen.findByText('لا توجد فئة كهذه.')).toBeVisible();
  expect(screen.queryByText(message)).not.toBeInTheDocument();
});

test('a rule is paused, goes on, is deleted and taken back', async () => {
  rent();
  const { user } = await renderApp('/recurring');
  await user.click(await screen.findByRole('button', { name: 'Pause Rent' }));
  await user.click(await screen.findByRole('button', { name: 'Resume Rent' }));
  await user.click(await screen.findByRole('button', { name: 'Delete Rent' }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Rent' })).not.toBeInTheDocument());
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await rule('Rent')).toBeVisible();
});

test('a change of a rule asks whether made entries change too', async () => {
  const { id } = rent({ starts_on: '2026-11-05', made: ['2026-11-05'] });
  const { user } = await renderApp(`/recurring/${id}`);
  await user.clear(await amount());
  await user.type(await amount(), '16000');
  await user.click(screen.getByRole('radio', { name: 'The 1 expense that was added, too' }));
  let sent: unknown;
  answerWith(({ method, body }) => {
    if (method === 'PUT') sent = body;
    return undefined;
  });
  await user.click(screen.getByRole('button', { name: /^Save/ }));
  await waitFor(() => expect(sent).toEqual({ amount: '16000.00', scope: 'all' }));
});

test('a rule has a category made at once, merchant, payment method, tags and a note', async () => {
  const { user } = await renderApp('/recurring/new');
  await user.type(await amount(), '250');
  await user.type(screen.getByLabelText('What for'), 'Paper');
  await user.type(screen.getByRole('combobox', { name: 'Merchant' }), 'Kiosk');
  const category = screen.getByRole('combobox', { name: 'Category' });
  await user.clear(category);
  await user.type(category, 'Press');
  await user.click(await screen.findByRole('option', { name: /Create .*Press/ }));
  await waitFor(() => expect(category).toHaveValue('Press'));
  await user.selectOptions(screen.getByLabelText('Payment method'), 'UPI');
  await user.type(screen.getByRole('combobox', { name: 'Tags' }), 'daily{Enter}');
  await user.type(screen.getByLabelText('Note'), 'Sundays too');
  await user.click(await screen.findByRole('button', { name: /^Save/ }));
  expect(await rule('Paper')).toBeVisible();
  expect(fake.recurring.rules[0]).toMatchObject({
    category: 'Press',
    merchant: 'Kiosk',
    payment_method: 'UPI',
    tags: ['daily'],
    note: 'Sundays too',
  });
});

test('what a rule has besides is shown, and only what changes is sent', async () => {
  const { id } = rent({ merchant: 'Landlord', note: 'Flat 7', tags: ['Home'] });
  const { user } = await renderApp(`/recurring/${id}`);
  await amount();
  const merchant = screen.getByRole('combobox', { name: 'Merchant' });
  expect(merchant).toHaveValue('Landlord');
  expect(screen.getByLabelText('Note')).toHaveValue('Flat 7');
  await user.clear(merchant);
  await user.click(screen.getByRole('button', { name: 'Remove the tag Home' }));
  let sent: unknown;
  answerWith(({ method, body }) => {
    if (method === 'PUT') sent = body;
    return undefined;
  });
  await user.click(screen.getByRole('button', { name: /^Save/ }));
  await waitFor(() => expect(sent).toEqual({ merchant: '', tags: [] }));
});

test('an expense is repeated: the rule begins with it and has what it has', async () => {
  const { id } = fake.add({
    title: 'Tea',
    amount: '15.50',
    date: '2026-11-22T00:00:00',
    merchant: 'Chai Point',
    note: 'Hot',
    tags: ['work'],
  });
  const { user } = await renderApp(`/expenses/${id}`);
  await user.click(await screen.findByRole('link', { name: 'Repeat' }));
  expect(await screen.findByLabelText('What for')).toHaveValue('Tea');
  expect(await amount()).toHaveValue('15.50');
  expect(screen.getByLabelText('First on')).toHaveValue('2026-11-22');
  expect(screen.getByRole('combobox', { name: 'Merchant' })).toHaveValue('Chai Point');
  expect(screen.getByLabelText('Note')).toHaveValue('Hot');
  expect(screen.getByRole('button', { name: 'Remove the tag work' })).toBeVisible();
});

const scopes: [string, object][] = [
  ['This and the following ones', { title: 'Chai', scope: 'following' }],
  ['All of them', { title: 'Chai', scope: 'all' }],
];
test.each(scopes)('an entry of a rule asks how far a change goes: %s', async (name, body) => {
  const { id } = rent({ title: 'Tea', starts_on: '2026-11-20', made: ['2026-11-20'] });
  const row = fake.add({ title: 'Tea', amount: '15.50', recurring_id: id });
  const sent: unknown[] = [];
  answerWith((request) => {
    if (request.method === 'PUT') sent.push(request.body);
    return undefined;
  });
  const { user } = await renderApp(`/expenses/${row.id}`);
  expect(await screen.findByText('Part of a recurring expense.', { exact: false })).toBeVisible();
  const title = await screen.findByLabelText('What for');
  await user.clear(title);
  await user.type(title, 'Chai');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await user.click(await screen.findByRole('button', { name }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject(body);
});

test('a note goes as far as somebody chooses, the date only for this one', async () => {
  const { id } = rent({ title: 'Tea', starts_on: '2026-11-20', made: ['2026-11-20'] });
  const row = fake.add({ title: 'Tea', amount: '15.50', recurring_id: id });
  const sent: unknown[] = [];
  answerWith((request) => {
    if (request.method === 'PUT') sent.push(request.body);
    return undefined;
  });
  const { user } = await renderApp(`/expenses/${row.id}`);
  await user.type(await screen.findByLabelText('Note'), 'Hot');
  const date = screen.getByLabelText('Date');
  await user.clear(date);
  await user.type(date, '2026-11-19');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/The date changes in this one only/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'All of them' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[0]).toEqual({ date: '2026-11-19T00:00:00' });
  expect(sent[1]).toEqual({ note: 'Hot', scope: 'all' });
});

test('only this one goes the usual way, and going back keeps what was typed', async () => {
  const { id } = rent({ title: 'Tea' });
  const row = fake.add({ title: 'Tea', amount: '15.50', recurring_id: id });
  const { user } = await renderApp(`/expenses/${row.id}`);
  const title = await screen.findByLabelText('What for');
  await user.type(title, '!');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await user.click(await screen.findByRole('button', { name: 'Go on editing' }));
  expect(await screen.findByLabelText('What for')).toHaveValue('Tea!');
  expect(fake.rows[0]).toMatchObject({ title: 'Tea' });
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await user.click(await screen.findByRole('button', { name: 'Only this one' }));
  await waitFor(() => expect(fake.rows[0]).toMatchObject({ title: 'Tea!' }));
  expect(fake.recurring.rules[0]).toMatchObject({ title: 'Tea', version: 1 });
});

test('a made entry carries a mark in the list', async () => {
  fake.add({ title: 'Tea', amount: '15.50', recurring_id: 1 });
  await renderApp('/expenses');
  expect(await screen.findByText('↻ Recurring')).toBeVisible();
});
