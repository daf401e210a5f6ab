import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

const call = (page, method, path, body) =>
  page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where, {
        method: how,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(what),
      });
      return answer.json();
    },
    [method, path, body],
  );
const inUse = (page) => page.getByRole('list', { name: 'Categories in use' });
const first = (page) => inUse(page).getByRole('listitem').first();
async function choose(page, name, action) {
  await page.getByRole('button', { name: `What to do with ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

for (const [theme, width] of [['light', 1280], ['dark', 360]]) {
  test(`categories are made, moved, merged and deleted, in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, colorScheme: theme, locale: 'en-IN',
      viewport: { width, height: 800 } });
    const page = await context.newPage();
    const quiet = watchConsole(page);
    await signIn(page, somebody('sorted'), '/categories');
    await expect(page.getByRole('heading', { level: 1, name: 'Categories' })).toBeVisible();
    for (const title of ['Bread', 'Milk']) await call(page, 'POST', '/api/expenses', { title, amount: '20', category: 'Food' });
    await page.reload();
    await expect(page.getByRole('link', { name: '2 expenses of Food' })).toBeVisible();

    await page.getByRole('button', { name: 'What to do with Food' }).click();
    await expect(page.getByRole('menuitem', { name: 'Add a sub-category' })).toBeVisible();
    await inspect(page, `categories-menu-${theme}-${width}`);
    await page.getByRole('menuitem', { name: 'Add a sub-category' }).click();
    const form = page.getByRole('dialog', { name: 'New category' });
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(form.getByText('Give it a name.')).toBeVisible();
    await inspect(page, `categories-form-${theme}-${width}`);
    await form.getByLabel('Name').fill('Groceries');
    await form.getByRole('button', { name: '🥕' }).click();
    await form.getByRole('radio', { name: 'Green' }).check();
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('list', { name: 'Below Food' }).getByText('Groceries')).toBeVisible();

    await choose(page, 'Food', 'Merge into another…');
    const dialog = page.getByRole('dialog', { name: 'Merge Food' });
    await dialog.getByLabel('Into').selectOption('💪 Health');
    await expect(dialog.getByText(/^2 expenses of Food move to Health/)).toBeVisible();
    await inspect(page, `categories-merge-${theme}-${width}`);
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await expect(page.getByRole('list', { name: 'Below Health' }).getByText('Groceries')).toBeVisible();
    await expect(page.getByRole('link', { name: '2 expenses of Health' })).toBeVisible();

    await choose(page, 'Shopping', 'Archive');
    await expect(page.getByRole('list', { name: 'Archived' }).getByText('Shopping')).toBeVisible();
    await expect(page.locator('.toast').getByText('Shopping is archived.')).toBeVisible();
    await inspect(page, `categories-full-${theme}-${width}`);

    await choose(page, 'Health', 'Delete…');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('link', { name: '2 expenses of Other' })).toBeVisible();

    // Order: by the keys of the handle, and by dragging it.
    await page.getByRole('button', { name: 'Drag Entertainment to another place' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect(first(page)).toContainText('Utilities');
    const handle = await page.getByRole('button', { name: 'Drag Entertainment to another place' }).boundingBox();
    await page.mouse.move(handle.x + 8, handle.y + 20);
    await page.mouse.down();
    await page.mouse.move(handle.x + 8, handle.y - 70, { steps: 6 });
    await page.mouse.up();
    await expect(first(page)).toContainText('Entertainment');
    await page.reload();
    await expect(first(page)).toContainText('Entertainment');
    quiet();
    await context.close();
  });
}

test('an expense gets a category that isn’t there yet', async ({ page }) => {
  await signIn(page, somebody('creating'), '/expenses/new');
  const field = page.getByRole('combobox', { name: 'Category' });
  await expect(field).toHaveValue('Other');
  await field.fill('Pets');
  await expect(page.getByRole('option', { name: 'Create “Pets”' })).toBeVisible();
  await inspect(page, 'category-create');
  await page.getByRole('option', { name: 'Create “Pets”' }).click();
  await expect(field).toHaveValue('Pets');
  await page.getByLabel('Amount in INR').fill('5');
  await page.getByLabel('What for').fill('Leash');
  await page.getByLabel('What for').press('Enter');
  await expect(page.getByRole('link', { name: 'Leash' })).toBeVisible();
  await page.goto('/categories');
  await expect(page.getByRole('link', { name: '1 expense of Pets' })).toBeVisible();
});

test('a row of the list gets a category that isn’t there yet', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await signIn(page, somebody('row'), '/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await page.evaluate(() => fetch('/api/expenses', { method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'Leash', amount: '5.00', category: 'Other', date: '2024-01-15' }) }));
  await page.reload();
  const tile = page.getByRole('button', { name: 'Change category of Leash' });
  await tile.click();
  const more = page.getByRole('menuitem', { name: 'New category' });
  await more.scrollIntoViewIfNeeded();
  await inspect(page, 'row-category-menu');
  await more.click();
  const dialog = page.getByRole('dialog', { name: 'New category' });
  await dialog.getByLabel('Name').fill('Pets');
  await inspect(page, 'row-category-new');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('li[aria-posinset]').getByText('Pets')).toBeVisible();
  await expect(tile).toBeFocused();
});
