// The key that signs our tokens is replaced while people work: a new one first, then the old one goes.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { problem, status, until } from '../support/assertions.mjs';
import { closeDatabase } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { supervisorOf, workersOf } from '../support/processes.mjs';
import { destroyStack, startStack, useStack } from '../support/stack.mjs';

let it;
before(async () => {
  it = await startStack({ args: ['--no-limits', '--postgres', 'fsync=off'] });
  useStack(it);
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
});

const keyId = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).kid;

// Writes the ring and has both pools read it: their workers are others afterwards.
async function useRing(text) {
  const file = it.env.TOKEN_KEYS_FILE;
  const { mode } = statSync(file);
  chmodSync(file, 0o600);
  writeFileSync(file, text);
  chmodSync(file, mode);
  for (const pool of ['API', 'IDENTITY']) {
    const before = workersOf(it, pool);
    process.kill(supervisorOf(it, pool), 'SIGHUP');
    await until(() => {
      const now = workersOf(it, pool);
      return now.length > 0 && !now.some((pid) => before.includes(pid));
    }, { what: `new workers of ${pool}` });
  }
}

test('tokens of the old key work until it is taken out; new ones name the new key', async () => {
  const old = readFileSync(it.env.TOKEN_KEYS_FILE, 'utf8').trim();
  const fresh = `k-new:${randomBytes(32).toString('base64url')}`;
  const early = await person('early');
  assert.equal(keyId(early.token), old.split(':')[0]);

  await useRing(`${fresh},${old}`);
  status(await early.client.get('/api/expenses'), 200, 'signed in before the change');
  const late = await person('late');
  assert.equal(keyId(late.token), 'k-new');
  status(await late.client.get('/api/expenses'), 200);

  await useRing(fresh);
  problem(await early.client.get('/api/expenses'), 401);
  status(await late.client.get('/api/expenses'), 200);

  await useRing(`k-new:${randomBytes(32).toString('base64url')}`);
  problem(await late.client.get('/api/expenses'), 401, { code: 'unauthenticated' });
  status(await call('GET', '/api/ping'), 200);
});
