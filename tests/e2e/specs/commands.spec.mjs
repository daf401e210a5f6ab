import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

for (const theme of ['light', 'dark']) {
  test(`the keyboard gives every command, in ${theme}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, colorScheme: theme, locale: 'en-IN' });
    const page = await context.newPage();
    const quiet = watchConsole(page);
    await signIn(page, somebody('keys'));
    await page.getByRole('button', { name: 'Try with sample data' }).click();
    await expect(page.getByText(/· Sample$/).first()).toBeVisible();

    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await expect(page.getByRole('heading', { level: 1, name: 'Expenses' })).toBeFocused();
    const rows = page.locator('li[aria-posinset] a');
    await expect(rows.first()).toBeVisible();
    const size = async () => Number(await page.locator('li[aria-posinset]').first().getAttribute('aria-setsize'));
    const count = await size();
    await page.keyboard.press('j');
    await expect(rows.first()).toBeFocused();
    await page.keyboard.press('j');
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press('Delete');
    await expect.poll(size).toBe(count - 1);
    await expect(rows.nth(1)).toBeFocused();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect.poll(size).toBe(count);
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Search expenses' })).toBeFocused();

    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Command or search' })).toBeFocused();
    await inspect(page, `palette-${theme}`);
    await page.keyboard.type('sett');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();

    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await inspect(page, `shortcuts-${theme}`);
    await page.setViewportSize({ width: 320, height: 640 });
    await inspect(page, `shortcuts-${theme}-320`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
    await page.keyboard.press('n');
    await expect(page).toHaveURL(/\/settings$/);
    await page.keyboard.press('Control+k');
    await inspect(page, `palette-${theme}-320`);
    quiet();
    await context.close();
  });
}
