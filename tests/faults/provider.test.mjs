// The identity provider down or hanging: people who are signed in notice nothing, and sign-in says so.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { closeDatabase } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { person, signInByBrowser } from '../support/people.mjs';
import { supervisorOf, workersOf } from '../support/processes.mjs';
import { destroyStack, startStack, useStack } from '../support/stack.mjs';

let it;
let user;
before(async () => {
  it = await startStack({ args: ['--no-limits'] });
  useStack(it);
  user = await person('signed-in');
});
after(async () => {
  await closeDatabase();
  destroyStack(it);
});

async function within(ms, act) {
  const began = Date.now();
  const result = await act();
  assert.ok(Date.now() - began <= ms, `${Date.now() - began} ms`);
  return result;
}

async function noticeNothing() {
  for (let n = 0; n < 20; n += 1) {
    await within(1_000, async () => status(await user.client.get('/api/expenses'), 200));
    status(await user.client.post('/api/expenses', { title: 'Meanwhile', amount: '1' }), 201);
    assert.ok((await user.client.get('/api/session')).json.user);
  }
}

const unavailable = (answer) => {
  if (answer.status === 303) assert.match(answer.headers.location, /\/sign-in\?.*error=provider_unavailable/);
  else assert.equal(answer.status, 503, answer.text);
};

describe('the identity provider hangs', () => {
  test('sign-in says so in at most 5 seconds, and people who are signed in notice nothing', async () => {
    const journey = await signInByBrowser(`hang-${process.pid}`, { stopBefore: '/api/auth/callback' });
    const provider = Number(it.env.OIDC_PID);
    process.kill(provider, 'SIGSTOP');
    try {
      const [callback] = await Promise.all([
        within(6_000, () => call('GET', `${journey.end.pathname}${journey.end.search}`,
          { cookie: journey.jar.header(journey.end), validate: false })),
        noticeNothing(),
      ]);
      unavailable(callback);
    } finally {
      process.kill(provider, 'SIGCONT');
    }
    await until(async () => (await signInByBrowser(`hang-${process.pid}`)).cookie, { what: 'sign-in again' });
  });

  test('ten people who wait for it at once do not stop an eleventh request to the API', async () => {
    const provider = Number(it.env.OIDC_PID);
    process.kill(supervisorOf(it, 'IDENTITY'), 'SIGHUP');
    process.kill(provider, 'SIGSTOP');
    try {
      const waiting = Array.from({ length: 10 }, () => call('GET', '/api/auth/login', { validate: false }));
      await noticeNothing();
      for (const answer of await Promise.all(waiting)) {
        assert.ok(answer.status === 303 || answer.status >= 500, String(answer.status));
      }
    } finally {
      process.kill(provider, 'SIGCONT');
    }
    await until(async () => {
      try {
        return (await signInByBrowser(`after-${process.pid}`)).cookie;
      } catch {
        return undefined;
      }
    }, { what: 'sign-in' });
  });
});

describe('the identity provider is gone', () => {
  test('a fresh identity pool says so in at most 5 seconds, and the rest goes on', async () => {
    const old = workersOf(it, 'IDENTITY');
    process.kill(Number(it.env.OIDC_PID), 'SIGKILL');
    process.kill(supervisorOf(it, 'IDENTITY'), 'SIGHUP');
    await until(() => !workersOf(it, 'IDENTITY').some((pid) => old.includes(pid)), { within: 25_000 });
    unavailable(await within(5_500, () => call('GET', '/api/auth/login', { validate: false })));
    const token = await within(5_500, () => call('POST', '/api/auth/google',
      { body: { token: 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.e30.AAAA' } }));
    assert.ok([401, 503].includes(token.status), token.text);
    await noticeNothing();
    assert.equal((await call('GET', '/readyz', { internal: true })).status, 200);
  });
});
