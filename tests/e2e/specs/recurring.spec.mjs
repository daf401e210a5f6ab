// Recurring expenses: preview a back-dated rent, add it, change one and the following, pause, delete, undo,
// and repeat an expense that is there.
import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

/** A day by its distance from today, in the zone of the browser. */
const day = (days) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' })
  .format(Date.now() + days * 86_400_000);

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`a recurring expense's life in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
      test.slow();
      const context = await browser.newContext({ baseURL, colorScheme: theme, locale: 'en-IN',
        timezoneId: 'Asia/Kolkata', viewport: { width, height: 800 } });
      const page = await context.newPage();
      const quiet = watchConsole(page);
      const shot = (name) => inspect(page, `recurring-${name}-${theme}-${width}`);
      await signIn(page, somebody('recurring'), '/recurring');
      await expect(page.getByText('Nothing comes again yet')).toBeVisible();
      await shot('empty');

      await page.getByRole('link', { name: 'Add recurring expense' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add recurring expense' });
      await expect(dialog.getByLabel('Amount in INR')).toBeFocused();
      await dialog.getByRole('button', { name: /^Save/ }).click();
      await expect(dialog.getByText('Type an amount.')).toBeVisible();
      await dialog.getByLabel('Amount in INR').fill('40');
      await dialog.getByLabel('What for').fill('Newspaper');
      const category = dialog.getByRole('combobox', { name: 'Category' });
      await category.fill('Reading');
      await page.getByRole('option', { name: 'Create “Reading”' }).click();
      await expect(category).toHaveValue('Reading');
      await dialog.getByRole('combobox', { name: 'Merchant' }).fill('Corner kiosk');
      await dialog.getByLabel('Payment method').selectOption('Cash');
      await dialog.getByRole('combobox', { name: 'Tags' }).fill('daily');
      await dialog.getByRole('combobox', { name: 'Tags' }).press('Enter');
      await dialog.getByLabel('Note', { exact: true }).fill('Paid at the door');
      await dialog.getByLabel('Day, week, month or year').selectOption('day');
      await dialog.getByLabel('First on').fill(day(-3));
      await expect(dialog.getByText(/^Adds 4 expenses now, for/)).toBeVisible();
      await shot('preview');
      await dialog.getByRole('button', { name: 'Save and add 4 expenses' }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByText('Added “Newspaper” and 4 expenses')).toBeVisible();
      const row = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Pause Newspaper' }) });
      await expect(row).toContainText('Every day');
      await shot('list');

      // An entry of it: the change asks how far it goes.
      await page.goto('/expenses');
      await expect(page.getByText('↻ Recurring')).toHaveCount(4);
      await page.getByRole('link', { name: 'Newspaper' }).nth(1).click();
      const entry = page.getByRole('dialog', { name: 'Edit expense' });
      // What was made has all that the rule has.
      await expect(entry.getByRole('combobox', { name: 'Category' })).toHaveValue('Reading');
      await expect(entry.getByRole('combobox', { name: 'Merchant' })).toHaveValue('Corner kiosk');
      await expect(entry.getByLabel('Payment method')).toHaveValue('Cash');
      await expect(entry.getByRole('button', { name: 'Remove the tag daily' })).toBeVisible();
      await expect(entry.getByLabel('Note', { exact: true })).toHaveValue('Paid at the door');
      await entry.getByLabel('Note', { exact: true }).fill('Sundays');
      await entry.getByLabel('What for').fill('Sunday paper');
      await entry.getByRole('button', { name: 'Save' }).click();
      const question = page.getByRole('dialog', { name: 'Which ones do you want to change?' });
      await expect(question.getByRole('button', { name: 'Only this one' })).toBeVisible();
      await shot('question');
      await question.getByRole('button', { name: 'This and the following ones' }).click();
      await expect(entry).toHaveCount(0);
      await expect(page.getByRole('link', { name: 'Sunday paper' })).toHaveCount(2);
      await expect(page.getByRole('link', { name: 'Newspaper' })).toHaveCount(2);

      // What was split goes on; the rest is over, and goes with an undo.
      await page.goto('/recurring');
      await expect(page.getByRole('link', { name: 'Sunday paper' })).toBeVisible();
      await page.getByRole('button', { name: 'Pause Sunday paper' }).click();
      await expect(page.getByRole('button', { name: 'Resume Sunday paper' })).toBeVisible();
      await page.getByRole('button', { name: 'Resume Sunday paper' }).click();
      await expect(page.getByRole('button', { name: 'Pause Sunday paper' })).toBeVisible();
      await page.getByRole('button', { name: 'Delete Sunday paper' }).click();
      await expect(page.getByRole('link', { name: 'Sunday paper' })).toHaveCount(0);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByRole('link', { name: 'Sunday paper' })).toBeVisible();

      // The rule itself, for all that it has made; in a new page, without messages over the form's end.
      await page.goto('/recurring');
      await page.getByRole('link', { name: 'Sunday paper' }).click();
      const edit = page.getByRole('dialog', { name: 'Edit recurring expense' });
      await expect(edit.getByLabel('Note', { exact: true })).toHaveValue('Sundays');
      await expect(edit.getByRole('combobox', { name: 'Merchant' })).toHaveValue('Corner kiosk');
      await edit.getByLabel('Amount in INR').fill('55');
      await edit.getByRole('radio', { name: 'The 2 expenses that were added, too' }).check();
      await shot('edit');
      await edit.getByRole('button', { name: 'Save' }).click();
      await expect(edit).toHaveCount(0);
      await page.goto('/expenses?q=sunday');
      await expect(page.getByText('₹55.00', { exact: true })).toHaveCount(2);

      // Repeat one that is there: it is the first of its rule.
      await page.goto('/expenses/new');
      const fresh = page.getByRole('dialog', { name: 'Add expense' });
      await fresh.getByLabel('Amount in INR').fill('900');
      await fresh.getByLabel('What for').fill('Gym');
      await fresh.getByRole('combobox', { name: 'Merchant' }).fill('Iron House');
      await fresh.getByRole('button', { name: 'Add expense' }).click();
      await expect(fresh).toHaveCount(0);
      await page.goto('/expenses');
      await page.getByRole('link', { name: 'Gym' }).click();
      await page.getByRole('link', { name: 'Repeat' }).click();
      await expect(dialog.getByLabel('What for')).toHaveValue('Gym');
      await expect(dialog.getByRole('combobox', { name: 'Merchant' })).toHaveValue('Iron House');
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByText('Added “Gym”')).toBeVisible();
      await page.goto('/expenses?q=gym');
      await expect(page.getByRole('link', { name: 'Gym' })).toHaveCount(1);
      await expect(page.getByText('↻ Recurring')).toHaveCount(1);
      quiet();
      await context.close();
    });
  }
}
