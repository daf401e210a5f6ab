import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { firstRows, longestTask, nodes, watchFirstRows, watchLongTasks } from './measure.mjs';
import { expect, inspect, signIn, somebody, test } from './support.mjs';

const many = 100_000;
const stack = process.env.TEST_STACK_DIR;
const tries = 3;

// A trace takes a picture at every step, which is work on the thread that is measured here.
test.use({ trace: 'off' });

/** The address of the stack's database, for what the API would take minutes to write. */
function databaseUrl() {
  const run = new URL('../../../infra/dev/stack', import.meta.url).pathname;
  const env = execFileSync(run, ['env', '--dir', stack], { encoding: 'utf8' });
  return /^SUPERUSER_DSN=(.*)$/m.exec(env)[1];
}

async function fill(name) {
  const words = Object.fromEntries(databaseUrl().split(' ').map((pair) => pair.split('=')));
  const client = new pg.Client({
    host: words.host,
    port: Number(words.port),
    user: words.user,
    database: words.dbname,
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select c.ledger_id, c.id, m.user_id
         from app.categories c
         join app.ledger_members m using (ledger_id)
         join app.users u on u.id = m.user_id
        where lower(u.name) = $1
        order by c.id limit 1`,
      [name],
    );
    const { ledger_id: ledger, id: category, user_id: user } = rows[0];
    // Past the triggers, which keep the totals row by row; their sum is written once instead.
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into app.expenses (ledger_id, title, amount_minor, currency, category_id, spent_on, created_by)
       select $1, 'Entry ' || n, 100 + n % 9000, 'INR', $2, date '2026-10-31' - (n / 20), $4
         from generate_series(0, $3::int - 1) n`,
      [ledger, category, many, user],
    );
    await client.query(
      `insert into app.ledger_totals (ledger_id, category_id, currency, amount_minor, count)
       select ledger_id, category_id, currency, sum(amount_minor), count(*)
         from app.expenses where ledger_id = $1 group by 1, 2, 3`,
      [ledger],
    );
    await client.query(
      `insert into app.monthly_totals (ledger_id, month, category_id, currency, amount_minor, count)
       select ledger_id, date_trunc('month', spent_on)::date, category_id, currency, sum(amount_minor), count(*)
         from app.expenses where ledger_id = $1 group by 1, 2, 3, 4`,
      [ledger],
    );
    await client.query('commit');
    await client.query('analyze app.expenses');
  } finally {
    await client.end();
  }
}

test('a hundred thousand expenses come fast and scroll smoothly', async ({ page }) => {
  test.skip(!stack, 'TEST_STACK_DIR names the stack whose database is filled');
  test.setTimeout(300_000);
  const name = somebody(`many${randomBytes(2).toString('hex')}`);
  await signIn(page, name);
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await fill(name);

  await watchFirstRows(page);
  const waits = [];
  for (let load = 0; load < tries; load += 1) {
    await page.goto('/expenses');
    await expect(page.getByText('1,00,000 expenses')).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('li[aria-posinset]').first()).toHaveAttribute('aria-setsize', String(many));
    waits.push(await firstRows(page));
  }
  expect(Math.min(...waits), `first rows after ${waits.map(Math.round)} ms`).toBeLessThanOrEqual(300);

  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const before = await heap();
  await watchLongTasks(page);
  await page.mouse.move(600, 500);
  let most = 0;
  const longest = [];
  for (let pass = 0; pass < tries; pass += 1) {
    longest.push(await longestTask(page, async () => {
      const begin = Date.now();
      for (let step = 0; Date.now() - begin < 30_000 / tries; step += 1) {
        await page.mouse.wheel(0, 900);
        await page.waitForTimeout(50);
        if (step % 40 === 0) most = Math.max(most, await nodes(page));
      }
    }));
  }
  const grown = (await heap()) - before;
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(60_000);
  expect(most, 'nodes in the document').toBeLessThanOrEqual(1500);
  expect(grown / 1e6, 'megabytes that the heap grew by').toBeLessThanOrEqual(60);
  expect(Math.min(...longest), `longest tasks of ${longest.map(Math.round)} ms of an idle machine`).toBeLessThanOrEqual(100);
  await inspect(page, 'hundred-thousand');

  // Its middle and its end are one pull of the scroll bar away, not a thousand pages.
  let asked = 0;
  page.on('request', (request) => (asked += request.url().includes('/api/expenses?') ? 1 : 0));
  const pull = (part) =>
    page.evaluate((where) => window.scrollTo(0, document.documentElement.scrollHeight * where), part);
  await pull(0.5);
  await expect(page.getByRole('link', { name: /^Entry (49|50)\d\d\d$/ }).first()).toBeVisible();
  await pull(1);
  await expect(page.locator(`li[aria-posinset="${many}"]`)).toBeInViewport();
  expect(asked, 'pages that two pulls asked for').toBeLessThan(12);
});

test('adding an expense by keyboard alone takes less than eight seconds', async ({ page }) => {
  await signIn(page, somebody('quick'));
  await expect(page.getByText('No expenses yet')).toBeVisible();
  await page.evaluate(() => {
    window.mouse = 0;
    for (const kind of ['pointerdown', 'mousedown']) {
      window.addEventListener(kind, () => (window.mouse += 1), true);
    }
  });
  const times = [];
  for (let turn = 0; turn < tries; turn += 1) {
    const begin = Date.now();
    await page.keyboard.press('n');
    await expect(page.getByLabel('Amount in INR')).toBeFocused();
    await page.keyboard.type(`${turn + 1}2.50`, { delay: 60 });
    await page.keyboard.press('Tab');
    await page.keyboard.type(`Quick ${turn}`, { delay: 60 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: `Quick ${turn}` })).toBeVisible();
    times.push(Date.now() - begin);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  expect(await page.evaluate(() => window.mouse)).toBe(0);
  expect(Math.min(...times), `took ${times} ms`).toBeLessThanOrEqual(8000);
});
