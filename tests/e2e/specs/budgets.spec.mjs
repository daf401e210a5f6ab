// Budgets: set one, see it fill, be warned once, look at the rows behind it, plan, delete and undo.
import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

// Not by the form: that has its own journeys.
async function addExpense(page, expense) {
  const answer = await page.evaluate(async (body) => {
    const { status } = await fetch('/api/expenses', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    return status;
  }, JSON.stringify(expense));
  expect(answer).toBe(201);
}

async function setBudget(page, amount, category) {
  await page.goto('/budgets/new');
  const dialog = page.getByRole('dialog', { name: 'New budget' });
  await expect(dialog.getByLabel(/^Amount for each period/)).toBeFocused();
  await page.keyboard.type(amount);
  if (category) {
    await dialog.getByRole('combobox', { name: 'For' }).fill(category);
    await page.getByRole('option', { name: category, exact: true }).click();
  }
  return dialog;
}

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`a budget's life in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
      test.slow(); // seven looks with axe
      const context = await browser.newContext({ baseURL, colorScheme: theme, locale: 'en-IN',
        timezoneId: 'Asia/Kolkata', viewport: { width, height: 800 } });
      const page = await context.newPage();
      const quiet = watchConsole(page);
      const shot = (name) => inspect(page, `budgets-${name}-${theme}-${width}`);
      await signIn(page, somebody('budget'), '/budgets');
      await expect(page.getByText('No budgets yet')).toBeVisible();
      await shot('empty');

      let dialog = await setBudget(page, '', 'Food');
      await dialog.getByRole('button', { name: 'New budget' }).click();
      await expect(dialog.getByText('Type an amount.')).toBeVisible();
      await shot('refused');
      await dialog.getByLabel(/^Amount for each period/).fill('1000');
      await page.keyboard.press('Enter');
      await expect(dialog).toHaveCount(0);
      dialog = await setBudget(page, '5000');
      await dialog.getByRole('checkbox', { name: /^Carry over/ }).check();
      await dialog.getByRole('button', { name: 'New budget' }).click();
      await expect(dialog).toHaveCount(0);

      await addExpense(page, { amount: '850', title: 'Feast', category: 'Food' });
      await addExpense(page, { amount: '400', title: 'Cinema', category: 'Entertainment' });
      await page.goto('/budgets');
      const food = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Expenses of Food' }) });
      await expect(food).toContainText('₹850.00 of ₹1,000.00');
      await expect(food).toContainText(/85% spent, \d+% of the month gone\. ₹150\.00 left\./);
      const warning = page.getByRole('list', { name: 'Budget warnings' });
      await expect(warning).toContainText('Food: 85% of the month’s budget is spent');
      await shot('full');

      await page.goto('/');
      await expect(page.getByRole('region', { name: 'Budgets' })).toContainText('₹1,250.00 of ₹5,000.00');
      await expect(warning).toContainText('Food: 85%');
      await shot('home');
      // Whoever doesn't want them isn't warned.
      await page.goto('/settings');
      const warn = page.getByRole('checkbox', { name: 'Warn me about budgets' });
      await warn.uncheck();
      await expect(page.getByRole('region', { name: 'Warnings' }).getByText('Saved')).toBeVisible();
      await page.goto('/');
      await expect(page.getByRole('region', { name: 'Budgets' })).toContainText('₹850.00');
      await expect(warning).toHaveCount(0);
      await page.goto('/settings');
      await warn.check();
      await expect(page.getByRole('region', { name: 'Warnings' }).getByText('Saved')).toBeVisible();
      await page.goto('/');
      await page.getByRole('button', { name: 'Dismiss the warning about Food' }).click();
      await expect(warning).toHaveCount(0);
      await page.reload();
      await expect(page.getByRole('region', { name: 'Budgets' })).toContainText('₹850.00');
      await expect(warning).toHaveCount(0);

      await page.goto('/budgets');
      await page.getByRole('link', { name: 'Expenses of Food' }).click();
      await expect(page).toHaveURL(/\/expenses\?category=Food&from=\d{4}-\d\d-01&to=\d{4}-\d\d-\d\d$/);
      await expect(page.getByRole('link', { name: 'Feast' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Cinema' })).toHaveCount(0);

      await page.goto('/budgets');
      await page.getByRole('link', { name: 'Change the budget of Food' }).click();
      dialog = page.getByRole('dialog', { name: 'Change budget' });
      await dialog.getByLabel(/^Amount for each period/).fill('1500');
      await dialog.getByLabel('The amount holds from').selectOption('next');
      await shot('change');
      await dialog.getByRole('button', { name: 'Save changes' }).click();
      await expect(dialog).toHaveCount(0);
      await expect(food).toContainText('of ₹1,000.00');
      await page.getByRole('button', { name: 'Later period' }).click();
      await expect(food).toContainText('₹0.00 of ₹1,500.00');
      await page.getByRole('button', { name: 'Today' }).click();
      await expect(food).toContainText('₹850.00 of ₹1,000.00');

      await page.getByRole('button', { name: 'Delete the budget of Food' }).click();
      await expect(food).toHaveCount(0);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(food).toBeVisible();
      await expect(warning).toHaveCount(0);
      quiet();
      await context.close();
    });
  }
}
