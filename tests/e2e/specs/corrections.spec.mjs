import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

const call = (page, method, path, body) =>
  page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where, {
        method: how,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(what),
      });
      return (await answer.json()).id;
    },
    [method, path, body],
  );

for (const [theme, width] of [['light', 1280], ['dark', 320]]) {
  test(`a category is changed in the list, in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      baseURL,
      colorScheme: theme,
      locale: 'en-IN',
      viewport: { width, height: 800 },
    });
    const page = await context.newPage();
    const quiet = watchConsole(page);
    await signIn(page, somebody('inline'), '/expenses');
    await expect(page.getByText('No expenses yet')).toBeVisible();
    const id = await call(page, 'POST', '/api/expenses', { title: 'Bus', amount: '20', category: 'Food' });
    await page.reload();
    const tile = page.getByRole('button', { name: 'Change category of Bus' });
    await tile.click();
    await expect(page.getByRole('menuitemradio', { name: 'Food' })).toBeChecked();
    await inspect(page, `category-menu-${theme}-${width}`);
    await page.getByRole('menuitemradio', { name: 'Transport' }).click();
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(page.locator('li[aria-posinset]').getByText('Transport')).toBeVisible();
    await expect(tile).toBeFocused();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.locator('li[aria-posinset]').getByText('Food')).toBeVisible();

    // Somebody else corrects the amount while we correct the title.
    await page.getByRole('link', { name: 'Bus' }).click();
    const form = page.getByRole('dialog', { name: 'Edit expense' });
    await form.getByLabel('What for').fill('Bus to work');
    await call(page, 'PUT', `/api/expenses/${id}`, { amount: '25' });
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByRole('heading', { name: /changed somewhere else/ })).toBeFocused();
    await inspect(page, `conflict-${theme}-${width}`);
    await form.getByRole('button', { name: 'Save mine' }).click();
    await expect(page.getByRole('link', { name: 'Bus to work' })).toBeVisible();
    await expect(page.locator('li[aria-posinset]').getByText('₹25.00').last()).toBeVisible();
    // The browser itself reports the refused save.
    quiet([/412/]);
    await context.close();
  });
}
