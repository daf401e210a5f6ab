import { expect, test } from '@playwright/test';
import { inspect, signIn, somebody, watchConsole } from './support.mjs';

const pages = [
  ['home', '/', 'Home'],
  ['expenses', '/expenses', 'Expenses'],
  ['reports', '/reports', 'Reports'],
  ['categories', '/categories', 'Categories'],
  ['budgets', '/budgets', 'Budgets'],
  ['import-start', '/import', 'Import'],
  ['trash', '/trash', 'Trash'],
  ['settings', '/settings', 'Settings'],
];

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 320]) {
    test(`every page is sound in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({
        baseURL,
        colorScheme: theme,
        locale: 'en-IN',
        timezoneId: 'Asia/Kolkata',
        viewport: { width, height: 800 },
      });
      const page = await context.newPage();
      const quiet = watchConsole(page);
      await signIn(page, somebody('page'));
      await page.getByRole('button', { name: 'Try with sample data' }).click();
      await expect(page.getByText(/· Sample$/).first()).toBeVisible();
      for (const [name, path, heading] of pages) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await inspect(page, `${name}-${theme}-${width}`);
      }
      await page.goto('/expenses/new');
      await expect(page.getByRole('dialog', { name: 'Add expense' })).toBeVisible();
      await inspect(page, `add-${theme}-${width}`);
      quiet();
      await context.close();
    });
  }
}

test('adding with the keyboard alone, and the form survives the end of the session', async ({ page, context }) => {
  await signIn(page, somebody('keys'), '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await page.goto('/expenses/new');
  await expect(page.getByLabel('Amount in INR')).toBeFocused();
  await page.keyboard.type('15.5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Tea');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Tea' })).toBeVisible();
  await page.goto('/expenses/new');
  await page.getByLabel('Amount in INR').fill('20');
  await page.getByLabel('What for').fill('Cake');
  await context.clearCookies();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
  await expect(page.getByRole('dialog')).not.toHaveCount(0);
  await inspect(page, 'session-ended');
});
