// Several runners that migrate at once, migrations that fail, and a schema that the program does not know.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import pg from 'pg';

import { problem, until } from '../support/assertions.mjs';
import { closeDatabase, database } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { mintIdToken } from '../support/id-token.mjs';
import { person } from '../support/people.mjs';
import { destroyStack, readLog, root, startStack, useStack } from '../support/stack.mjs';

let it;
let pool;
before(async () => {
  it = await startStack({ args: ['--no-limits', '--postgres', 'fsync=off'] });
  useStack(it);
  pool = await database(it);
  pool.on('error', () => {});
});
after(async () => {
  await pool.end();
  await closeDatabase();
  destroyStack(it);
});

async function migrate(dsn) {
  const child = spawn(join(root, 'db/migrate'), { env: { ...process.env, DATABASE_URL: dsn } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { text += part; });
  const [status] = await once(child, 'close');
  return { status, text };
}

describe('db/migrate', () => {
  const emptyDatabase = async (name) => {
    await pool.query(`create database ${name}`);
    return it.env.SUPERUSER_DSN.replace(/dbname=\S+/, `dbname=${name}`);
  };

  test('three runners at once on an empty database: each ends well, each change is there once', async () => {
    const dsn = await emptyDatabase('at_once');
    assert.match(dsn, /dbname=at_once/);
    const runs = await Promise.all([migrate(dsn), migrate(dsn), migrate(dsn)]);
    for (const { status, text } of runs) {
      assert.equal(status, 0, text);
      assert.match(text, /schema version \d+/);
    }
    const planned = readFileSync(join(root, 'db/sqitch.plan'), 'utf8').split('\n').filter((line) => /^[a-z]\S* .*\d{4}-\d\d-\d\dT/.test(line));
    const log = runs.map(({ text }) => text).join('');
    for (const line of planned) {
      const [name] = line.split(' ');
      assert.equal(log.split(new RegExp(`\\+ ${name} \\.+ ok`)).length - 1, 1, `${name} is deployed once`);
    }
    assert.ok(planned.length > 10);
  });

  test('a failure is an exit status and a sentence, and a later run goes on from there', async () => {
    const dsn = await emptyDatabase('in_the_way');
    const there = dsn.replace('dbname=in_the_way', 'dbname=nowhere');
    assert.match((await migrate(there)).text, /the database does not answer/);
    assert.equal((await migrate(there)).status, 1);
    const client = new pg.Client({ host: it.env.PGHOST, port: Number(it.env.PGPORT), user: 'postgres', database: 'in_the_way' });
    await client.connect();
    await client.query('create schema app');
    const failed = await migrate(dsn);
    assert.equal(failed.status, 1, failed.text);
    assert.match(failed.text, /the migration failed; changes before the failing one are in place/);
    await client.query('drop schema app');
    await client.end();
    const again = await migrate(dsn);
    assert.equal(again.status, 0, again.text);
  });
});

describe('a schema that the program does not know', () => {
  test('makes the pool not ready and says why; nobody is signed in on it; all is well again once it fits', async () => {
    const { client } = await person('schema');
    const ready = () => call('GET', '/readyz', { internal: true });
    assert.equal((await ready()).status, 200);
    const [{ definition }] = (await pool.query(`select pg_get_functiondef('app.schema_version()'::regprocedure) as definition`)).rows;
    const reconnect = () => pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where usename like 'expense%' and pid <> pg_backend_pid()`);
    await pool.query(definition.replace(/select \d+/i, 'select 999'));
    try {
      await reconnect();
      await until(async () => (await ready()).status === 503, { what: 'not ready' });
      problem(await client.get('/api/expenses'), 503);
      await until(() => /schema version 999 is outside \d+ to \d+/.test(readLog(it.env.API_LOG)), { what: 'the reason' });
      assert.equal((await call('GET', '/livez', { internal: true })).status, 200, 'a restart would not help');
      const idToken = await mintIdToken(it, { sub: 'schema', name: 'S', email: 's@example.com', email_verified: true });
      problem(await call('POST', '/api/auth/google', { body: { token: idToken } }), 503);
    } finally {
      await pool.query(definition);
    }
    await until(async () => (await ready()).status === 200, { what: 'ready again' });
    await until(async () => (await client.get('/api/expenses')).status === 200, { what: 'served again' });
  });
});
