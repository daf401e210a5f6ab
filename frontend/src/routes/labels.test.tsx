import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '@/testing/render-app';
import { problem } from '@/testing/fake-api';
import { answerWith, fake } from '@/testing/server';

async function actions(
  user: Awaited<ReturnType<typeof renderApp>>['user'],
  name: string,
  what: string,
) {
  await user.click(await screen.findByRole('button', { name: `What to do with ${name}` }));
  await user.click(await screen.findByRole('menuitem', { name: what }));
  return screen.findByRole('dialog');
}

test('merchants stand with their number of expenses, which leads to them', async () => {
  fake.add({ title: 'Tea', amount: '15.50', merchant: 'Chai Point' });
  fake.add({ title: 'Bus', amount: '5.00', merchant: 'Metro' });
  const { user, router } = await renderApp('/merchants');
  await screen.findByText('Chai Point');
  await user.click(screen.getAllByRole('link', { name: '1 expense' })[0] as HTMLElement);
  await waitFor(() => expect(router.state.location.search).toEqual({ merchant: 'Chai Point' }));
  expect(await screen.findByRole('link', { name: 'Tea' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Bus' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Remove filter At Chai Point' }));
  expect(await screen.findByRole('link', { name: 'Bus' })).toBeVisible();
});

test('a name can be searched for and changed; a taken one is said at its field', async () => {
  fake.add({ title: 'Tea', amount: '15.50', tags: ['work'] });
  fake.add({ title: 'Bus', amount: '5.00', tags: ['trip'] });
  const { user } = await renderApp('/tags');
  await screen.findByText('trip');
  await user.type(screen.getByRole('searchbox', { name: 'Search names' }), 'wor');
  await waitFor(() => expect(screen.queryByText('trip')).not.toBeInTheDocument());
  const dialog = await actions(user, 'work', 'Rename');
  await user.clear(within(dialog).getByLabelText('Name'));
  await user.type(within(dialog).getByLabelText('Name'), 'trip{Enter}');
  expect(await within(dialog).findByText(/already a tag/)).toBeVisible();
  await user.type(within(dialog).getByLabelText('Name'), ' to Goa{Enter}');
  await waitFor(() => expect(fake.rows[0]?.tags).toEqual(['trip to Goa']));
});

test('a merge says how many change before it does', async () => {
  fake.add({ title: 'Tea', amount: '15.50', tags: ['cofee'] });
  fake.add({ title: 'Cake', amount: '5.00', tags: ['coffee', 'cofee'] });
  const { user } = await renderApp('/tags');
  const dialog = await actions(user, 'cofee', 'Merge into another');
  await user.click(within(dialog).getByRole('button', { name: 'Merge' }));
  expect(within(dialog).getByText('Choose which one stays.')).toBeVisible();
  await user.selectOptions(within(dialog).getByLabelText('Which one stays'), 'coffee');
  expect(
    within(dialog).getByText(/^2 expenses will have “coffee” instead of “cofee”/),
  ).toBeVisible();
  expect(fake.rows[0]?.tags).toEqual(['cofee']);
  await user.click(within(dialog).getByRole('button', { name: 'Merge' }));
  await waitFor(() => expect(fake.rows.map(({ tags }) => tags)).toEqual([['coffee'], ['coffee']]));
  expect(await screen.findByText('2 expenses have “coffee” now')).toBeInTheDocument();
});

test('a delete is confirmed, and a refused one says why and changes nothing', async () => {
  fake.add({ title: 'Tea', amount: '15.50', payment_method: 'UPI' });
  const { user } = await renderApp('/payment-methods');
  let down = true;
  answerWith(({ method }) =>
    down && method === 'DELETE' ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  const dialog = await actions(user, 'UPI', 'Delete');
  expect(within(dialog).getByText(/^1 expense stays, without “UPI”/)).toBeVisible();
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
  expect(await within(dialog).findByRole('alert')).toBeVisible();
  expect(fake.rows[0]?.payment_method).toBe('UPI');
  down = false;
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(screen.queryByText('UPI')).not.toBeInTheDocument());
  expect(fake.rows[0]?.payment_method).toBeUndefined();
});

test.each([
  ['/merchants', { merchant: 'Bazaar' }],
  ['/tags', { tags: ['Bazaar'] }],
  ['/payment-methods', { payment_method: 'Bazaar' }],
])('a delete on %s is taken back with Undo, and a refused Undo says why', async (path, extras) => {
  const tea = fake.add({ title: 'Tea', amount: '15.50', ...extras });
  const { user } = await renderApp(path);
  const dialog = await actions(user, 'Bazaar', 'Delete');
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(screen.queryByText('Bazaar')).not.toBeInTheDocument());
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(tea).toMatchObject(extras));
  expect(await screen.findByText('Bazaar')).toBeVisible();
  expect((await screen.findAllByText('“Bazaar” is back, on 1 expense'))[0]).toBeInTheDocument();

  answerWith(({ url }) =>
    url.endsWith('/restore') ? problem(503, 'unavailable', 'Later.') : undefined,
  );
  const again = await actions(user, 'Bazaar', 'Delete');
  await user.click(within(again).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(again).not.toBeInTheDocument());
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect((await screen.findAllByText(/“Bazaar” did not come back/))[0]).toBeInTheDocument();
});

test('a payment method can be added', async () => {
  const { user } = await renderApp('/payment-methods');
  await user.click(await screen.findByRole('button', { name: 'Add payment method' }));
  await user.type(await screen.findByLabelText('Name'), 'Meal card{Enter}');
  expect(await screen.findByText('Meal card')).toBeVisible();
});

test('names that do not come are an error, and none at all says what to do', async () => {
  let broken = true;
  answerWith(({ url }) =>
    broken && url.includes('/api/merchants') ? problem(500, 'internal', 'Oops.') : undefined,
  );
  const { user } = await renderApp('/merchants');
  expect(await screen.findByText('The names could not be loaded.')).toBeVisible();
  broken = false;
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText('Nothing here yet')).toBeVisible();
});
