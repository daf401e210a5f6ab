import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { problem } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';
import { answerWith, fake, server } from '@/testing/server';

// The code of the cards comes later than the page; on a busy machine much later.
beforeAll(async () => {
  await import('./dashboard-figures');
}, 120_000);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-23T08:00:00Z') });
  fake.add({ title: 'Rent', amount: '300.00', category: 'Utilities', date: '2026-11-02T00:00:00' });
  fake.add({ title: 'Lunch', amount: '20.50', date: '2026-11-20T00:00:00' });
  fake.add({ title: 'Dinner', amount: '100.00', date: '2026-10-05T00:00:00' });
  fake.add({ title: 'Late', amount: '900.00', date: '2026-10-30T00:00:00' });
});
afterEach(() => vi.useRealTimers());

test('the first page compares this month with the same days of the last, each card by itself', async () => {
  await renderApp('/');
  const spent = await screen.findByRole('region', { name: 'Spent in November 2026' });
  expect(await within(spent).findByRole('link', { name: '₹320.50' })).toHaveAttribute(
    'href',
    '/expenses?from=2026-11-01&to=2026-11-23',
  );
  expect(
    within(spent).getByRole('link', { name: /₹220.50 \(220.5%\) more than in the same days/ }),
  ).toHaveAttribute('href', '/expenses?from=2026-10-01&to=2026-10-23');
  expect(within(spent).getByText('₹13.93')).toBeVisible();
  const pace = await screen.findByRole('region', { name: 'Day by day against the period before' });
  expect(
    await within(pace).findByText(
      'By 23 Nov 2026 ₹320.50 was spent, ₹220.50 more than by the same day before.',
    ),
  ).toBeVisible();
});

test('a card that fails is tried again alone', async () => {
  let down = true;
  answerWith(({ url }) =>
    down && url.includes('/reports/pace') ? problem(500, 'internal', 'Oops.') : undefined,
  );
  const { user } = await renderApp('/');
  const pace = await screen.findByRole('region', { name: 'Day by day against the period before' });
  expect(await within(pace).findByRole('alert')).toBeVisible();
  expect(await screen.findByRole('link', { name: '₹320.50' })).toBeVisible();
  down = false;
  await user.click(within(pace).getByRole('button', { name: 'Retry' }));
  expect(await within(pace).findByText(/^By 23 Nov 2026/)).toBeVisible();
});

test('an old address shows the categories, and every kind of report has one of its own', async () => {
  const { router, user } = await renderApp('/reports?period=last-month');
  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(
    'Reports: By category',
  );
  expect(router.state.location.href).toBe('/reports/categories?period=last-month');
  await user.click(screen.getByRole('link', { name: 'By merchant' }));
  expect(await screen.findByRole('link', { name: 'Corner Shop' })).toBeVisible();
  expect(router.state.location.href).toBe('/reports/merchants?period=last-month');
  expect(document.title).toContain('By merchant');
});

test('a summary says in words what changed, and its names open the rows', async () => {
  await renderApp('/reports/summary');
  const card = await screen.findByRole('region', { name: 'What changed' });
  expect(await within(card).findByText(/^You spent/)).toHaveTextContent(
    'You spent ₹320.50 in 1–23 Nov 2026: ₹220.50 (220.5%) more than in 1–23 Oct 2026.',
  );
  expect(within(card).getByText(/rose most/)).toHaveTextContent(
    'Utilities rose most: ₹300.00 more, ₹300.00 after ₹0.00.',
  );
  expect(within(card).getByText(/fell most/)).toHaveTextContent(
    'Food fell most: ₹79.50 less, ₹20.50 after ₹100.00.',
  );
  expect(within(card).getByRole('link', { name: 'Rent' })).toHaveAttribute('href', '/expenses/1');
});

