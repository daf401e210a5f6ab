// Recurring expenses after weeks in which nothing ran: several runners at once, some of them killed in
// the middle, and then the pool by itself. Each date is made exactly once, and the totals are right.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { closeDatabase, one, query } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { destroyStack, readLog, startStack, useStack } from '../support/stack.mjs';

const days = 70;
const people = 6;
const rules = 60; // of each person, daily
let it;
let ledgers;
before(async () => {
  it = await startStack({ args: ['--no-limits'], env: { EXPENSE_WORKERS: '2', EXPENSE_RECURRING_SECONDS: '0' } });
  useStack(it);
  ledgers = [];
  for (let n = 0; n < people; n += 1) ledgers.push((await person(`recurring-${n}`)).ledger);
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
});

// Rules as weeks of downtime leave them: due since `days` days, nothing made.
const sleepFor = (count) => query(`insert into app.recurring (ledger_id, created_by, title, amount_minor, currency,
    category_id, unit, every, starts_on, last_day, anchor_day, next_on)
  select m.ledger_id, m.user_id, 'Daily ' || n, 100 + n, 'INR',
    (select min(c.id) from app.categories c where c.ledger_id = m.ledger_id), 'day', 1, d.day, false, 31, d.day
    from app.ledger_members m, generate_series(1, $2) n,
         (select (now() at time zone 'UTC')::date - $3::integer as day) d
   where m.ledger_id = any ($1)`, [ledgers, count, days - 1]);

const environment = () => ({ PATH: process.env.PATH, EXPENSE_DATABASE_URL: it.env.API_DSN });
function run() {
  const child = spawn(it.env.EXPENSED, ['--make-recurring'], { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (text) => { log += text; });
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, log }));
  });
  return { child, ended };
}
const madeSoFar = async () => Number((await one('select count(*) as n from app.expenses where recurring_id is not null')).n);

async function checkAll() {
  assert.deepEqual(await query(`select r.id, count(e.id), count(distinct e.recurring_on) from app.recurring r
    left join app.expenses e on e.ledger_id = r.ledger_id and e.recurring_id = r.id
    group by r.id having count(e.id) <> $1 or count(distinct e.recurring_on) <> $1`, [days]), []);
  assert.deepEqual(await query(`select * from (select ledger_id, date_trunc('month', spent_on::timestamp)::date as month,
      category_id, currency, sum(amount_minor) as amount_minor, count(*) as count
      from app.expenses where deleted_at is null group by 1, 2, 3, 4) e
    full join app.monthly_totals t using (ledger_id, month, category_id, currency)
    where (e.amount_minor, e.count) is distinct from (t.amount_minor, t.count)`), []);
  assert.equal(Number((await one('select count(*) as n from app.recurring_dates')).n), people * rules * days);
}

describe('after ten weeks of sleep', () => {
  test('two runners killed with -9 and then five at once make each date exactly once', async () => {
    await sleepFor(rules);
    const victims = Array.from({ length: 2 }, run);
    await until(async () => await madeSoFar() > 0, { every: 5, what: 'a batch' });
    for (const { child } of victims) child.kill('SIGKILL');
    for (const { ended } of victims) assert.equal((await ended).signal, 'SIGKILL', 'it died in the middle');
    const part = await madeSoFar();
    assert.ok(part > 0 && part < people * rules * days, `${part} were made before`);
    const ends = await Promise.all(Array.from({ length: 5 }, run).map(({ ended }) => ended));
    assert.deepEqual(ends.map(({ code }) => code), [0, 0, 0, 0, 0], ends.map(({ log }) => log).join(''));
    const last = spawnSync(it.env.EXPENSED, ['--make-recurring'], { env: environment(), encoding: 'utf8' });
    assert.equal(last.status, 0, last.stderr);
    await checkAll();
    const counted = ends.map(({ log }) => JSON.parse(log.trim().split('\n').pop()));
    assert.ok(counted.every((line) => line.event === 'recurring_made' && line.failed === 0), JSON.stringify(counted));
    assert.ok(counted.filter((line) => line.made > 0).length >= 2, 'the work was shared');
  });

  test('a run with nothing to do says so and ends with 0', () => {
    const { status: code, stderr } = spawnSync(it.env.EXPENSED, ['--make-recurring'], { env: environment(), encoding: 'utf8' });
    assert.equal(code, 0);
    assert.equal(JSON.parse(stderr.trim()).made, 0);
  });

  test('without a database it ends with 1, without settings with 2', () => {
    const end = (env, ...more) => spawnSync(it.env.EXPENSED, ['--make-recurring', ...more], { env, encoding: 'utf8' });
    assert.equal(end({ EXPENSE_DATABASE_URL: 'host=/nowhere dbname=none' }).status, 1);
    assert.equal(end({}).status, 2);
    assert.equal(end(environment(), '--pool=api').status, 2);
  });
});

describe('the pool by itself', () => {
  let own;
  after(async () => {
    await closeDatabase();
    if (own) destroyStack(own);
    useStack(it);
  });

  test('makes what is due, counts it and says so, with two workers once', async () => {
    await closeDatabase();
    own = await startStack({ args: ['--no-limits'], env: { EXPENSE_WORKERS: '2', EXPENSE_RECURRING_SECONDS: '1' } });
    useStack(own);
    ledgers = [];
    for (let n = 0; n < people; n += 1) ledgers.push((await person(`pool-${n}`)).ledger);
    await sleepFor(rules);
    await until(async () => await madeSoFar() === people * rules * days, { within: 30_000, what: 'all that is due' });
    await checkAll();
    const metric = async (name) => Number((await anonymous.get('/metrics', { internal: true })).text
      .split('\n').find((line) => line.startsWith(`${name} `)).split(' ').pop());
    await until(async () => await metric('expense_recurring_rows_total{what="made"}') === people * rules * days,
      { what: 'the count' });
    assert.equal(await metric('expense_recurring_failures_total'), 0);
    const lines = readLog(own.env.API_LOG).split('\n').filter((line) => line.includes('"recurring_made"'))
      .map((line) => JSON.parse(line));
    assert.equal(lines.reduce((sum, line) => sum + line.made, 0), people * rules * days);
    status(await anonymous.get('/livez', { internal: true }), 200);
  });
});
