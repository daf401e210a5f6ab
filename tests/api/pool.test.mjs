// The pools themselves: how they start, renew their workers and tidy the database. On a stack of its
// own, with settings that make them do so often.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { addExpense } from '../support/builders.mjs';
import { closeDatabase, one, query } from '../support/database.mjs';
import { mintIdToken } from '../support/id-token.mjs';
import { anonymous, call } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { workersOf } from '../support/processes.mjs';
import { destroyStack, readLog, startStack, useStack } from '../support/stack.mjs';
import { fastcgiGet } from '../load/pool.mjs';

const maxRequests = 40;
let it;
let user;
before(async () => {
  it = await startStack({ args: ['--no-limits', '--postgres', 'fsync=off'],
    env: { EXPENSE_WORKERS: '2', EXPENSE_MAX_REQUESTS: String(maxRequests), EXPENSE_PURGE_SECONDS: '1', TEST_CONTROL: '1' } });
  useStack(it);
  user = await person('pool');
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
});

async function metric(name) {
  const { text } = await anonymous.get('/metrics', { internal: true });
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

describe('what is long dead', () => {
  test('is removed for good, in as many batches as it takes, and counted', async () => {
    const removed = await metric('expense_purged_rows_total{what="idempotency_keys"}');
    const [old, young, live] = [await addExpense(user.client), await addExpense(user.client), await addExpense(user.client)];
    for (const { id } of [old, young]) status(await user.client.delete(`/api/expenses/${id}`), 200);
    await query("update app.expenses set deleted_at = now() - interval '31 days' where id = $1", [old.id]);
    await query(`insert into app.idempotency_keys (user_id, key, request_hash, answer, created_at)
      select $1, 'old-' || n, sha256('x'), '[]', now() - interval '8 days' from generate_series(1, 12000) n`, [user.id]);
    await until(async () => Number((await one('select count(*) as n from app.idempotency_keys')).n) === 0,
      { within: 20_000, what: 'the end of the old keys' });
    await until(async () => (await query('select 1 from app.expenses where id = $1', [old.id])).length === 0,
      { what: 'the end of the old expense' });
    assert.deepEqual((await query('select id from app.expenses order by id')).map((row) => Number(row.id)), [young.id, live.id]);
    await until(async () => await metric('expense_purged_rows_total{what="idempotency_keys"}') === removed + 12_000,
      { what: 'the count' });
    assert.ok(await metric('expense_purges_total') > 0);
    assert.equal(await metric('expense_purge_failures_total'), 0);
    const lines = readLog(it.env.API_LOG).split('\n').filter((line) => line.includes('"purged"')).map((line) => JSON.parse(line));
    assert.equal(lines.reduce((sum, line) => sum + line.idempotency_keys, 0), removed + 12_000);
  });
});

describe('EXPENSE_MAX_REQUESTS', () => {
  test('renews workers under load, and no request is lost', async () => {
    const before = workersOf(it);
    let next = 0;
    await Promise.all(Array.from({ length: 8 }, async () => {
      while (next < maxRequests * 12) {
        next += 1;
        status(await user.client.get('/api/expenses'), 200);
      }
    }));
    await until(() => workersOf(it).length === 2 && !workersOf(it).some((pid) => before.includes(pid)), { what: 'new workers' });
    assert.ok(await metric('expense_worker_restarts_total{cause="recycle"}') >= 2);
    for (const cause of ['exit', 'signal', 'hung']) {
      assert.equal(await metric(`expense_worker_restarts_total{cause="${cause}"}`), 0, cause);
    }
  });
});

describe('the identity pool', () => {
  test('fetches keys once for all its workers, also under a flood of unknown ones', async () => {
    const counts = async () => (await (await fetch(`${it.issuer}/test/control`, { method: 'POST', body: '{}' })).json()).counts;
    const before = (await counts())['/jwks'];
    const [, body, signature] = (await mintIdToken(it, { sub: 'flood' })).split('.');
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => {
      const head = Buffer.from(JSON.stringify({ alg: 'RS256', kid: `random-${n}` })).toString('base64url');
      return call('POST', '/api/auth/google', { body: { token: `${head}.${body}.${signature}` } });
    }));
    for (const answer of answers) status(answer, 401);
    assert.ok((await counts())['/jwks'] <= before + 1, `${(await counts())['/jwks']} after ${before}`);
  });
});

