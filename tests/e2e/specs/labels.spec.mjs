import { expect, test } from '@playwright/test';
import { inspect, signIn, somebody, watchConsole } from './support.mjs';

for (const [theme, width] of [['light', 1280], ['dark', 360]]) {
  test(`merchants and tags are named, found and put in order, in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, colorScheme: theme, locale: 'en-IN',
      viewport: { width, height: 800 } });
    const page = await context.newPage();
    const quiet = watchConsole(page);
    await signIn(page, somebody('labels'), '/expenses/new');
    const form = page.getByRole('dialog', { name: 'Add expense' });

    // By keyboard alone: a sum, a merchant, tags, and Ctrl+Enter for another.
    await form.getByLabel(/^Amount/).fill('12+3.50');
    await expect(form.getByText('= 15.50')).toBeVisible();
    await form.getByLabel('What for').fill('Masala chai');
    await form.getByLabel('Merchant').fill('Chai Point');
    await form.getByLabel('Payment method').selectOption('UPI');
    await form.getByRole('combobox', { name: 'Tags' }).fill('work');
    await page.keyboard.press('Enter');
    await form.getByRole('combobox', { name: 'Tags' }).fill('daily');
    await page.keyboard.press('Enter');
    await form.getByLabel('Note').fill('with Ravi');
    await inspect(page, `labels-form-${theme}-${width}`);
    await page.keyboard.press('Control+Enter');
    await expect(form.getByLabel(/^Amount/)).toHaveValue('');
    await expect(form.getByLabel(/^Amount/)).toBeFocused();

    // The merchant proposes; and a reload loses nothing.
    await form.getByLabel(/^Amount/).fill('20');
    await form.getByLabel('What for').fill('Samosa');
    await form.getByLabel('Merchant').pressSequentially('chai');
    await expect(page.getByRole('option', { name: 'Chai Point' })).toBeVisible();
    await inspect(page, `labels-suggest-${theme}-${width}`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(form.getByLabel('Payment method')).toHaveValue('UPI');
    await form.getByRole('combobox', { name: 'Tags' }).fill('snacks');
    await page.keyboard.press('Enter');
    await page.reload();
    await expect(form.getByLabel('Merchant')).toHaveValue('Chai Point');
    await expect(form.getByRole('button', { name: 'Remove the tag snacks' })).toBeVisible();
    await form.getByLabel('What for').press('Enter');
    await expect(page.getByRole('link', { name: 'Samosa' })).toBeVisible();

    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Tag', { exact: true }).selectOption('work');
    await inspect(page, `labels-filter-${theme}-${width}`);
    await page.getByRole('button', { name: 'Apply filters' }).click();
    await expect(page.getByRole('button', { name: 'Remove filter #work' })).toBeVisible();
    await expect(page).toHaveURL(/[?&]tag=work/);
    await expect(page.getByRole('link', { name: 'Samosa' })).toBeHidden();
    await page.reload();
    await expect(page.getByRole('link', { name: 'Masala chai' })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search expenses' }).fill('RAVI');
    await expect(page).toHaveURL(/q=RAVI/);
    await expect(page.getByRole('link', { name: 'Masala chai' })).toBeVisible();

    await page.goto('/tags');
    await expect(page.getByRole('heading', { level: 1, name: 'Tags' })).toBeVisible();
    await expect(page.getByText('daily')).toBeVisible();
    await inspect(page, `labels-tags-${theme}-${width}`);
    const choose = async (name, action) => {
      await page.getByRole('button', { name: `What to do with ${name}` }).click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await choose('daily', 'Merge into another');
    const merge = page.getByRole('dialog', { name: 'Merge “daily” into another' });
    await merge.getByLabel('Which one stays').selectOption('work');
    await expect(merge.getByText(/^1 expense will have “work” instead of “daily”/)).toBeVisible();
    await inspect(page, `labels-merge-${theme}-${width}`);
    await merge.getByRole('button', { name: 'Merge' }).click();
    await expect(page.getByText('daily', { exact: true })).toBeHidden();

    await page.getByRole('link', { name: 'Merchants', exact: true }).click();
    await expect(page.getByRole('link', { name: '2 expenses' })).toBeVisible();
    await choose('Chai Point', 'Rename');
    const rename = page.getByRole('dialog', { name: 'Rename “Chai Point”' });
    await rename.getByLabel('Name').fill('Chai Corner');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Chai Corner')).toBeVisible();
    await choose('Chai Corner', 'Delete');
    const gone = page.getByRole('dialog', { name: 'Delete “Chai Corner”?' });
    await expect(gone.getByText(/^2 expenses stay, without “Chai Corner”/)).toBeVisible();
    await inspect(page, `labels-delete-${theme}-${width}`);
    await gone.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('Nothing here yet')).toBeVisible();
    await inspect(page, `labels-empty-${theme}-${width}`);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect(page.getByText('Chai Corner', { exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: '2 expenses' })).toBeVisible();
    quiet();
    await context.close();
  });
}
