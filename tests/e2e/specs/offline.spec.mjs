// Routes are there before the first page: one that is there already may send its next request past a new one.
import { expect, inspect, provoke, signIn, somebody, watchConsole, test } from './support.mjs';

// What a browser itself reports when the network is gone.
const gone = [/ERR_INTERNET_DISCONNECTED/, /ERR_CONNECTION_RESET/, /ERR_FAILED/];

/**
 * The service worker has all files of the release, and the database this part of what was seen; with
 * `filled` not as it was before there were any expenses.
 */
async function settle(page, seen = 'list', filled = false) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() =>
      page.evaluate(async ([wanted, some]) => {
        // Opening it here before the app has would make an empty one.
        const all = await indexedDB.databases();
        if (!all.some(({ name }) => name === 'expense-tracker')) return false;
        const opening = indexedDB.open('expense-tracker');
        const database = await new Promise((resolve) => {
          opening.onsuccess = () => resolve(opening.result);
        });
        const asked = database.transaction('copy').objectStore('copy').get('last');
        const found = await new Promise((resolve) => {
          asked.onsuccess = () => resolve(asked.result);
        });
        database.close();
        const queries = found?.copy.queries.queries ?? [];
        return queries.some(
          ({ queryKey, state }) => queryKey[1] === wanted && (!some || state.data.length > 0),
        );
      }, [seen, filled]),
    )
    .toBe(true);
}

async function add(page, amount, title) {
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'Add expense' });
  await form.getByLabel('Amount in INR').fill(amount);
  await form.getByLabel('What for').fill(title);
  await form.getByLabel('What for').press('Enter');
  await expect(form).toHaveCount(0);
}

const stored = (page) =>
  page.evaluate(async () => {
    const answer = await fetch('/api/expenses?limit=100');
    return (await answer.json()).map(({ title }) => title).sort();
  });

/** What this browser has kept of anybody. */
const kept = (page) =>
  page.evaluate(async () => {
    const answer = (request) =>
      new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    const database = await answer(indexedDB.open('expense-tracker'));
    const all = (store) => answer(database.transaction(store).objectStore(store).getAll());
    const [copies, waiting] = [await all('copy'), await all('waiting')];
    database.close();
    return {
      copies: copies.length,
      waiting: waiting.map(({ draft }) => draft.title).sort(),
      drafts: Object.keys(sessionStorage).filter((key) => key.startsWith('draft:')),
    };
  });

test('the app opens without a network, and what is added there is sent once', async ({ page, context }) => {
  const quiet = watchConsole(page);
  await signIn(page, somebody('offline'));
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await expect(page.getByText(/· Sample$/).first()).toBeVisible();
  await settle(page, 'latest', true);
  await page.goto('/expenses');
  await expect(page.getByText('20 expenses', { exact: true })).toBeVisible();
  await settle(page, 'list');

  await context.setOffline(true);
  await page.reload();
  // Chromium's emulation tells a page that loads only sometimes; then the app finds out by asking.
  await expect(page.getByText(/^(You are offline|The server can’t be reached)\. You see/)).toBeVisible();
  await expect(page.getByText('20 expenses', { exact: true })).toBeVisible();
  await inspect(page, 'offline-list');
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  await expect(page.getByText(/· Sample$/).first()).toBeVisible();

  await add(page, '12.50', 'Tea offline');
  await add(page, '8', 'Bus offline');
  await expect(page.getByText('2 expenses wait to be sent')).toBeVisible();
  await page.getByText('2 expenses wait to be sent').click();
  await inspect(page, 'offline-waiting');
  await page.setViewportSize({ width: 320, height: 700 });
  await inspect(page, 'offline-waiting-320');
  await page.setViewportSize({ width: 1280, height: 900 });
  // Still there after the page was closed.
  await page.reload();
  await expect(page.getByText('2 expenses wait to be sent')).toBeVisible();

  await context.setOffline(false);
  await expect(page.getByText('Sent 2 expenses that waited')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/wait to be sent/)).toHaveCount(0);
  const titles = await stored(page);
  expect(titles.filter((title) => title.endsWith('offline'))).toEqual(['Bus offline', 'Tea offline']);
  expect(titles).toHaveLength(22);
  quiet(gone);
});

