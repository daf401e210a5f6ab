import { existsSync } from 'node:fs';
import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

const household =
  process.env.HOUSEHOLD_CSV ?? new URL('../../../../shared/data/household.csv', import.meta.url).pathname;

test('a household’s ledger: sign in, import, list, totals, report, correct, delete, undo, sign out', async ({ page }) => {
  test.skip(!existsSync(household), 'household.csv is not there; name it in HOUSEHOLD_CSV');
  const quiet = watchConsole(page);

  await page.goto('/');
  await expect(page.getByRole('link', { name: /^Continue with / })).toBeVisible();
  await inspect(page, 'sign-in');
  await signIn(page, somebody('asha'));
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await inspect(page, 'home-empty');

  await page.getByRole('link', { name: 'Import a CSV file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeFocused();
  await inspect(page, 'import');
  await page.getByLabel('CSV file').setInputFiles(household);
  await expect(page.getByText('2,461 rows')).toBeVisible();
  await expect(page.getByText('125 Income')).toBeVisible();
  const start = page.getByRole('button', { name: 'Import 2,176 expenses' });
  await expect(start).toBeEnabled();
  await inspect(page, 'import-review');
  await start.click();
  await expect(page.getByText('2,176 expenses imported')).toBeVisible();
  await inspect(page, 'import-result');

  await page.getByRole('link', { name: 'See the report' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible();
  const categories = page.getByRole('region', { name: 'By category' });
  await expect(categories.getByText('2,176', { exact: true })).toBeVisible();
  await expect(categories.getByRole('link', { name: 'Food' })).toBeVisible();
  await categories.getByText('Show as a table').click();
  await expect(categories.getByRole('rowheader', { name: 'Food' })).toBeVisible();
  await inspect(page, 'report');

  await page.getByRole('link', { name: 'Expenses', exact: true }).click();
  await expect(page.getByText('2,176 expenses')).toBeVisible();
  const title = '2 Place 5 to Place 0';
  await page.getByRole('searchbox', { name: 'Search expenses' }).fill(title);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('From').fill('2018-09-20');
  await page.getByRole('button', { name: 'Apply filters' }).click();
  await expect(page.getByText('1 expense', { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/from=2018-09-20/);
  await inspect(page, 'list-filtered');

  await page.getByRole('link', { name: title }).click();
  const form = page.getByRole('dialog', { name: 'Edit expense' });
  await expect(form.getByLabel('Amount in INR')).toHaveValue('30.00');
  await inspect(page, 'edit');
  await form.getByLabel('Amount in INR').fill('30+4.50');
  await form.getByLabel('Amount in INR').press('Enter');
  await expect(form).toBeHidden();
  await expect(page.getByRole('status').getByText('₹34.50')).toBeVisible();

  await page.getByRole('button', { name: `Delete ${title}` }).click();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await expect(page.getByText('1 expense', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByText('2,176 expenses')).toBeVisible();
  await inspect(page, 'list');

  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.getByRole('link', { name: /^Continue with / })).toBeVisible();
  await page.goto('/expenses');
  await expect(page.getByRole('link', { name: /^Continue with / })).toBeVisible();
  quiet();
});

test('importing the same file again imports nothing, and an import can be undone', async ({ page }) => {
  const file = {
    name: 'bank.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Date;Payee;Amount\n15/01/2024;Café;-12,50\n16/01/2024;Market;-3,00\n17/01/2024;Employer;3000,00\n'),
  };
  await signIn(page, somebody('ravi'), '/import');
  await expect(page.getByText('Nothing has been imported yet.')).toBeVisible();
  await page.getByLabel('CSV file').setInputFiles(file);
  await page.getByRole('button', { name: 'Import 2 expenses' }).click();
  await expect(page.getByText('2 expenses imported')).toBeVisible();
  await page.getByRole('button', { name: 'Import another file' }).click();
  await page.getByLabel('CSV file').setInputFiles(file);
  await expect(page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled();
  await page.getByRole('row', { name: 'Café Already in your list' }).scrollIntoViewIfNeeded();
  const existing = page.getByRole('link', { name: '15 Jan 2024 Café Other ₹12.50' });
  await expect(existing).toBeVisible();
  await inspect(page, 'import-repeats');
  const opened = page.waitForEvent('popup');
  await existing.click();
  const beside = await opened;
  await expect(beside.getByRole('textbox', { name: 'What for' })).toHaveValue('Café');
  await beside.close();
  await page.getByRole('button', { name: 'Choose another file' }).click();
  await page.getByRole('button', { name: 'Undo import of bank.csv' }).click();
  await expect(page.getByText('Undone', { exact: true })).toBeVisible();
  await page.goto('/expenses');
  await expect(page.getByText('No expenses yet')).toBeVisible();
});
