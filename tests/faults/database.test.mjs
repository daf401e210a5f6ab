// PostgreSQL restarted, crashed, slow or full of connections while people work.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, until } from '../support/assertions.mjs';
import { addExpense } from '../support/builders.mjs';
import { closeDatabase, database } from '../support/database.mjs';
import { anonymous, call } from '../support/http.mjs';
import { mintIdToken } from '../support/id-token.mjs';
import { LedgerChecker } from '../support/ledger-checker.mjs';
import { person } from '../support/people.mjs';
import { pgCtl, supervisorOf, workersOf } from '../support/processes.mjs';
import { destroyStack, startStack, useStack } from '../support/stack.mjs';

let it;
before(async () => {
  it = await startStack({ args: ['--no-limits'] });
  useStack(it);
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
});

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

describe('PostgreSQL stopped and started again under load', () => {
  for (const mode of ['fast', 'immediate']) {
    test(`${mode}: 503 with Retry-After meanwhile, back by itself, nothing acknowledged is lost`, async (t) => {
      const before = [supervisorOf(it), ...workersOf(it)];
      const checker = new LedgerChecker(await person(mode)).start();
      await until(() => checker.count('ok') > 100, { what: 'load' });
      for (let round = 0; round < 3; round += 1) {
        await closeDatabase();
        pgCtl(it, 'stop', '-m', mode);
        const seen = checker.troubles.length;
        await until(() => checker.troubles.slice(seen).some(({ status: code }) => code === 503), { what: '503' });
        status(await anonymous.get('/api/ping'), 200, 'what needs no database goes on');
        assert.equal((await call('GET', '/livez', { internal: true })).status, 200, 'the pool is alive');
        pgCtl(it, 'start');
        const started = Date.now();
        const done = checker.count('ok');
        await until(() => checker.count('ok') > done + 100, { within: 10_000, what: 'writes after the restart' });
        assert.ok(Date.now() - started < 5_000, `${Date.now() - started} ms until back at work`);
      }
      await checker.stop();
      t.diagnostic(checker.summary());
      await checker.check();
      const odd = checker.troubles.filter(({ status: code }) => code !== 503);
      assert.deepEqual(odd, [], 'only 503 is told');
      assert.ok(checker.troubles.every(({ retryAfter }) => /^\d+$/.test(retryAfter ?? '')), 'each with Retry-After');
      assert.deepEqual([supervisorOf(it), ...workersOf(it)], before, 'no process had to be replaced');
    });
  }

  test('readiness tells that the database is away (degraded, so that no pod is thrown out for it), and that it is back', async () => {
    await closeDatabase();
    pgCtl(it, 'stop', '-m', 'fast');
    try {
      await until(async () => /"(degraded":true|ready":false)/.test((await call('GET', '/readyz', { internal: true })).text),
        { what: 'the word degraded' });
    } finally {
      pgCtl(it, 'start');
    }
    await until(async () => /"ready":true,"degraded":false/.test((await call('GET', '/readyz', { internal: true })).text),
      { what: 'ready again' });
  });

  test('nobody is signed out by it', async () => {
    const { client } = await person('stays');
    await closeDatabase();
    pgCtl(it, 'stop', '-m', 'fast');
    try {
      const answer = await client.get('/api/expenses');
      problem(answer, 503);
      assert.equal((await client.get('/api/session')).status, 503, 'unknown is not signed out');
    } finally {
      pgCtl(it, 'start');
    }
    await until(async () => (await client.get('/api/expenses')).status === 200);
  });
});

describe('backends that die', () => {
  test('every database connection cut, again and again: people see at most a 503, nothing is lost', async (t) => {
    const checker = new LedgerChecker(await person('cut')).start();
    await until(() => checker.count('ok') > 50, { what: 'load' });
    const pool = await database(it);
    for (let round = 0; round < 10; round += 1) {
      await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where usename like 'expense%' and pid <> pg_backend_pid()`);
      const done = checker.count('ok');
      await until(() => checker.count('ok') > done + 20, { what: 'further writes' });
    }
    await pool.end();
    await checker.stop();
    t.diagnostic(checker.summary());
    await checker.check();
    assert.ok(checker.troubles.every(({ status: code }) => code === 503), JSON.stringify(checker.troubles.slice(0, 3)));
  });
});

describe('signing in while connections are cut', () => {
  test('goes on at once, on a new connection, however often that happens', async () => {
    const pool = await database(it);
    const cut = () => pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'expensed identity'`);
    for (let n = 0; n < 40; n += 1) {
      await cut();
      const idToken = await mintIdToken(it, { sub: `cut-${n}`, name: 'Cut', email: `cut-${n}@example.com`,
        email_verified: true });
      status(await call('POST', '/api/auth/google', { body: { token: idToken } }), 200, `after cut ${n}`);
    }
    await pool.end();
  });
});

describe('a slow database', () => {
  test('a locked table gives a bounded wait and a 5xx that says so, and others go on', async () => {
    const { client } = await person('locked');
    await addExpense(client);
    const pool = await database(it);
    const lock = await pool.connect();
    await lock.query('begin');
    await lock.query('lock table app.expenses in access exclusive mode');
    try {
      const began = Date.now();
      const answers = await Promise.all([client.get('/api/expenses'), client.post('/api/expenses',
        { title: 'Waits', amount: '1' }), client.get('/api/expenses/reports/monthly')]);
      assert.ok(Date.now() - began < 8_000, `${Date.now() - began} ms`);
      for (const answer of answers.slice(0, 2)) assert.ok([503, 504, 409].includes(answer.status), answer.text);
      status(await anonymous.get('/api/ping'), 200);
    } finally {
      await lock.query('rollback');
      lock.release();
      await pool.end();
    }
    await pause(100);
    assert.equal((await client.get('/api/expenses')).json.length, 1, 'a refused write left nothing');
    status(await client.post('/api/expenses', { title: 'After', amount: '1' }), 201);
  });

  test('one person\'s long wait does not hold up another on the same connection for longer than its limit', async () => {
    const [slow, quick] = [await person('slow'), await person('quick')];
    const row = await addExpense(slow.client);
    const pool = await database(it);
    const lock = await pool.connect();
    await lock.query('begin');
    await lock.query('select 1 from app.expenses where ledger_id = $1 and id = $2 for update', [slow.ledger, row.id]);
    try {
      const waiting = slow.client.put(`/api/expenses/${row.id}`, { title: 'Waits' });
      const began = Date.now();
      for (let n = 0; n < 20; n += 1) status(await quick.client.get('/api/expenses'), 200);
      assert.ok(Date.now() - began < 1_500, `${Date.now() - began} ms for 20 reads`);
      const answer = await waiting;
      assert.ok([503, 504, 409].includes(answer.status), answer.text);
    } finally {
      await lock.query('rollback');
      lock.release();
      await pool.end();
    }
  });
});
