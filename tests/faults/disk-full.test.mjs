// The disk full: database, its log, everything of the stack lies on one small file system.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { addExpense } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { LedgerChecker } from '../support/ledger-checker.mjs';
import { person } from '../support/people.mjs';
import { supervisorOf, workersOf } from '../support/processes.mjs';
import { destroyStack, startStack, useStack } from '../support/stack.mjs';

const disk = mkdtempSync(join(tmpdir(), 'expense-disk-'));
chmodSync(disk, 0o755);
const mount = (...args) => spawnSync('mount', ['-t', 'tmpfs', ...args, 'tmpfs', disk], { encoding: 'utf8' });
const mounted = mount('-o', 'size=4g,mode=0755');
const skip = mounted.status === 0 ? false
  : `a small disk cannot be mounted here (needs root): ${(mounted.stderr ?? String(mounted.error)).trim()}`;

// Makes the disk as small as what is on it, which may grow meanwhile; or roomy again.
async function fill() {
  await until(() => {
    const { blocks, bfree, bsize } = statfsSync(disk);
    return mount('-o', `remount,size=${(blocks - bfree) * bsize}`).status === 0;
  }, { every: 1, what: 'a full disk' });
}

function empty() {
  assert.equal(mount('-o', 'remount,size=4g').status, 0);
}

describe('the disk of the database is full', () => {
  let it;
  before(async () => {
    if (skip) return;
    it = await startStack({ dir: join(disk, 'stack'), args: ['--no-limits'] });
    useStack(it);
  });
  after(async () => {
    await closeDatabase();
    if (it) destroyStack(it);
  });

  test('reading goes on, writing gets 503, and all is well when there is room again', { skip }, async (t) => {
    const processes = [supervisorOf(it), ...workersOf(it)];
    const reader = await person('reader');
    const { id } = await addExpense(reader.client);
    const checker = new LedgerChecker(await person('writer')).start();
    await until(() => checker.count('ok') > 100, { what: 'load' });
    await fill();
    await until(() => checker.troubles.length > 200, { what: 'writes that find no room' });
    for (let n = 0; n < 50; n += 1) {
      for (const path of ['/api/expenses', `/api/expenses/${id}`, '/api/expenses/reports/summary', '/api/session']) {
        status(await reader.client.get(path), 200, path);
      }
    }
    assert.equal((await call('GET', '/readyz', { internal: true })).status, 200, 'no pod is thrown out for it');
    const done = checker.count('ok');
    empty();
    await until(() => checker.count('ok') > done + 100, { what: 'writes when there is room again' });
    await checker.stop();
    t.diagnostic(checker.summary());
    await checker.check();
    for (const { status: code, retryAfter, text } of checker.troubles) {
      assert.equal(code, 503, text);
      assert.match(retryAfter ?? '', /^\d+$/);
      assert.equal(JSON.parse(text).code, 'storage_full');
    }
    assert.deepEqual([supervisorOf(it), ...workersOf(it)], processes, 'no process had to be replaced');
  });
});

after(() => {
  if (mounted.status === 0) spawnSync('umount', [disk], { stdio: 'inherit' });
  rmdirSync(disk);
});