test('a share too small for the server’s hundredths is not written as nothing', async () => {
  fake.add({
    title: 'Car',
    amount: '4000000.00',
    category: 'Utilities',
    date: '2026-11-03T00:00:00',
  });
  const { user } = await renderApp('/reports/categories');
  const region = await screen.findByRole('region', { name: 'By category' });
  const bar = (await within(region).findByRole('link', { name: 'Food' })).closest('li');
  expect(bar).toHaveTextContent('₹20.50< 0.1%');
  await user.click(within(region).getByText('Show as a table'));
  expect(within(region).getByRole('row', { name: /^Food/ })).toHaveTextContent('< 0.1%');
});

for (const [tab, name] of [
  ['categories', 'By category'],
  ['merchants', 'By merchant'],
] as const) {
  test(`${tab}: figures keep their links until those of another period are there`, async () => {
    let send = () => {};
    server.use(
      http.get(`*/api/expenses/reports/${tab}`, async ({ request }) => {
        if (request.url.includes('from=2026-10-01')) {
          await new Promise<void>((resolve) => (send = resolve));
        }
      }),
    );
    const { user, router } = await renderApp(`/reports/${tab}`);
    const total = async (amount: string) =>
      within(await screen.findByRole('region', { name })).findByRole('link', { name: amount });
    await total('₹320.50');
    await user.selectOptions(screen.getByLabelText('Period'), 'Last month');
    await waitFor(() =>
      expect(router.state.location.search).toMatchObject({ period: 'last-month' }),
    );
    expect(await total('₹320.50')).toHaveAttribute(
      'href',
      '/expenses?from=2026-11-01&to=2026-11-30',
    );
    send();
    expect(await total('₹1,000.00')).toHaveAttribute(
      'href',
      '/expenses?from=2026-10-01&to=2026-10-31',
    );
  });
}

test('the arrow keys read each point of a chart', async () => {
  const { user } = await renderApp('/reports/months?months=6');
  const chart = await screen.findByRole('group', { name: /Use the arrow keys/ });
  chart.focus();
  await user.keyboard('{End}');
  const read = within(chart.closest('figure') ?? document.body).getByRole('status');
  expect(read).toHaveTextContent('November 2026: ₹320.50');
  await user.keyboard('{ArrowLeft}');
  expect(read).toHaveTextContent('October 2026: ₹1,000.00');
});

test('any range is taken, a backwards one is said at its field', async () => {
  const { user, router } = await renderApp('/reports/categories');
  await user.selectOptions(await screen.findByLabelText('Period'), 'Your own dates');
  expect(await screen.findByLabelText('From')).toHaveValue('2026-11-01');
  await user.clear(screen.getByLabelText('To'));
  await user.type(screen.getByLabelText('To'), '2026-10-01');
  expect(await screen.findByText('The end lies before the start.')).toBeVisible();
  expect(router.state.location.search).toMatchObject({ from: '2026-11-01', to: '2026-10-01' });
});

test('a pay-day month is used as it is set', async () => {
  fake.settings.month_start_day = 25;
  await renderApp('/');
  const spent = await screen.findByRole('region', { name: /^Spent in 25 Oct\s–\s24 Nov 2026$/ });
  expect(await within(spent).findByRole('link', { name: '₹1,220.50' })).toHaveAttribute(
    'href',
    '/expenses?from=2026-10-25&to=2026-11-23',
  );
});

test('the calendar reads a day, and the table has all of them', async () => {
  const { user } = await renderApp('/reports/calendar?period=last-12-months');
  expect(await screen.findByText('The most was spent on 30 Oct 2026: ₹900.00.')).toBeVisible();
  await user.click(screen.getByText('Show as a table'));
  expect(screen.getByRole('link', { name: '20 Nov 2026' })).toHaveAttribute(
    'href',
    '/expenses?from=2026-11-20&to=2026-11-20',
  );
});

test('a period without expenses says so', async () => {
  for (const tab of ['summary', 'categories', 'merchants', 'calendar']) {
    const { unmount } = await renderApp(`/reports/${tab}?from=2020-01-01&to=2020-01-31`);
    expect((await screen.findAllByText(/^No expenses in this period/))[0]).toBeVisible();
    unmount();
  }
});
