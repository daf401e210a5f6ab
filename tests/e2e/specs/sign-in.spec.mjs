import { expect, inspect, provoke, signIn, somebody, watchConsole, test } from './support.mjs';

const link = (page) => page.getByRole('link', { name: /^Continue with / });

test('the page to sign in is there before any script, and its link works without one', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Expense Tracker' })).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Name')).toBeVisible();
  await context.close();
});

test('one link names the provider, errors are said in words, and the way back is kept', async ({ page }) => {
  const quiet = watchConsole(page);
  const { provider } = await (await page.request.get('/api/config')).json();
  await page.goto('/sign-in?error=access_denied');
  await expect(page.getByRole('alert')).toHaveText('You chose not to sign in. You can try again whenever you like.');
  await expect(page.getByRole('link')).toHaveCount(1);
  await expect(link(page)).toHaveText(`Continue with ${provider.name}`);
  await inspect(page, 'sign-in-error');
  await page.goto('/sign-in?error=%3Cscript%3E');
  await expect(page.getByRole('alert')).toHaveText('Signing in didn’t work. Please try again.');
  await signIn(page, somebody('return'), '/expenses?q=tea#end');
  await expect(page).toHaveURL(/\/expenses\?q=tea#end$/);
  quiet();
});

test('a network that is gone, or a server that fails, signs nobody out', async ({ page, context }) => {
  provoke(/net::ERR_FAILED/, /status of 503/);
  await signIn(page, somebody('tunnel'), '/expenses');
  await expect(page.getByRole('heading', { level: 1, name: 'Expenses' })).toBeVisible();
  for (const answer of [(route) => route.abort(), (route) => route.fulfill({ status: 503, body: '' })]) {
    await context.route('**/api/**', answer);
    await page.getByRole('link', { name: 'Trash' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Trash' })).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(link(page)).toHaveCount(0);
    await context.unroute('**/api/**');
    await page.getByRole('link', { name: 'Expenses' }).first().click();
  }
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Expenses' })).toBeVisible();
});

test('signing out ends the session on the server and leaves nothing in the browser', async ({ page, context }) => {
  await signIn(page, somebody('leaver'), '/expenses/new');
  await page.getByLabel('What for').fill('Half typed');
  await page.goto('/expenses');
  await expect(page.getByRole('heading', { level: 1, name: 'Expenses' })).toBeVisible();
  const [session] = (await context.cookies()).filter(({ name }) => name === '__Host-session');
  const cookie = { headers: { Cookie: `__Host-session=${session.value}` } };
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(link(page)).toBeVisible();
  expect((await page.request.get('/api/expenses', cookie)).status()).toBe(401);
  expect((await context.cookies()).filter(({ name }) => name === '__Host-session')).toEqual([]);
  const left = await page.evaluate(async () => ({
    drafts: Object.keys(sessionStorage).filter((key) => key.startsWith('draft:')),
    signedIn: localStorage.getItem('signed-in'),
    databases: (await indexedDB.databases()).length,
    answers: (await Promise.all((await caches.keys()).map(async (name) =>
      (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat().filter((url) => url.includes('/api/')),
  }));
  expect(left).toMatchObject({ drafts: [], signedIn: null, answers: [] });
});