test('two tabs send each expense once, also when every first answer is lost', async ({ page, context }) => {
  provoke(...gone);
  // The server does its work, and nobody hears of it.
  const keys = new Map();
  let deaf = true;
  await context.route('**/api/expenses', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const key = route.request().headers()['idempotency-key'];
    keys.set(key, (keys.get(key) ?? 0) + 1);
    if (!deaf) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await signIn(page, somebody('tabs'), '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await settle(page);
  const other = await context.newPage();
  await other.goto('/expenses');
  await expect(other.getByText('No expenses yet')).toBeVisible();

  await add(page, '1', 'First');
  await expect(page.getByText('1 expense waits to be sent')).toBeVisible();
  await context.setOffline(true);
  await add(other, '2', 'Second');
  await add(page, '3', 'Third');
  await expect(page.getByText('3 expenses wait to be sent')).toBeVisible();
  await expect(other.getByText('3 expenses wait to be sent')).toBeVisible();
  await context.setOffline(false);
  await expect.poll(() => Math.max(...keys.values()), { timeout: 40_000 }).toBeGreaterThan(1);
  deaf = false;
  for (const tab of [page, other]) {
    await expect(tab.getByText(/waits? to be sent/)).toHaveCount(0, { timeout: 60_000 });
  }
  expect(await stored(page)).toEqual(['First', 'Second', 'Third']);
  expect(keys.size).toBe(3);
});

test('what the server refuses waits with its reason, and leaving asks first', async ({ page, context }) => {
  provoke(...gone, /status of 422/);
  // A rule that this client doesn't know.
  await context.route('**/api/expenses', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const body = JSON.parse(route.request().postData());
    if (body.title !== 'Odd one') return route.continue();
    return route.continue({ postData: JSON.stringify({ ...body, title: '' }) });
  });
  await signIn(page, somebody('refused'), '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await settle(page);
  await context.setOffline(true);
  await add(page, '5', 'Odd one');
  await expect(page.getByText('1 expense waits to be sent')).toBeVisible();
  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const ask = page.getByRole('dialog', { name: /Sign out with expenses/ });
  await expect(ask.getByText('1 expense is only on this device, could not be sent and would be lost.')).toBeVisible();
  await inspect(page, 'offline-leave');
  await ask.getByRole('button', { name: 'Stay signed in' }).click();

  await context.setOffline(false);
  await expect(page.getByText(/^Not taken: /)).toBeVisible({ timeout: 20_000 });
  await inspect(page, 'offline-refused');
  await page.getByRole('button', { name: 'Correct Odd one' }).click();
  const form = page.getByRole('dialog', { name: 'Correct the expense' });
  await form.getByLabel('What for').fill('Even one');
  await form.getByLabel('What for').press('Enter');
  await expect(page.getByRole('link', { name: 'Even one' })).toBeVisible();
  expect(await stored(page)).toEqual(['Even one']);

  // Nothing of it stays behind.
  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await kept(page)).toEqual({ copies: 0, waiting: [], drafts: [] });
});

test('signing out leaves what another person of the same browser has waiting', async ({ page, context }) => {
  test.slow();
  // Sessions end in sight of an open page.
  provoke(...gone, /status of 401/);
  const [anna, ben] = [somebody('anna'), somebody('ben')];
  let broken = false;
  await context.route('**/api/expenses', (route) =>
    broken && route.request().method() === 'POST' ? route.abort('connectionreset') : route.continue(),
  );
  await signIn(page, anna, '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await settle(page);
  await context.setOffline(true);
  await add(page, '40', 'Anna’s taxi');
  await expect(page.getByText('1 expense waits to be sent')).toBeVisible();
  // A draft that she doesn't save; then her session ends by itself.
  await page.keyboard.press('n');
  await page.getByRole('dialog', { name: 'Add expense' }).getByLabel('What for').fill('Anna’s secret');
  await context.clearCookies();
  await context.setOffline(false);

  await signIn(page, ben, '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await expect(page.getByText(/waits? to be sent/)).toHaveCount(0);
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'Add expense' });
  await expect(form.getByLabel('What for')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  // What he adds can't be sent, so the app asks before it is lost.
  broken = true;
  await add(page, '8', 'Ben’s bus');
  await expect(page.getByText('1 expense waits to be sent')).toBeVisible();
  expect((await kept(page)).waiting).toEqual(['Anna’s taxi', 'Ben’s bus']);
  const tab = await context.newPage();
  await tab.goto('/expenses');
  await expect(tab.getByText('1 expense waits to be sent')).toBeVisible();
  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const ask = page.getByRole('dialog', { name: /Sign out with expenses/ });
  await expect(ask.getByText(/^1 expense is only on this device/)).toBeVisible();
  await ask.getByRole('button', { name: 'Sign out and lose them' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(tab).toHaveURL(/\/sign-in$/);
  expect(await kept(page)).toEqual({ copies: 0, waiting: ['Anna’s taxi'], drafts: [] });
  await tab.close();

  broken = false;
  await context.clearCookies();
  await signIn(page, anna, '/expenses');
  await expect(page.getByRole('link', { name: 'Anna’s taxi' })).toBeVisible();
  await expect(page.getByText(/waits? to be sent/)).toHaveCount(0);
  expect(await stored(page)).toEqual(['Anna’s taxi']);
  expect((await kept(page)).waiting).toEqual([]);
});
