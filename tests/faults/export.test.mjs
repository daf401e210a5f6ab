// An export of any length while clients are slow or gone, sessions end and the database stops: it is whole
// or seen to be broken, and it never holds up the others.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { person, revokeSessions } from '../support/people.mjs';
import { pgCtl } from '../support/processes.mjs';
import { destroyStack, readLog, startStack, useStack } from '../support/stack.mjs';

const rows = 100_000; // more than all sockets and NGINX hold on their way
const address = '/api/expenses/export?format=json';
let it;
let who;

// Written past the triggers: it is only much to read.
async function personWithRows(name) {
  const made = await person(name);
  await query(`begin; set local session_replication_role = replica;
    insert into app.expenses (ledger_id, title, amount_minor, currency, category_id, spent_on, created_by)
    select ${made.ledger}, 'Row ' || n, n, 'INR',
           (select min(id) from app.categories where ledger_id = ${made.ledger}), date '2010-01-01' + n % 5000, ${made.id}
      from generate_series(1, ${rows}) n; commit`);
  return made;
}

before(async () => {
  it = await startStack({ args: ['--no-limits', '--postgres', 'fsync=off'], env: { EXPENSE_WORKERS: '1' } });
  useStack(it);
  who = await personWithRows('exports');
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
});

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// Begins an export and reads nothing of it. {answer, whole(): its text, or an error when it broke off}
function begin(client = who) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: it.port, path: address,
      headers: { Host: `localhost:${it.port}`, Authorization: `Bearer ${client.token}` } }, (answer) => {
      answer.pause();
      const whole = () => new Promise((done, broken) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', (error) => broken(
          Object.defineProperty(error, 'text', { value: Buffer.concat(parts).toString() })));
        answer.on('end', () => done(Buffer.concat(parts).toString()));
        answer.resume();
      });
      resolve({ answer, whole, leave: () => asked.destroy() });
    });
    asked.on('error', reject);
    asked.end();
  });
}

const logged = (code) => readLog(it.env.API_LOG).split('\n').filter((line) =>
  line.includes('"route":"expenses_export"') && line.includes(`"status":${code},`)).length;

async function others(count = 20) {
  const began = Date.now();
  for (let n = 0; n < count; n += 1) status(await who.client.get('/api/expenses?limit=20'), 200);
  status(await who.client.get('/api/expenses?q=row%2077&limit=20'), 200);
  return (Date.now() - began) / (count + 1);
}

describe('an export', () => {
  test('that is read slowly is whole in the end, and the worker serves others meanwhile', async (t) => {
    const slow = await Promise.all([begin(), begin(), begin()]);
    await pause(3_000); // longer than a write may wait: it must not be waiting in one
    const each = await others();
    t.diagnostic(`others: ${each.toFixed(1)} ms each`);
    assert.ok(each < 250, `${each} ms`);
    for (const { whole } of slow) assert.equal(JSON.parse(await whole()).length, rows);
  });

  test('whose client goes away is given up, again and again', async () => {
    const before_ = logged(499);
    for (let n = 0; n < 12; n += 1) {
      const { leave } = await begin();
      leave();
    }
    await until(() => logged(499) === before_ + 12, { what: 'twelve exports given up' });
    const { whole } = await begin();
    assert.equal(JSON.parse(await whole()).length, rows);
  });

  test('beyond eight at a time is told to come again, and then served', async () => {
    const eight = await Promise.all(Array.from({ length: 8 }, () => begin()));
    assert.ok(eight.every(({ answer }) => answer.statusCode === 200));
    const ninth = await who.client.get(address);
    status(ninth, 503);
    assert.equal(ninth.json.code, 'busy');
    assert.equal(ninth.headers['retry-after'], '1');
    assert.ok(await others(5) < 250);
    for (const { leave } of eight) leave();
    await until(async () => (await begin().then(({ answer, leave }) => { leave(); return answer.statusCode; })) === 200,
      { what: 'room for another' });
  });
});

describe('on the way', () => {
  const isBroken = async (whole) => {
    const error = await whole().then(() => assert.fail('it ended as if it were whole'), (it_) => it_);
    assert.equal(error.code, 'ECONNRESET');
    assert.ok(error.text.startsWith('['));
    assert.throws(() => JSON.parse(error.text));
  };

  test('a session that ends', async () => {
    const leaver = await personWithRows('leaver');
    const before_ = logged(500);
    const { whole } = await begin(leaver);
    await revokeSessions(leaver.id);
    await isBroken(whole);
    assert.equal(logged(500), before_ + 1);
  });

  test('what is added meanwhile stays out, and nothing else is missing', async () => {
    const { whole } = await begin();
    const added = await who.client.post('/api/expenses', { title: 'Meanwhile', amount: 1, date: '2009-01-01' });
    status(added, 201);
    const list = JSON.parse(await whole());
    assert.equal(list.length, rows);
    assert.ok(!list.some((row) => row.title === 'Meanwhile'));
    status(await who.client.delete(`/api/expenses/${added.json.id}`), 200);
  });

  test('a lost connection is made again, and the export goes on', async () => {
    const { whole } = await begin();
    // The one that has just read a part.
    await query(`select pg_terminate_backend(pid)
      from (select pid from pg_stat_activity where application_name = 'expensed' order by state_change desc limit 1) a`);
    assert.equal(JSON.parse(await whole()).length, rows);
  });

  test('a database that stops', async () => {
    const { whole } = await begin();
    await closeDatabase();
    pgCtl(it, 'stop', '-m', 'immediate');
    try {
      await isBroken(whole);
    } finally {
      pgCtl(it, 'start');
    }
    await until(async () => (await who.client.get('/api/expenses?limit=1')).status === 200, { what: 'the database' });
    assert.equal(JSON.parse(await (await begin()).whole()).length, rows);
  });
});
