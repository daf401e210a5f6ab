// What people notice of a misbehaving identity provider: a sentence within five seconds, and nothing
// at all when they are signed in already. On a stack of its own, with one identity worker, because
// the provider is told to fail and what the worker keeps of it matters.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { mint } from '../oidc/mint.mjs';
import { problem, status, until } from '../support/assertions.mjs';
import { call } from '../support/http.mjs';
import { signer } from '../support/id-token.mjs';
import { signInByBrowser } from '../support/people.mjs';
import { destroyStack, environmentOf, startStack, useStack } from '../support/stack.mjs';

const CALLBACK = '/api/auth/callback';
let it;

before(async () => {
  it = await startStack({ env: { TEST_CONTROL: '1', EXPENSE_WORKERS: '1' },
    args: ['--no-limits', '--postgres', 'fsync=off'] });
  useStack(it);
});
after(() => it && destroyStack(it));

async function control(order) {
  const answer = await fetch(`${it.issuer}/test/control`, { method: 'POST', body: JSON.stringify(order) });
  return answer.json();
}

const discoveries = async () => (await control({})).counts['/.well-known/openid-configuration'] ?? 0;
const login = () => call('GET', '/api/auth/login', { validate: false });

// A reload starts a worker that knows nothing of the provider. It is there when the provider is asked
// to describe itself.
async function freshWorker() {
  await control({ reset: true });
  process.kill(Number(environmentOf(it.dir).IDENTITY_PID), 'SIGHUP');
  await until(async () => {
    await login();
    return (await discoveries()) > 0;
  }, { what: 'a new identity worker' });
}

const upToCallback = () => signInByBrowser('nina', { stopBefore: CALLBACK });

async function timed(act) {
  const start = performance.now();
  const answer = await act();
  const took = performance.now() - start;
  assert.ok(took < 5_000, `it took ${Math.round(took)} ms`);
  return answer;
}

async function visitCallback({ jar, end }) {
  return timed(() => call('GET', `${end.pathname}${end.search}`,
    { validate: false, cookie: `__Host-login=${jar.find('__Host-login').value}` }));
}

function unavailable(answer) {
  status(answer, 303);
  assert.equal(answer.headers.location, '/sign-in?error=provider_unavailable');
  assert.ok(!(answer.headers['set-cookie'] ?? []).some((line) => line.startsWith('__Host-session=')));
}

const google = async (claims, header) => call('POST', '/api/auth/google',
  { body: { token: await mint(signer(it), claims, header) }, validate: false });

describe('a provider that fails', () => {
  for (const answer of ['500', 'hang']) {
    test(`redeems no code (${answer})`, async () => {
      await freshWorker();
      const journey = await upToCallback();
      await control({ answers: { '/token': answer } });
      unavailable(await visitCallback(journey));
    });
  }

  for (const answer of ['500', 'hang', 'huge']) {
    test(`shows no usable keys (${answer})`, async () => {
      await freshWorker();
      const journey = await upToCallback();
      await control({ answers: { '/jwks': answer } });
      unavailable(await visitCallback(journey));
      problem(await timed(() => google({})), 503, { code: 'unavailable' });
    });
  }

  test('does not concern who is signed in, and is forgiven when it is back', async () => {
    await freshWorker();
    const { cookie } = await signInByBrowser('olga');
    await control({ answers: { '/.well-known/openid-configuration': '500', '/token': 'hang', '/jwks': '500' } });
    const me = await timed(() => call('GET', '/api/auth/me', { cookie }));
    assert.equal(me.json.name, 'Olga');
    status(await google({ sub: 'olga' }), 200); // the keys are kept
    await control({ reset: true });
    assert.ok((await signInByBrowser('olga')).cookie);
  });
});

describe('keys', () => {
  test('a thousand random key ids cost at most one fetch a minute', async () => {
    await freshWorker();
    status(await google({}), 200);
    const start = performance.now();
    const [head, body, signature] = (await mint(signer(it))).split('.');
    assert.ok(head && signature);
    for (let i = 0; i < 1000; i += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, j) => call('POST', '/api/auth/google', {
        body: { token: `${Buffer.from(JSON.stringify({ alg: 'RS256', kid: `random-${i + j}` })).toString('base64url')}.${body}.${signature}` },
      })));
      for (const answer of answers) status(answer, 401);
    }
    const minutes = Math.ceil((performance.now() - start) / 60_000);
    const { counts } = await control({});
    assert.ok(counts['/jwks'] <= 1 + minutes, `${counts['/jwks']} fetches in ${minutes} minute(s)`);
  });

  test('after a rotation the new key signs people in, and the old one as long as it is shown', async () => {
    const old = await mint(signer(it), { sub: 'pia' });
    await control({ rotate: 'add' });
    await freshWorker();
    assert.ok((await signInByBrowser('pia')).cookie);
    status(await google({ sub: 'pia' }), 200);
    status(await call('POST', '/api/auth/google', { body: { token: old } }), 200);
    await control({ rotate: 'replace' });
    await freshWorker();
    status(await google({ sub: 'pia' }), 200);
    problem(await call('POST', '/api/auth/google', { body: { token: old } }), 401);
  });
});

test('the identity pool ends within its drain time while the provider hangs', async () => {
  await freshWorker();
  const journey = await upToCallback();
  await control({ answers: { '/token': 'hang' } });
  const pending = visitCallback(journey);
  await until(async () => (await control({})).counts['/token'] > 0, { what: 'the request to the provider' });
  process.kill(Number(environmentOf(it.dir).IDENTITY_PID), 'SIGTERM');
  unavailable(await pending); // the request in hand is finished first
});
