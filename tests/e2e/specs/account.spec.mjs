import { readFile } from 'node:fs/promises';

import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

const card = (page, name) => page.getByRole('region', { name, exact: true });
const open = (browser, baseURL, more) => browser.newContext({ baseURL, locale: 'en-IN', ...more });

async function makeToken(page, theme, width) {
  await card(page, 'API tokens').getByRole('button', { name: 'Make a token' }).click();
  const form = page.getByRole('dialog', { name: 'Make a token' });
  await form.getByRole('button', { name: 'Make it' }).click();
  await expect(form.getByText('Give it a name.')).toBeVisible();
  await inspect(page, `token-form-${theme}-${width}`);
  await form.getByLabel('Name').fill('Spreadsheet');
  await form.getByRole('button', { name: 'Make it' }).click();
  const made = page.getByRole('dialog', { name: 'Your new token' });
  await made.getByRole('button', { name: 'Copy' }).click();
  await expect(made.getByText('Copied')).toBeVisible();
  await inspect(page, `token-made-${theme}-${width}`);
  const secret = await made.getByLabel('The token').inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await made.getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('body')).not.toContainText(secret);
  return secret;
}

for (const [theme, width] of [['light', 1280], ['dark', 360]]) {
  test(`settings save themselves; sessions and tokens are seen and ended, in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
    const context = await open(browser, baseURL, { colorScheme: theme, viewport: { width, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    const quiet = watchConsole(page);
    const name = somebody('careful');
    await signIn(page, name, '/settings');
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await expect(card(page, 'Where you are signed in').getByText(/^Chrome on /)).toBeVisible();
    await expect(card(page, 'API tokens').getByText('You have no tokens.')).toBeVisible();
    await inspect(page, `settings-${theme}-${width}`);

    await page.getByLabel('First day of the month').selectOption('25');
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveCount(1);
    await page.getByLabel('First day of the week').selectOption('Sunday');
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveCount(2);
    await page.getByLabel('Single-key shortcuts').uncheck();
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveCount(3);
    await page.getByRole('combobox', { name: 'Currency' }).fill('Yen');
    await page.getByRole('option', { name: /^JPY/ }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toHaveCount(4);
    await page.reload();
    await expect(page.getByLabel('First day of the month')).toHaveValue('25');
    await expect(page.getByLabel('First day of the week')).toHaveValue('0');
    await expect(page.getByRole('combobox', { name: 'Currency' })).toHaveValue(/^JPY/);
    await expect(page.getByLabel('Single-key shortcuts')).not.toBeChecked();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('n');
    await expect(page).toHaveURL(/\/settings$/);

    const secret = await makeToken(page, theme, width);
    const asProgram = () => page.request.get('/api/expenses', { headers: { Authorization: `Bearer ${secret}` } });
    expect((await asProgram()).status()).toBe(200);
    await page.getByRole('button', { name: 'Revoke Spreadsheet' }).click();
    const ask = page.getByRole('dialog', { name: 'Revoke “Spreadsheet”?' });
    await inspect(page, `token-revoke-${theme}-${width}`);
    await ask.getByRole('button', { name: 'Revoke' }).click();
    await expect(card(page, 'API tokens').getByText('You have no tokens.')).toBeVisible();
    expect((await asProgram()).status()).toBe(401);

    const elsewhere = await open(browser, baseURL);
    const other = await elsewhere.newPage();
    await signIn(other, name, '/');
    await expect(other.getByRole('main')).toBeVisible();
    await page.reload();
    const sessions = card(page, 'Where you are signed in');
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await sessions.getByRole('button', { name: /^End the session of Chrome/ }).click();
    await expect(sessions.getByText('You are signed in only here.')).toBeVisible();
    await other.goto('/expenses');
    await expect(other.getByRole('link', { name: /^Continue with / })).toBeVisible();
    await elsewhere.close();
    quiet();
    await context.close();
  });

  test(`an account is taken along, deleted, and kept after all, in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
    const context = await open(browser, baseURL, { colorScheme: theme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const quiet = watchConsole(page);
    const name = somebody('undecided');
    const address = `${name}@example.com`;
    await signIn(page, name, '/settings#account');
    const own = card(page, 'Your account');
    await expect(own).toBeInViewport();
    const waiting = page.waitForEvent('download');
    await own.getByRole('link', { name: 'Download' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/^expense-tracker-\d{4}-\d\d-\d\d\.json$/);
    const everything = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(everything.person.email).toBe(address);

    await own.getByRole('button', { name: 'Delete…' }).click();
    const ask = page.getByRole('dialog', { name: 'Delete your account?' });
    await ask.getByRole('textbox').fill('nobody@example.com');
    await ask.getByRole('button', { name: 'Delete the account' }).click();
    await expect(ask.getByText(`Type ${address} to confirm.`)).toBeVisible();
    await inspect(page, `account-delete-${theme}-${width}`);
    await ask.getByRole('textbox').fill(address);
    await ask.getByRole('button', { name: 'Delete the account' }).click();
    await expect(page.getByText(/^Your account will be deleted in 14 days/)).toBeVisible();

    await signIn(page, name, '/sign-in');
    await expect(page.getByRole('heading', { name: 'This account is being deleted' })).toBeVisible();
    await inspect(page, `account-leaving-${theme}-${width}`);
    await page.getByRole('button', { name: 'Keep the account' }).click();
    await expect(page.getByRole('navigation').first()).toBeVisible();
    await page.goto('/settings');
    await expect(card(page, 'Your account')).toBeVisible();
    // The refused address is a 422, and the browser says so.
    quiet([/422/]);
    await context.close();
  });
}
