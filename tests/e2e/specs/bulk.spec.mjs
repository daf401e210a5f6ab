// Many expenses at once: chosen by mouse, by range and by keyboard, changed together, taken back, taken away
// as a file; what happened to one of them; a part of the trash.
import { readFileSync } from 'node:fs';
import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

test.setTimeout(300_000);

const rows = Array.from({ length: 130 }, (_, n) => ({ client_id: `r${n}`, title: `Tea ${n + 1}`, amount: '10.00',
  category: 'Food', date: `2024-0${1 + (n % 9)}-15` }));

async function open(browser, baseURL, theme, width) {
  const context = await browser.newContext({ baseURL, colorScheme: theme, locale: 'en-IN',
    viewport: { width, height: 800 }, acceptDownloads: true });
  const page = await context.newPage();
  const quiet = watchConsole(page);
  await signIn(page, somebody('bulk'), '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await page.evaluate(async (body) => {
    await fetch('/api/imports', { method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body) });
  }, { file_name: 'tea.csv', currency: 'INR', create_categories: false, skip_repeats: false, rows });
  await page.reload();
  await expect(page.getByText('130 expenses')).toBeVisible();
  return { context, page, quiet };
}

for (const [theme, width] of [['light', 1280], ['dark', 360]]) {
  test(`many are changed together, in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
    const { context, page, quiet } = await open(browser, baseURL, theme, width);
    const bar = page.getByRole('region', { name: 'Selected expenses' });
    const boxes = page.getByRole('checkbox', { name: /^Select Tea/ });
    await page.getByRole('button', { name: 'Select' }).click();
    await expect(bar.getByText('Nothing selected')).toBeVisible();
    await boxes.nth(0).click();
    await boxes.nth(3).click({ modifiers: ['Shift'] });
    await expect(bar.getByText('4 selected')).toBeVisible();
    // A row that is half under the bar is no fault of the row.
    await page.evaluate(() => window.scrollTo(0, 0));
    await inspect(page, `bulk-some-${theme}-${width}`);
    await bar.getByRole('button', { name: 'Select all 130 matches' }).click();
    await expect(bar.getByText('All 130 selected')).toBeVisible();
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1500);
    await page.evaluate(() => window.scrollTo(0, 0));
    await inspect(page, `bulk-all-${theme}-${width}`);
    await bar.getByRole('button', { name: 'Tags' }).click();
    const tags = page.getByRole('dialog', { name: 'Tags of the selected expenses' });
    await tags.getByRole('button', { name: 'Apply' }).click();
    await inspect(page, `bulk-tags-${theme}-${width}`);
    await tags.getByRole('combobox', { name: 'Add tags' }).fill('hot, "spicy"');
    await tags.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByText('130 expenses changed.').last()).toBeVisible();
    // The bar is hidden behind the dialog, so both must be gone before a key counts.
    await expect(tags).toHaveCount(0);
    await expect(bar).toHaveCount(0);

    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(bar.getByText('2 selected')).toBeVisible();
    await bar.getByRole('button', { name: 'Category' }).click();
    await page.getByRole('menuitemradio', { name: 'Transport' }).click();
    await expect(page.getByText('2 expenses changed.').last()).toBeVisible();
    await expect(page.locator('li[aria-posinset]').getByText('Transport')).toHaveCount(2);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect(page.locator('li[aria-posinset]').getByText('Transport')).toHaveCount(0);

    await page.getByRole('button', { name: 'Select' }).click();
    await boxes.nth(1).click();
    await boxes.nth(3).click({ modifiers: ['Shift'] });
    const more = async (name) => {
      await bar.getByRole('button', { name: 'More to change' }).click();
      await page.getByRole('menuitem', { name }).click();
      return page.getByRole('dialog', { name: `${name} of the selected expenses` });
    };
    const payment = await more('Payment method');
    await inspect(page, `bulk-payment-${theme}-${width}`);
    await payment.getByLabel('Payment method').selectOption('UPI');
    await payment.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByText('3 expenses changed.').last()).toBeVisible();
    await page.getByRole('button', { name: 'Select' }).click();
    const chosen = [];
    for (const place of [0, 2, 5]) {
      await boxes.nth(place).click();
      chosen.push((await boxes.nth(place).getAttribute('aria-label')).replace('Select ', ''));
    }
    const merchant = await more('Merchant');
    await merchant.getByLabel('Merchant').fill('Chai Point');
    await inspect(page, `bulk-merchant-${theme}-${width}`);
    await merchant.getByRole('button', { name: 'Apply' }).click();
    await expect(page.locator('li[aria-posinset]').getByText('Chai Point')).toHaveCount(3);

    await page.getByRole('button', { name: 'Select' }).click();
    for (const title of chosen) await page.getByRole('checkbox', { name: `Select ${title}`, exact: true }).click();
    await bar.getByRole('button', { name: 'Export' }).click();
    const [some] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV file', exact: true }).click()]);
    expect(some.suggestedFilename()).toMatch(/^expenses-\d{4}-\d\d-\d\d\.csv$/);
    const [, ...named] = readFileSync(await some.path(), 'utf8').trimEnd().split('\r\n');
    expect(named.map((line) => line.split(',')[1])).toEqual(chosen);
    expect(named.every((line) => line.includes('Chai Point'))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);

    await page.locator('li[aria-posinset] a').first().click();
    const form = page.getByRole('dialog', { name: 'Edit expense' });
    await form.getByText('History').click();
    await expect(form.getByText('Imported from tea.csv')).toBeVisible();
    await expect(form.getByText(/A change of several was undone/)).toBeVisible();
    await form.getByText('Imported from tea.csv').scrollIntoViewIfNeeded();
    await inspect(page, `history-${theme}-${width}`);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Export' }).click();
    await inspect(page, `export-menu-${theme}-${width}`);
    const [file] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV file', exact: true }).click()]);
    expect(file.suggestedFilename()).toMatch(/^expenses-\d{4}-\d\d-\d\d\.csv$/);
    const lines = readFileSync(await file.path(), 'utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(131);
    expect(lines[0]).toBe('Date,Title,Amount,Currency,Category,Merchant,Payment method,Tags,Note');

    await page.getByRole('button', { name: 'Select' }).click();
    await boxes.nth(0).click();
    await boxes.nth(2).click({ modifiers: ['Shift'] });
    await bar.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('127 expenses')).toBeVisible();
    await page.goto('/trash');
    const gone = page.getByRole('checkbox', { name: /^Select Tea/ });
    await expect(gone).toHaveCount(3);
    await gone.nth(0).check();
    await gone.nth(2).check();
    await inspect(page, `trash-some-${theme}-${width}`);
    await page.getByRole('button', { name: 'Restore 2 selected' }).click();
    await expect(gone).toHaveCount(1);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect(gone).toHaveCount(3);
    quiet();
    await context.close();
  });
}
