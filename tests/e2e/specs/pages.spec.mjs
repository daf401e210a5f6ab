import { dialogs, screens } from '../screens.mjs';
import { expect, inspect, overflow, provoke, signIn, somebody, test } from './support.mjs';

const kinds = [
  ['light', 360],
  ['light', 1280],
  ['dark', 360],
  ['dark', 1280],
];
const open = async (browser, baseURL, theme, width, locale = 'en-IN') => {
  const context = await browser.newContext({
    baseURL,
    colorScheme: theme,
    locale,
    timezoneId: 'Asia/Kolkata',
    viewport: { width, height: 800 },
  });
  return { context, page: await context.newPage() };
};
const heading = (page) => page.getByRole('heading', { level: 1 }).first();
/** Samples through the API, in whatever language the page is. */
const addSamples = (page) =>
  page.evaluate(async () => {
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch('/api/expenses/seed?count=40', { method: 'POST', headers })).status;
  });
/** All reads but those that say who is here. */
const reads = /\/api\/(?!session|config|auth)/;

for (const [theme, width] of kinds) {
  const name = `${theme}-${width}`;

  test(`every screen is sound, empty and full, in ${theme} at ${width}`, async ({ browser, baseURL }) => {
    test.setTimeout(600_000);
    const { context, page } = await open(browser, baseURL, theme, width);
    await signIn(page, somebody('screens'));
    await expect(heading(page)).toBeVisible();
    for (const [screen, path] of screens) {
      await page.goto(path);
      await expect(heading(page)).toBeVisible();
      await inspect(page, `${screen}-empty-${name}`);
    }
    expect(await addSamples(page)).toBe(201);
    for (const [screen, path] of screens) {
      await page.goto(path);
      await expect(heading(page)).toBeVisible();
      await inspect(page, `${screen}-full-${name}`);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await overflow(page), `sideways scrolling of ${screen} at 320 pixels`).toBe(0);
      await page.setViewportSize({ width, height: 800 });
    }
    await context.close();
  });

  test(`every dialog is sound in ${theme} at ${width}`, async ({ browser, baseURL }) => {
    test.setTimeout(300_000);
    const { context, page } = await open(browser, baseURL, theme, width);
    await signIn(page, somebody('dialogs'));
    await expect(heading(page)).toBeVisible();
    for (const [dialog, path, show] of dialogs) {
      await page.goto(path);
      // Behind an open dialog the page is hidden from roles; the heading of the sign-in is there before any script.
      await expect(page.locator('h1:not(#sign-in-title)').first()).toBeAttached();
      await show?.(page);
      await expect(page.getByRole('dialog')).toBeVisible();
      await inspect(page, `${dialog}-${name}`);
    }
    await context.close();
  });

  test(`every screen is sound while it loads and when it fails, in ${theme} at ${width}`, async ({ browser, baseURL }) => {
    test.setTimeout(600_000);
    provoke(/status of 500/);
    const { context, page } = await open(browser, baseURL, theme, width);
    await signIn(page, somebody('states'));
    await expect(heading(page)).toBeVisible();
    let state = 'loading';
    await page.route(reads, async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      if (state === 'loading') return undefined;
      const body = JSON.stringify({ title: 'Internal error', status: 500, request_id: 'test' });
      return route.fulfill({ status: 500, contentType: 'application/problem+json', body });
    });
    for (state of ['loading', 'failed']) {
      for (const [screen, path] of screens) {
        await page.goto(path);
        await expect(heading(page)).toBeVisible();
        await inspect(page, `${screen}-${state}-${name}`, { busy: state === 'loading' });
      }
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  });
}

for (const width of [320, 1280]) {
  test(`every screen keeps its shape from right to left at ${width} pixels`, async ({ browser, baseURL }) => {
    test.setTimeout(600_000);
    const { context, page } = await open(browser, baseURL, 'light', width, 'ar-EG');
    await signIn(page, somebody('arabic'));
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByRole('heading', { level: 1, name: 'الرئيسية' })).toBeVisible();
    expect(await addSamples(page)).toBe(201);
    for (const [screen, path] of screens) {
      await page.goto(path);
      await expect(heading(page)).toBeVisible();
      await inspect(page, `${screen}-arabic-${width}`);
    }
    await page.goto('/expenses/new');
    await page.getByLabel('المبلغ بعملة').fill('١٢٫٥٠+٣');
    await page.getByLabel('مقابل ماذا').fill('شاي');
    await inspect(page, `add-arabic-${width}`);
    await page.getByLabel('مقابل ماذا').press('Enter');
    const row = page.locator('li[aria-posinset]').filter({ hasText: 'شاي' });
    await expect(row).toContainText('١٥٫٥٠');
    // The whole sentence counts in Arabic, with its digits.
    await expect(page.getByText('٤١ مصروفًا')).toBeVisible();
    await context.close();
  });
}

test('adding with the keyboard alone, and the form survives the end of the session', async ({ page, context }) => {
  provoke(/status of 401/);
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
