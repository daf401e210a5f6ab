import { expect, signIn, somebody, test } from './support.mjs';

/** The calendar day that it is somewhere now. */
const todayIn = (timeZone) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());

/** What the browser calls the zone: it knows some by an older name. */
const nameOf = (zone) => (zone === 'Asia/Kolkata' ? 'Asia/Calcutta' : zone);

for (const zone of ['UTC', 'Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
  test(`a day is the same everywhere, seen from ${zone}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, locale: 'en-GB', timezoneId: zone });
    const page = await context.newPage();
    await signIn(page, somebody('zone'), '/expenses');
    await expect(page.getByText('No expenses yet')).toBeVisible();
    // The first sign-in takes the browser's zone into the settings.
    await expect
      .poll(() => page.evaluate(async () => (await (await fetch('/api/session')).json()).settings.time_zone))
      .toBe(nameOf(zone));
    await page.goto('/expenses/new');
    const day = page.getByLabel('Date', { exact: true });
    await expect(day).toHaveValue(todayIn(zone));
    await page.getByLabel(/^Amount in /).fill('5');
    await page.getByLabel('What for').fill('Today here');
    await page.getByLabel('What for').press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: 'Today', exact: true })).toBeVisible();

    // A day in the past stays what it is, on the way in and on the way out.
    await page.goto('/expenses/new');
    await page.getByLabel(/^Amount in /).fill('6');
    await page.getByLabel('What for').fill('Leap day');
    await day.fill('2024-02-29');
    await page.getByLabel('What for').press('Enter');
    await page.goto('/expenses?from=2024-02-29&to=2024-02-29');
    await expect(page.getByRole('heading', { level: 2, name: 'Thu, 29 Feb 2024' })).toBeVisible();
    const dates = await page.evaluate(async () => {
      const answer = await fetch('/api/expenses?sort=date_asc');
      return (await answer.json()).map(({ date }) => date.slice(0, 10));
    });
    expect(dates).toEqual(['2024-02-29', todayIn(zone)]);
    await context.close();
  });
}