describe('expensed', () => {
  const settings = () => ({ PATH: process.env.PATH, EXPENSE_ENVIRONMENT: 'development', EXPENSE_PUBLIC_ORIGIN: it.origin,
    EXPENSE_DATABASE_URL: it.env.API_DSN, EXPENSE_TOKEN_KEYS_FILE: it.env.TOKEN_KEYS_FILE, EXPENSE_WORKERS: '1',
    EXPENSE_OIDC_CLIENT_ID: 'x', EXPENSE_OIDC_CLIENT_SECRET: 'y' });

  test('serves the socket that systemd hands over (LISTEN_FDS)', async () => {
    const path = join(it.env.RUN, 'activated.sock');
    rmSync(path, { force: true });
    const child = spawn('spawn-fcgi', ['-n', '-s', path, '--', '/bin/sh', '-c',
      'exec 3<&0; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" --pool=api </dev/null', it.env.EXPENSED],
    { stdio: 'ignore', env: settings() });
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    try {
      await until(async () => await fastcgiGet(path, '/api/expenses', user.token) === 200, { what: 'an answer' });
    } finally {
      child.kill('SIGTERM');
    }
    assert.equal(await ended, 0);
  });

  test('does not start without a listening socket, and says what to do', () => {
    const result = spawnSync(it.env.EXPENSED, ['--pool=api'], { env: settings(), encoding: 'utf8', input: '' });
    assert.equal(result.status, 2);
    assert.match(result.stderr, /not a listening socket; start it with spawn-fcgi/);
  });

  for (const [setting, value] of [
    ['EXPENSE_DEFAULT_CURRENCY', 'RUPEES'], ['EXPENSE_DEFAULT_CURRENCY', 'inr'], ['EXPENSE_DEFAULT_CURRENCY', 'QQQ'],
    ['EXPENSE_PUBLIC_ORIGIN', 'localhost:8080'], ['EXPENSE_PUBLIC_ORIGIN', ''], ['EXPENSE_WORKERS', '65'], ['EXPENSE_PURGE_SECONDS', '-1'],
    ['EXPENSE_TOKEN_KEYS', 'k1:c2hvcnQ'], ['EXPENSE_TOKEN_KEYS', `k1:${'A'.repeat(43)}`], ['EXPENSE_TOKEN_KEYS', ''],
    ['EXPENSE_DATABASE_URL', ''], ['EXPENSE_OIDC_CLIENT_SECRET', ''], ['EXPENSE_OIDC_ISSUER', 'http://accounts.example'],
  ]) {
    test(`refuses ${setting}=${value}, naming it and not a secret`, () => {
      const env = { ...settings(), [setting]: value };
      if (setting === 'EXPENSE_TOKEN_KEYS') delete env.EXPENSE_TOKEN_KEYS_FILE;
      const result = spawnSync(it.env.EXPENSED, ['--pool=identity', '--check-config'], { env, encoding: 'utf8' });
      assert.equal(result.status, 2, result.stderr);
      assert.match(result.stderr, new RegExp(setting));
      if (value.length > 20) assert.ok(!result.stderr.includes(value));
    });
  }

  const inProduction = (origin) => spawnSync(it.env.EXPENSED, ['--pool=identity', '--check-config'],
    { env: { ...settings(), EXPENSE_ENVIRONMENT: 'production', EXPENSE_PUBLIC_ORIGIN: origin }, encoding: 'utf8' });
  for (const origin of ['http://expenses.example', 'http://localhost.example', 'http://127.0.0.1.example:8080']) {
    test(`in production, ${origin} has to be https`, () => {
      const result = inProduction(origin);
      assert.equal(result.status, 2);
      assert.match(result.stderr, /EXPENSE_PUBLIC_ORIGIN must begin with https/);
    });
  }
  test('in production, this machine may be reached without TLS', () => {
    for (const origin of ['http://localhost:8080', 'http://127.0.0.1', 'https://expenses.example']) assert.equal(inProduction(origin).status, 0, origin);
  });

  test('names every fault in a line of its own', () => {
    const told = (env) => spawnSync(it.env.EXPENSED, ['--pool=identity', '--check-config'], { env: { ...settings(), ...env }, encoding: 'utf8' }).stderr;
    assert.match(told({ EXPENSE_WORKERS: 'many', EXPENSE_LOG_LEVEL: 'loud', EXPENSE_DATABASE_URL: '' }),
      /^expensed: EXPENSE_WORKERS .*\nexpensed: EXPENSE_DATABASE_URL .*\nexpensed: EXPENSE_LOG_LEVEL .*\n$/);
    assert.match(told({ EXPENSE_PUBLIC_ORIGIN: 'expenses.example', EXPENSE_DEFAULT_CURRENCY: 'QQQ', EXPENSE_OIDC_CLIENT_ID: '' }),
      /^expensed: EXPENSE_PUBLIC_ORIGIN .*\nexpensed: EXPENSE_DEFAULT_CURRENCY .*\nexpensed: EXPENSE_OIDC_CLIENT_ID .*\n$/);
  });

  test('accepts what the stack runs with', () => {
    const result = spawnSync(it.env.EXPENSED, ['--pool=identity', '--check-config'], { env: settings(), encoding: 'utf8' });
    assert.equal(result.status, 0, result.stderr);
  });
});
