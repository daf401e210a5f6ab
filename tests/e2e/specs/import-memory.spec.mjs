import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

const file = (name, rows) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`When;What;Group;How much\n${rows}`),
});

for (const [theme, width] of [['light', 1280], ['dark', 320]]) {
  test(`an import maps categories and is remembered, in ${theme} at ${width} pixels`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      baseURL,
      colorScheme: theme,
      locale: 'en-IN',
      viewport: { width, height: 800 },
    });
    const page = await context.newPage();
    const quiet = watchConsole(page);
    await signIn(page, somebody('memory'), '/import');
    await page.getByLabel('CSV file').setInputFiles(file('may.csv', '25/05/2024;Samosa;Snacks;12,50\n26/05/2024;Rent;Home;900,00\n'));
    await page.getByLabel('Date', { exact: true }).selectOption('When');
    await page.getByLabel('Amount', { exact: true }).selectOption('How much');
    await page.getByLabel('Title', { exact: true }).selectOption('What');
    await page.getByLabel('Snacks (1 row)').selectOption('Food');
    await expect(page.getByText('Make missing categories (1)')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Import 2 expenses' })).toBeEnabled();
    await inspect(page, `import-categories-${theme}-${width}`);
    await page.getByRole('button', { name: 'Import 2 expenses' }).click();
    await expect(page.getByText('2 expenses imported')).toBeVisible();

    await page.getByRole('button', { name: 'Import another file' }).click();
    await page.getByLabel('CSV file').setInputFiles(file('june.csv', '03/06/2024;Chai;snacks;2,50\n25/06/2024;Rent;Home;900,00\n'));
    await expect(page.getByText('Read as the last file with these columns.')).toBeVisible();
    await expect(page.getByLabel('snacks (1 row)')).toHaveValue('Food');
    await inspect(page, `import-remembered-${theme}-${width}`);
    await page.getByRole('button', { name: 'Import 2 expenses' }).click();
    await expect(page.getByText('2 expenses imported')).toBeVisible();
    await page.goto('/expenses?category=Food');
    await expect(page.getByText('2 expenses', { exact: true })).toBeVisible();
    quiet();
    await context.close();
  });
}
