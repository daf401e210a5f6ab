import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { inspect, signIn, somebody, watchConsole } from './support.mjs';

const tabs = [
  ['summary', 'What changed'],
  ['categories', 'By category'],
  ['months', 'By month'],
  ['merchants', 'By merchant'],
  ['calendar', 'Day by day'],
];

/** A ledger of 14 months up to today, with one huge expense; asked through the app's own origin. */
async function fill(page) {
  await expect(page.getByText('No expenses yet')).toBeVisible();
  const answers = await page.evaluate(async () => {
    const send = async (path, body) => (await fetch(path, { method: 'POST', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() } }));
    const categories = await (await fetch('/api/categories')).json();
    const food = categories.find(({ name }) => name === 'Food');
    const made = await send('/api/categories', { name: 'Cafés', parent_id: food.id });
    const names = ['Food', 'Transport', 'Cafés', 'Shopping', 'Health'];
    const shops = ['Big Bazaar', 'Metro', 'Café Central', undefined];
    const row = (n) => ({ client_id: crypto.randomUUID(), title: `Thing ${n}`, amount: `${50 + ((n * 7919) % 1900)}.50`,
      date: new Date(Date.now() - ((n * 37) % 420) * 86_400_000).toISOString().slice(0, 10),
      category: names[(n * 17) % 5], merchant: shops[n % 4] });
    const rows = [...Array(400).keys()].map(row);
    rows.push({ ...row(0), title: 'Car', amount: '450000.00',
      date: new Date(Date.now() - 200 * 86_400_000).toISOString().slice(0, 10) });
    const imported = await send('/api/imports', { file_name: 'year.csv', currency: 'INR', create_categories: false,
      skip_repeats: false, rows });
    return [made.status, imported.status];
  });
  expect(answers).toEqual([201, 201]);
}

const empty = (page) => page.getByText(/^No expenses in this period/).first();

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`every report is sound in ${theme} at ${width} pixels, full and empty`, async ({ browser, baseURL }) => {
      test.slow(); // eleven pages, each looked at by axe
      const context = await browser.newContext({ baseURL, colorScheme: theme, locale: 'en-IN',
        timezoneId: 'Asia/Kolkata', viewport: { width, height: 800 } });
      const page = await context.newPage();
      const quiet = watchConsole(page);
      await signIn(page, somebody('reports'));
      await fill(page);
      await page.goto('/');
      await expect(page.getByText(/was spent, .* than by the same day before/)).toBeVisible();
      await inspect(page, `home-full-${theme}-${width}`);
      for (const [tab, heading] of tabs) {
        await page.goto(`/reports/${tab}?period=last-12-months`);
        await expect(page.getByRole('heading', { level: 1, name: `Reports: ${heading}` })).toBeVisible();
        for (const table of await page.getByText('Show as a table').all()) await table.click();
        await inspect(page, `reports-${tab}-${theme}-${width}`);
        if (tab === 'months') continue;
        await page.goto(`/reports/${tab}?from=1999-01-01&to=1999-01-31`);
        await expect(empty(page)).toBeVisible();
        await inspect(page, `reports-${tab}-empty-${theme}-${width}`);
      }
      await page.goto('/reports/categories?period=all&open=Food');
      await expect(page.getByRole('heading', { name: 'Inside Food' })).toBeVisible();
      await inspect(page, `reports-inside-${theme}-${width}`);
      quiet();
      await context.close();
    });
  }
}

test('a figure opens the entries behind it, and they add up to it', async ({ page }) => {
  const quiet = watchConsole(page);
  await signIn(page, somebody('rows'));
  await fill(page);
  await page.goto('/reports/categories?period=last-month');
  await page.getByRole('button', { name: 'Show what is inside Food' }).click();
  await expect(page.getByRole('heading', { name: 'Inside Food' })).toBeVisible();
  const total = page.locator('dd').first();
  const shown = await total.innerText();
  await total.getByRole('link').click();
  await expect(page).toHaveURL(/\/expenses\?.*category=Food/);
  await expect(page.getByText(shown).first()).toBeVisible();
  quiet();
});

test('by keyboard: one stop for each chart, the arrows read its points', async ({ page }) => {
  await signIn(page, somebody('chart'));
  await fill(page);
  await page.goto('/reports/months');
  const chart = page.getByRole('group', { name: /Use the arrow keys/ });
  await expect(chart).toBeVisible();
  await page.getByLabel('Months to show').focus();
  await page.keyboard.press('Tab');
  await expect(chart).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const read = page.locator('figure').getByRole('status');
  const first = await read.innerText();
  expect(first).toMatch(/^\p{L}+ \d{4}: ₹/u);
  await page.keyboard.press('ArrowRight');
  await expect(read).not.toHaveText(first);
  await page.keyboard.press('Tab');
  await expect(chart).not.toBeFocused();
  await expect(read).toHaveText('');
});

test('what is shown is saved as CSV, and printed on white paper with its table', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await signIn(page, somebody('paper'));
  await fill(page);
  await page.goto('/reports/merchants?period=last-12-months');
  await expect(page.getByRole('link', { name: 'Big Bazaar' })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('merchants.csv');
  const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toBe('\ufeffMerchant,Expenses,Share,Amount');
  expect(lines).toHaveLength(5);
  const shares = lines.slice(1).reduce((sum, line) => sum + Math.round(Number(line.split(',')[2]) * 100), 0);
  expect(shares).toBe(10_000);

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation').first()).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByRole('columnheader', { name: 'Share' })).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('h1')).color)).toBe('rgb(27, 33, 30)');
  const pdf = await page.pdf({ format: 'A4', path: new URL('../../../var/e2e/report.pdf', import.meta.url).pathname });
  expect(pdf.length).toBeGreaterThan(10_000);
});

test('nothing moves while the cards of the first page come', async ({ page }) => {
  await signIn(page, somebody('still'));
  await fill(page);
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifts.push(entry.value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/');
  await expect(page.getByText(/was spent, .* than by the same day before/)).toBeVisible();
  await expect(page.locator('.skeleton >> visible=true')).toHaveCount(0);
  expect(await page.evaluate(() => window.shifts.reduce((sum, one) => sum + one, 0))).toBeLessThan(0.02);
});
