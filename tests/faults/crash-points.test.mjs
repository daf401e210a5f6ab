// A worker that dies at a given point of a request (fcgi/hooks.h; needs --enable-test-hooks).
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { expense, importBody, importRow, key } from '../support/builders.mjs';
import { closeDatabase, one } from '../support/database.mjs';
import { mintIdToken } from '../support/id-token.mjs';
import { anonymous, call } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { isAlive, workersOf } from '../support/processes.mjs';
import { destroyStack, startStack, useStack } from '../support/stack.mjs';

const folder = mkdtempSync(join(tmpdir(), 'expense-crash-'));
const start = join(folder, 'at');
let it;
before(async () => {
  it = await startStack({ args: ['--no-limits'], env: { EXPENSE_CRASH_FILE: start, EXPENSE_WORKERS: '2' } });
  useStack(it);
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
  rmSync(folder, { recursive: true });
});

const points = [[1, 'its head is read'], [2, 'its body is read'], [3, 'its statements are made'], [4, 'they are sent'],
  [5, 'they are committed'], [6, 'its answer is made'], [7, 'its answer is written']];
const committed = (point) => point >= 5;

// Lets the next request's worker die at a point; gives back the answer's status, 0 for none, when the
// worker is dead.
async function dying(point, act) {
  const workers = await until(() => {
    const found = workersOf(it, point >= 8 ? 'IDENTITY' : 'API');
    return found.length === 2 && found;
  }, { what: 'two workers' });
  writeFileSync(`${start}.${point}`, '');
  let answer;
  try {
    answer = (await act()).status;
  } catch {
    answer = 0;
  }
  await until(() => !existsSync(`${start}.${point}`), { what: 'a worker at the point' });
  await until(() => workers.some((pid) => !isAlive(pid)), { every: 5, what: 'its end' });
  return answer;
}

const writes = [
  { name: 'adding an expense', path: '/api/expenses', body: () => expense(), rows: 1 },
  { name: 'an import', path: '/api/imports', body: () => importBody([importRow(), importRow(), importRow()]), rows: 3 },
];

for (const { name, path, body, rows } of writes) {
  describe(`${name}, when the worker dies after`, () => {
    for (const [point, what] of points) {
      test(`${what}: a retry with the key does it exactly once, and others go on at once`, async () => {
        const user = await person('crash');
        const other = await person('bystander');
        const send = { headers: { 'Idempotency-Key': key() } };
        const sent = body();
        const first = await dying(point, () => user.client.post(path, sent, send));
        assert.ok(point === 7 ? [201, 502].includes(first) : first === 502, `first answer ${first}`);
        status(await other.client.post('/api/expenses', expense()), 201);
        const retry = status(await user.client.post(path, sent, send), 201);
        if (committed(point)) assert.equal(retry.headers['idempotent-replayed'], 'true');
        if (point < 4) assert.equal(retry.headers['idempotent-replayed'], undefined);
        const { n, total } = await one(`select (select count(*) from app.expenses where ledger_id = $1) as n,
          (select coalesce(sum(count), 0) from app.monthly_totals where ledger_id = $1) as total`, [user.ledger]);
        assert.deepEqual([Number(n), Number(total)], [rows, rows]);
        await until(async () => (await anonymous.get('/metrics', { internal: true })).text
          .includes('expense_workers_live 2\n'), { what: 'two workers' });
      });
    }
  });
}

describe('signing in, when the worker dies after', () => {
  for (const [point, what] of [[8, 'the request is read'], [9, 'the session is committed'], [10, 'the answer is written']]) {
    test(`${what}: the next try signs the same person in`, async () => {
      const subject = key();
      const token = await mintIdToken(it, { sub: subject, name: 'Crash' });
      const signIn = () => call('POST', '/api/auth/google', { body: { token } });
      const first = await dying(point, signIn);
      assert.ok(point === 10 ? [200, 502].includes(first) : first === 502, `first answer ${first}`);
      const again = status(await signIn(), 200);
      status(await call('GET', '/api/auth/me', { token: again.json.access_token }), 200);
      assert.equal(Number((await one('select count(*) as n from app.identities where subject = $1', [subject])).n), 1);
    });
  }
});
