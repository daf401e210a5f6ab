// Long work beyond what a worker gives PostgreSQL at once waits in the worker. One worker, whose
// connection for long work is held up by a lock on the table that the work needs.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { closeDatabase, connection, query } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { destroyStack, readLog, startStack, useStack } from '../support/stack.mjs';

let it;
let user;
before(async () => {
  it = await startStack({ args: ['--no-limits', '--postgres', 'fsync=off'], env: { EXPENSE_WORKERS: '1' } });
  useStack(it);
  user = await person('waiting');
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
});

async function inFlight() {
  const { text } = await anonymous.get('/metrics', { internal: true });
  return Number(/^expense_requests_in_flight (\d+)$/m.exec(text)[1]);
}

// A deletion on a connection of its own. `answer` is its status, or what cut it off.
function remove(id) {
  const outgoing = request({ host: '127.0.0.1', port: it.port, method: 'DELETE', path: `/api/recurring/${id}`,
    headers: { Host: `localhost:${it.port}`, Authorization: `Bearer ${user.token}` } });
  const answer = new Promise((resolve) => {
    outgoing.on('response', (incoming) => { incoming.resume(); resolve(incoming.statusCode); });
    outgoing.on('error', (error) => resolve(error.code));
  });
  outgoing.end();
  return { outgoing, answer };
}

describe('long work that waits for its turn', () => {
  test('is not done any more when its client has left; the others are, and short work passes them', async () => {
    const rules = [];
    for (let n = 0; n < 5; n += 1) {
      const made = await user.client.post('/api/recurring', { title: `Rent ${n}`, amount: '900.00', category: 'Utilities',
        unit: 'month', starts_on: '2090-01-01' });
      status(made, 201);
      rules.push(made.json.id);
    }
    const lock = await connection();
    const requests = [];
    try {
      await lock.query('begin');
      await lock.query('lock table app.recurring in access exclusive mode');
      for (const id of rules) {
        requests.push(remove(id));
        await until(async () => await inFlight() === requests.length, { every: 10, what: `${requests.length} requests under way` });
      }
      status(await user.client.get('/api/expenses'), 200);
      requests[3].outgoing.destroy();
      await until(async () => await inFlight() === rules.length - 1, { every: 10, what: 'the end of the one that nobody waits for' });
    } finally {
      await lock.query('rollback');
      lock.release();
    }
    assert.deepEqual(await Promise.all(requests.map(({ answer }) => answer)), [200, 200, 200, 'ECONNRESET', 200]);
    assert.deepEqual((await query('select id from app.recurring where deleted_at is null')).map(({ id }) => Number(id)), [rules[3]]);
    const gone = readLog(it.env.API_LOG).split('\n').filter((line) => line.includes('"status":499')).map((line) => JSON.parse(line));
    assert.deepEqual(gone.map(({ method, route }) => [method, route]), [['DELETE', 'recurring_delete']]);
  });
});
