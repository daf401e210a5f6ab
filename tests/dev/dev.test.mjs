// ./dev up and down as a person types them: in a folder whose var/ is its own, all else is this one's.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { until } from '../support/assertions.mjs';
import { addExpense } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { freePorts } from '../support/ports.mjs';
import { isAlive, pool } from '../support/processes.mjs';
import { describeStack, root, useStack } from '../support/stack.mjs';

const house = mkdtempSync(join(tmpdir(), 'expense-dev-'));
for (const name of readdirSync(root)) {
  if (!['var', '.git', 'dev'].includes(name)) symlinkSync(join(root, name), join(house, name));
}
copyFileSync(join(root, 'dev'), join(house, 'dev'));

const [port, internalPort, oidcPort] = await freePorts(3);
const settings = { ...process.env, EXPENSE_DEV_PORT: String(port), EXPENSE_DEV_INTERNAL_PORT: String(internalPort),
  EXPENSE_DEV_OIDC_PORT: String(oidcPort) };
const dev = (words, env = {}) => spawnSync(join(house, 'dev'), words, { env: { ...settings, ...env }, encoding: 'utf8' });

after(async () => {
  await closeDatabase();
  dev(['down']);
  rmSync(house, { recursive: true, force: true });
});

describe('what stands in the way is told in a sentence that says what to do', () => {
  for (const [what, name] of [['the application', 'EXPENSE_DEV_PORT'], ['metrics and health', 'EXPENSE_DEV_INTERNAL_PORT'],
    ['the local OpenID provider', 'EXPENSE_DEV_OIDC_PORT']]) {
    test(`a port that is taken: ${what}`, async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port: taken } = other.address();
      try {
        const { status, stderr } = dev(['up'], { [name]: String(taken) });
        assert.equal(status, 1);
        assert.equal(stderr.trim(), `Port ${taken}, meant for ${what}, is taken by another program. End that program, or `
          + `choose another port: ${name}=${taken + 1} ./dev up`);
      } finally {
        other.close();
      }
    });
  }

  test('a full disk', () => {
    const { status, stderr } = dev(['up'], { EXPENSE_DEV_FREE_MEGABYTES: '99999999' });
    assert.equal(status, 1);
    assert.match(stderr, /^\nThe disk of \S+ has \d+ MB free and 99999999 are needed; remove something and try again\.$/m);
  });

  test('a word that it does not know', () => {
    const { status, stderr } = dev(['upp']);
    assert.notEqual(status, 0);
    assert.match(stderr, /--help|usage/);
  });
});

test('up, Ctrl-C and up again: ends what it started and nothing else, and keeps the data', async () => {
  const bystander = spawn('sleep', ['600'], { stdio: 'ignore' });
  const ended = once(bystander, 'exit');
  const terminal = spawn(join(house, 'dev'), ['up'], { env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  const left = once(terminal, 'exit');
  let said = '';
  for (const stream of [terminal.stdout, terminal.stderr]) stream.on('data', (part) => { said += part; });
  await until(() => /Ctrl-C/.test(said) || terminal.exitCode !== null, { within: 240_000, what: 'the end of starting' });
  assert.match(said, new RegExp(`Expense Tracker runs on http://localhost:${port}\\n`), said);
  assert.match(said, /type any name, for example alice/);

  const it = describeStack(join(house, 'var'));
  useStack(it);
  const { client } = await person('dev');
  const row = await addExpense(client);
  const second = dev(['up']);
  assert.equal(second.status, 1);
  assert.match(second.stderr, new RegExp(`It is already running .*Open http://localhost:${port}, or end it with ./dev down`));

  const processes = [...pool(it, 'API'), ...pool(it, 'IDENTITY')];
  assert.ok(processes.length >= 4 && processes.every(isAlive));
  terminal.kill('SIGINT');
  assert.deepEqual(await left, [0, null], said);
  assert.match(said, /Stopping/);
  await until(() => !processes.some(isAlive), { what: 'the end of all processes' });
  await assert.rejects(call('GET', '/api/ping'), /ECONNREFUSED|hang up/);
  assert.equal(bystander.exitCode, null, 'what it did not start lives');
  bystander.kill();
  await ended;

  assert.equal(dev(['up', '--detach']).status, 0);
  useStack(describeStack(join(house, 'var')));
  const kept = await client.get(`/api/expenses/${row.id}`);
  assert.equal(kept.status, 200);
  assert.equal(kept.json.title, row.title);
  const down = dev(['down']);
  assert.equal(down.status, 0);
  assert.match(down.stdout, /The data stays in var\//);
  await assert.rejects(call('GET', '/api/ping'), /ECONNREFUSED|hang up/);
});
