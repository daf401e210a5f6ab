import { firstRows, longestTask, nodes, watchFirstRows, watchLongTasks } from './measure.mjs';
import { expect, inspect, signIn, somebody, watchConsole, test } from './support.mjs';

const perImport = 10_000;
const imports = 2;
const total = perImport * imports;
const tries = 5;

// A trace takes a picture at every step, which is work on the thread that is measured here.
test.use({ trace: 'off' });

/** Fills the ledger through the import, ten thousand at a time, three entries on each day. */
async function fill(page) {
  for (let part = 0; part < imports; part += 1) {
    const rows = Array.from({ length: perImport }, (_, index) => {
      const number = part * perImport + index;
      const day = new Date(Date.UTC(2026, 9, 31) - Math.floor(number / 3) * 86_400_000);
      return {
        client_id: String(number),
        title: `Entry ${number}`,
        amount: `${1 + (number % 90)}.50`,
        category: number % 2 ? 'Food' : 'Transport',
        date: day.toISOString().slice(0, 10),
      };
    });
    const status = await page.evaluate(async (body) => {
      const answer = await fetch('/api/imports', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return answer.status;
    }, { file_name: `part-${part}.csv`, currency: 'INR', create_categories: false, skip_repeats: false, rows });
    expect(status).toBe(201);
  }
}

test('twenty thousand expenses scroll smoothly', async ({ page }) => {
  const quiet = watchConsole(page);
  await signIn(page, somebody('long'));
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await fill(page);

  await watchFirstRows(page);
  const rows = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Entry / }) });
  const waits = [];
  for (let load = 0; load < tries; load += 1) {
    await page.goto('/expenses');
    await expect(page.getByText('20,000 expenses')).toBeVisible();
    await expect(rows.first()).toHaveAttribute('aria-setsize', String(total));
    waits.push(await firstRows(page));
  }
  expect(Math.min(...waits), `first rows after ${waits.map(Math.round)} ms`).toBeLessThan(300);
  await inspect(page, 'long-list');

  await watchLongTasks(page);
  await page.mouse.move(600, 500);
  const longest = [];
  let most = 0;
  for (let pass = 0; pass < tries; pass += 1) {
    longest.push(await longestTask(page, async () => {
      for (let step = 0; step < 40; step += 1) {
        await page.mouse.wheel(0, 900);
        await page.waitForTimeout(50);
        if (step % 20 === 0) most = Math.max(most, await nodes(page));
      }
    }));
  }
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(60_000);
  await expect(page.getByText('Not loaded yet')).toHaveCount(0);
  expect(Math.max(most, await nodes(page))).toBeLessThanOrEqual(1500);
  expect(Math.min(...longest), `longest tasks of ${longest.map(Math.round)} ms of an idle machine`).toBeLessThanOrEqual(100);

  // The scroll bar is as long as the ledger: its middle and its end are one pull away.
  const pull = (part) =>
    page.evaluate((where) => window.scrollTo(0, document.documentElement.scrollHeight * where), part);
  const full = await page.evaluate(() => {
    const look = () => {
      window.lowest = Math.min(window.lowest ?? Infinity, document.documentElement.scrollHeight);
      requestAnimationFrame(look);
    };
    look();
    return window.lowest;
  });
  await pull(0.5);
  await expect(page.getByRole('link', { name: /^Entry (9|10)\d\d\d$/ }).first()).toBeVisible();
  // It stays so long while what lies there is on its way: a bar in somebody's hand must not jump.
  expect(await page.evaluate(() => window.lowest), 'the lowest height of the page').toBeGreaterThan(0.9 * full);
  await pull(1);
  await expect(page.locator(`li[aria-posinset="${total}"]`)).toBeInViewport({ timeout: 60_000 });
  await expect(page.getByRole('link', { name: 'Entry 19999', exact: true })).toBeVisible({ timeout: 60_000 });
  await inspect(page, 'long-list-end');
  await pull(0);
  await expect(page.getByRole('link', { name: 'Entry 0', exact: true })).toBeVisible();
  expect(await nodes(page)).toBeLessThanOrEqual(1500);
  quiet();
});
