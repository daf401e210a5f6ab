// Signing in: the redirect flow as a browser walks it, ID tokens for clients without one, and what
// must never sign anybody in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { badSessionTokens, goodSessionToken } from '../oidc/bad-session-tokens.mjs';
import { badIdTokens, mint } from '../oidc/mint.mjs';
import { problem, status } from '../support/assertions.mjs';
import { query } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { signer } from '../support/id-token.mjs';
import { signInByBrowser, signInWithToken } from '../support/people.mjs';
import { stack } from '../support/stack.mjs';

const CALLBACK = '/api/auth/callback';

const cookieLines = (answer) => answer.headers['set-cookie'] ?? [];
const sessionLine = (answer) => cookieLines(answer).find((line) => line.startsWith('__Host-session='));
const loginCookie = (jar) => `__Host-login=${jar.find('__Host-login').value}`;
const payloadOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

// Walks up to the callback and leaves it to the test.
const upToCallback = (name = 'carol') => signInByBrowser(name, { stopBefore: CALLBACK });
const visitCallback = (url, cookie) => call('GET', `${url.pathname}${url.search}`,
  { validate: false, ...(cookie ? { cookie } : {}) });

function refused(answer, code) {
  status(answer, 303);
  assert.equal(answer.headers.location, `/sign-in?error=${code}`);
  assert.equal(sessionLine(answer), undefined, 'a session was given');
  assert.ok(cookieLines(answer).some((line) => /^__Host-login=; .*Max-Age=0$/.test(line)),
    'the login cookie was not cleared');
}

