import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { json, problem } from '@/testing/fake-data';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake } from '@/testing/server';

const me = { name: 'Asha', you: true };
const events = [
  {
    version: 3,
    at: '2026-11-22T10:00:00.000000Z',
    by: me,
    action: 'update',
    bulk: { id: 1, action: 'update', count: 12 },
    changes: [
      { field: 'category', before: 'Food', after: 'Health' },
      { field: 'tags', before: null, after: ['trip', 'work'] },
      { field: 'note', before: 'Old', after: null },
    ],
  },
  {
    version: 2,
    at: '2026-11-21T10:00:00.000000Z',
    by: { name: 'Ravi', you: false },
    action: 'update',
    changes: [
      {
        field: 'amount',
        before: { amount: '@90071992547409.91', currency: 'INR' },
        after: { amount: '@15.50', currency: 'INR' },
      },
      { field: 'date', before: '2026-11-19T08:30:00', after: '2026-11-20T00:00:00' },
    ],
  },
];
const first = {
  version: 1,
  at: '2026-11-20T10:00:00.000000Z',
  by: null,
  action: 'import',
  import: { id: 4, file_name: 'march.csv' },
  changes: [{ field: 'title', before: null, after: 'Tea' }],
};

test('an entry’s history says who, when and what, page by page, down to how it was added', async () => {
  const { id } = fake.add({ title: 'Tea', amount: '15.50' });
  const link = `</api/expenses/${id}/history?limit=20&before=2>; rel="next"`;
  answerWith(({ url }) =>
    url.includes('/history')
      ? url.includes('before=2')
        ? { status: 200, text: json([first]) }
        : { status: 200, text: json(events), headers: { Link: link } }
      : undefined,
  );
  const { user } = await renderApp(`/expenses/${id}`);
  const dialog = await screen.findByRole('dialog', { name: 'Edit expense' });
  await user.click(await within(dialog).findByText('History'));
  const [together, other] = await within(dialog).findAllByRole('listitem');
  expect(together).toHaveTextContent('Changed by you together with others, 12 in all');
  expect(together).toHaveTextContent('CategoryFood became Health');
  expect(together).toHaveTextContent('Tagstrip, work');
  expect(together).toHaveTextContent('NoteOld became nothing');
  expect(other).toHaveTextContent('Changed by Ravi');
  expect(other).toHaveTextContent('₹9,00,71,99,25,47,409.91 became ₹15.50');
  expect(other).toHaveTextContent('19 Nov 2026 08:30 became 20 Nov 2026');
  await user.click(within(dialog).getByRole('button', { name: 'Show earlier changes' }));
  expect(await within(dialog).findByText('Imported from march.csv')).toBeVisible();
});

test('a history that does not come says so, and Retry brings it', async () => {
  const { id } = fake.add({ title: 'Tea', amount: '15.50' });
  let down = true;
  answerWith(({ url }) =>
    url.includes('/history')
      ? down
        ? problem(503, 'unavailable', 'Later.')
        : { status: 200, text: json([first]) }
      : undefined,
  );
  const { user } = await renderApp(`/expenses/${id}`);
  const dialog = await screen.findByRole('dialog', { name: 'Edit expense' });
  await user.click(await within(dialog).findByText('History'));
  expect(await within(dialog).findByText('The history could not be loaded.')).toBeVisible();
  down = false;
  await user.click(within(dialog).getByRole('button', { name: 'Retry' }));
  expect(await within(dialog).findByText('Imported from march.csv')).toBeVisible();
});

test('some of the trash is restored together, and Undo puts it back there', async () => {
  const gone = ['Tea', 'Cake', 'Bus'].map((title) =>
    fake.add({ title, amount: '1.00', deleted_at: '2026-11-22T10:00:00.000000Z' }),
  );
  const { user } = await renderApp('/trash');
  expect(await screen.findByText(/stay here for 30 days/)).toBeVisible();
  await user.click(await screen.findByRole('checkbox', { name: 'Select Tea' }));
  await user.click(screen.getByRole('checkbox', { name: 'Select Bus' }));
  await user.click(screen.getByRole('button', { name: 'Restore 2 selected' }));
  expect((await screen.findAllByText('2 expenses restored.'))[0]).toBeInTheDocument();
  expect(gone.map(({ deleted_at }) => deleted_at === null)).toEqual([true, false, true]);
  expect(await screen.findByRole('button', { name: 'Restore all' })).toBeVisible();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await screen.findByRole('checkbox', { name: 'Select Bus' })).not.toBeChecked();
});