describe('signing in with a browser', () => {
  test('asks the provider with state, nonce and PKCE, and remembers them in a cookie for ten minutes', async () => {
    const it = await stack();
    const answer = await call('GET', '/api/auth/login?return=/reports', { validate: false });
    status(answer, 303);
    const url = new URL(answer.headers.location);
    assert.equal(url.origin, it.issuer);
    assert.equal(url.searchParams.get('response_type'), 'code');
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
    assert.equal(url.searchParams.get('scope'), 'openid email profile');
    assert.equal(url.searchParams.get('redirect_uri'), `${it.origin}${CALLBACK}`);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      assert.match(url.searchParams.get(name), /^[\w-]{43}$/);
    }
    assert.match(cookieLines(answer)[0],
      /^__Host-login=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
    assert.equal(answer.headers['cache-control'], 'no-store');
  });

  test('ends where it began, with a session cookie that scripts and other sites never get', async () => {
    const it = await signInByBrowser('alice', { returnTo: '/reports?period=month' });
    assert.equal(it.end.pathname + it.end.search, '/reports?period=month');
    assert.match(it.setCookie,
      /^__Host-session=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    assert.equal(it.jar.find('__Host-login'), undefined);
    const session = await call('GET', '/api/session', { cookie: it.cookie });
    assert.equal(session.json.user.name, 'Alice Sharma');
    assert.equal(session.json.user.picture, '/api/auth/picture');
    const picture = await call('GET', '/api/auth/picture', { cookie: it.cookie, validate: false });
    status(picture, 200);
    assert.equal(picture.headers['content-type'], 'image/png');
  });

  test('gives a new session each time, never one that the browser brought along', async () => {
    const first = await signInByBrowser('dora');
    const { jar, end } = await upToCallback('dora');
    const answer = await visitCallback(end, `${loginCookie(jar)}; ${first.cookie}`);
    status(answer, 303);
    const sid = (line) => payloadOf(line.split('=')[1].split(';')[0]).sid;
    assert.notEqual(sid(sessionLine(answer)), sid(first.setCookie));
    assert.equal(payloadOf(sessionLine(answer).split('=')[1].split(';')[0]).sub,
      payloadOf(first.cookie.split('=')[1]).sub);
  });

  test('ends the session that the browser had, when it has a new one and not before', async () => {
    const me = (cookie) => call('GET', '/api/auth/me', { cookie });
    const first = await signInByBrowser('nora');
    const begun = await signInByBrowser('nora', { jar: first.jar, stopBefore: CALLBACK });
    status(await me(begun.cookie), 200);
    const second = await signInByBrowser('nora', { jar: first.jar });
    assert.notEqual(second.cookie, first.cookie);
    status(await me(first.cookie), 401);
    status(await me(second.cookie), 200);
    const elsewhere = await signInByBrowser('nora');
    status(await me(second.cookie), 200);
    status(await me(elsewhere.cookie), 200);
  });

  test('a callback without the login cookie ends at the sign-in page', async () => {
    const { end } = await upToCallback();
    refused(await visitCallback(end), 'expired');
  });

  test('a callback in another browser signs nobody in', async () => {
    const victim = await upToCallback('victim');
    const attacker = await upToCallback('attacker');
    refused(await visitCallback(attacker.end, loginCookie(victim.jar)), 'failed');
  });

  test('a code works once', async () => {
    const { jar, end } = await upToCallback();
    assert.ok(sessionLine(await visitCallback(end, loginCookie(jar))));
    refused(await visitCallback(end, loginCookie(jar)), 'failed');
  });

  test('a session token is no login cookie', async () => {
    const { cookie } = await signInByBrowser('erin');
    const { end } = await upToCallback();
    refused(await visitCallback(end, cookie.replace('__Host-session', '__Host-login')), 'expired');
  });

  test('each changed part of the answer is refused', async () => {
    for (const change of [
      (query) => query.set('state', 'A'.repeat(43)),
      (query) => query.delete('state'),
      (query) => query.append('state', query.get('state')),
      (query) => query.set('iss', 'https://evil.example'),
      (query) => query.delete('iss'),
      (query) => query.delete('code'),
      (query) => query.set('code', 'made-up'),
      (query) => query.set('code', 'x'.repeat(3000)),
    ]) {
      const { jar, end } = await upToCallback();
      change(end.searchParams);
      refused(await visitCallback(end, loginCookie(jar)), 'failed');
    }
  });

  test('who cancels at the provider is told so', async () => {
    const { jar, end } = await upToCallback();
    for (const [error, code] of [['access_denied', 'access_denied'], ['temporarily_unavailable', 'provider_unavailable'],
      ['invalid_scope', 'failed']]) {
      const url = new URL(end);
      url.searchParams.delete('code');
      url.searchParams.set('error', error);
      refused(await visitCallback(url, loginCookie(jar)), code);
    }
  });

  test('other methods and addresses are refused', async () => {
    const post = await call('POST', '/api/auth/login', { validate: false, body: {} });
    problem(post, 405, { code: 'method_not_allowed' });
    assert.equal(post.headers.allow, 'GET');
    const get = await call('GET', '/api/auth/google', { validate: false });
    assert.equal(get.headers.allow, 'POST');
    status(await call('GET', '/api/auth/login/', { validate: false }), 303);
    const callback = (slash) => call('GET', `/api/auth/callback${slash}?code=x&state=y`, { validate: false });
    assert.equal((await callback('/')).headers.location, (await callback('')).headers.location);
    for (const slash of ['', '/']) {
      status(await callback(slash), 303);
      problem(await call('POST', `/api/auth/google${slash}`, { validate: false, body: { token: 'x.y.z' } }), 401);
    }
  });
});

describe('signing in with an ID token', () => {
  test('gives a Bearer token that works, and is no cookie', async () => {
    const it = await signInWithToken({ sub: `frank-${Date.now()}`, email: 'frank@example.com', email_verified: true,
      name: 'Frank' });
    const me = await call('GET', '/api/auth/me', { token: it.token });
    assert.equal(me.json.email, 'frank@example.com');
    problem(await call('GET', '/api/auth/me', { cookie: `__Host-session=${it.token}` }), 401);
  });

  test('a session cookie is no Bearer token', async () => {
    const { cookie } = await signInByBrowser('gina');
    problem(await call('GET', '/api/auth/me', { token: cookie.split('=')[1] }), 401);
  });

  test('every bad ID token is 401 and says nothing of why', async () => {
    const bad = await badIdTokens(signer(await stack()));
    assert.ok(bad.length >= 30);
    for (const { name, token } of bad) {
      const answer = await call('POST', '/api/auth/google', { body: { token } });
      status(answer, 401, name);
      problem(answer, 401, { code: 'unauthenticated' });
      assert.equal(answer.json.detail, 'This ID token cannot be used to sign in.');
    }
  });

  test('a body that is not {"token": text} is refused', async () => {
    const token = await mint(signer(await stack()));
    const send = (options) => call('POST', '/api/auth/google', { validate: false, ...options });
    problem(await send({ raw: `token=${token}`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }), 415);
    problem(await send({ raw: '{"token":' }), 400);
    problem(await send({ body: {} }), 422, { field: 'token' });
    problem(await send({ body: { token: 7 } }), 422, { field: 'token' });
    problem(await send({ body: { token: null } }), 422, { field: 'token' });
    problem(await send({ body: { token, admin: true } }), 422, { field: 'admin' });
    problem(await send({ raw: `{"token":"a","token":"${token}"}` }), 422, { code: 'duplicate_key' });
    problem(await send({ body: { token: 'x'.repeat(70_000) } }), 413);
  });

  test('a person is issuer and subject: the e-mail address may change, or be another\'s', async () => {
    const sub = `henry-${Date.now()}`;
    const claims = { sub, email: `${sub}@example.com`, email_verified: true, name: 'Henry' };
    const first = await signInWithToken(claims);
    const moved = await signInWithToken({ ...claims, email: `new-${sub}@example.com` });
    assert.equal(moved.id, first.id);
    const other = await signInWithToken({ ...claims, sub: `${sub}-2`, email: `new-${sub}@example.com` });
    assert.notEqual(other.id, first.id);
    assert.notEqual(other.ledger, first.ledger);
  });

  test('an address that the provider has not verified is not shown', async () => {
    const it = await signInWithToken({ sub: `ivy-${Date.now()}`, email: 'boss@example.com', email_verified: false,
      name: 'Ivy', picture: 'https://lh3.googleusercontent.com/a' });
    const me = await call('GET', '/api/auth/me', { token: it.token });
    assert.equal(me.json.email, '');
    assert.equal(me.json.picture, null);
  });

  test('pictures are not fetched from wherever a token says', async () => {
    for (const picture of ['http://169.254.169.254/latest/meta-data', 'https://localhost/x.png', 'file:///etc/passwd',
      'https://lh3.googleusercontent.com@127.0.0.1/x.png', 'http://lh3.googleusercontent.com/x.png']) {
      const it = await signInWithToken({ sub: `jack-${Date.now()}-${Math.random()}`, email: 'j@example.com',
        email_verified: true, name: 'Jack', picture });
      assert.equal((await call('GET', '/api/auth/me', { token: it.token })).json.picture, null, picture);
    }
  });

  test('a first sign-in twenty times at once makes one person', async () => {
    const sub = `kate-${Date.now()}`;
    const people = await Promise.all(Array.from({ length: 20 }, () =>
      signInWithToken({ sub, email: 'kate@example.com', email_verified: true, name: 'Kate' })));
    assert.equal(new Set(people.map((it) => `${it.id} ${it.ledger}`)).size, 1);
  });

  test('who is disabled does not get in', async () => {
    const claims = { sub: `leo-${Date.now()}`, email: 'leo@example.com', email_verified: true, name: 'Leo' };
    const it = await signInWithToken(claims);
    await query('update app.users set disabled_at = now() where id = $1', [it.id]);
    problem(await call('GET', '/api/auth/me', { token: it.token }), 401);
    const token = await mint(signer(await stack()), claims);
    problem(await call('POST', '/api/auth/google', { body: { token } }), 403, { code: 'disabled' });
  });
});

describe('tokens of our own', () => {
  const material = async (typ, aud, token) => {
    const it = await stack();
    const [kid, text] = readFileSync(it.env.TOKEN_KEYS_FILE, 'utf8').trim().split(',')[0].split(':');
    const claims = { ...payloadOf(token), typ, aud };
    return { kid, secret: Buffer.from(text, 'base64url'), claims, now: Math.floor(Date.now() / 1000) };
  };

  test('every bad Bearer token and cookie is 401', async () => {
    const { token } = await signInWithToken({ sub: 'mia', email: 'mia@example.com', email_verified: true, name: 'Mia' });
    const { cookie } = await signInByBrowser('mia');
    for (const [typ, aud, good, carry] of [
      ['at+jwt', 'api', token, (value) => ({ headers: { Authorization: `Bearer ${value}` } })],
      ['sess+jwt', 'web', cookie.split('=')[1], (value) => ({ headers: { Cookie: `__Host-session=${value}` } })],
    ]) {
      const made = await material(typ, aud, good);
      status(await call('GET', '/api/auth/me', carry(goodSessionToken(made))), 200, 'the good one');
      const bad = badSessionTokens(made).filter(({ name, token: value }) => !/[\u0000-\u001f]/.test(value) &&
        // HTTP itself drops blanks around a header's value, and quotes are part of a cookie's value.
        !name.startsWith('a space'));
      assert.ok(bad.length >= 60);
      for (const { name, token: value } of bad) {
        const answer = await call('GET', '/api/auth/me', carry(value));
        status(answer, 401, name);
      }
    }
  });
});

test('the logs hold no token, code, secret or address', async () => {
  const it = await stack();
  const text = [it.env.IDENTITY_LOG, it.env.API_LOG, it.env.ACCESS_LOG, it.env.NGINX_LOG]
    .map((path) => { try { return readFileSync(path, 'utf8'); } catch { return ''; } }).join('\n');
  assert.match(text, /"event":"sign_in"/);
  assert.doesNotMatch(text, /eyJ[\w-]+\.[\w-]+/);
  assert.doesNotMatch(text, /[?&]code=/);
  assert.doesNotMatch(text, /@example\.com/);
  assert.ok(!text.includes(readFileSync(it.env.OIDC_CLIENT_SECRET_FILE, 'utf8').trim()));
});
