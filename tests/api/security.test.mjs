// What a hostile page, a curious client or a stolen token meets.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged, until } from '../support/assertions.mjs';
import { addExpense, expense } from '../support/builders.mjs';
import { badSessionTokens } from '../oidc/bad-session-tokens.mjs';
import { closeDatabase, digest } from '../support/database.mjs';
import { anonymous, call, rawExchange } from '../support/http.mjs';
import { person, signInByBrowser } from '../support/people.mjs';
import { readLog, stack } from '../support/stack.mjs';

let user;
let api;
let cookie;
let row;
let it;
before(async () => {
  it = await stack();
  user = await person('security');
  api = user.client;
  row = await addExpense(api);
  ({ cookie } = await signInByBrowser(`security-${process.pid}`));
});
after(closeDatabase);

test('a status line has its reason (RFC 9112 section 4), from either pool', async () => {
  const first = async (path) => (await rawExchange(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, { keepOpen: true })).split('\r\n')[0];
  assert.equal(await first('/api/ping'), 'HTTP/1.1 200 OK');
  assert.equal(await first('/api/expenses'), 'HTTP/1.1 401 Unauthorized');
  assert.equal(await first('/api/auth/google'), 'HTTP/1.1 405 Method Not Allowed');
  assert.equal(await first('/api/auth/login'), 'HTTP/1.1 303 See Other');
});

describe('cross-site requests', () => {
  const origins = { ours: () => it.origin, none: () => undefined, null: () => 'null',
    other: () => 'https://evil.example', port: () => 'http://localhost:1', scheme: () => `https://localhost:${it.port}`,
    longer: () => `${it.origin}.evil.example` };
  const sites = ['same-origin', 'same-site', 'cross-site', 'none', undefined];
  const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x',
    undefined];
  const credentials = ['cookie', 'bearer', 'both', 'nothing'];

  function expected({ origin, site, type, credential }) {
    if (credential === 'nothing') return [401, 403, 415];
    const trusted = credential !== 'cookie' || site === 'same-origin' || (site === undefined && origin === 'ours');
    if (!trusted) return type === 'application/json' ? [403] : [403, 415];
    return type === 'application/json' ? [201] : [415];
  }

  for (const credential of credentials) {
    for (const origin of Object.keys(origins)) {
      test(`Origin ${origin} with ${credential}: only the legal cells of Sec-Fetch-Site × Content-Type pass`, async () => {
        for (const site of sites) {
          for (const type of types) {
            const headers = { 'Content-Type': type ?? null, Connection: 'keep-alive' };
            if (origins[origin]() !== undefined) headers.Origin = origins[origin]();
            if (site !== undefined) headers['Sec-Fetch-Site'] = site;
            const answer = await call('POST', '/api/expenses', { body: expense(), headers,
              token: ['bearer', 'both'].includes(credential) ? user.token : undefined,
              cookie: ['cookie', 'both'].includes(credential) ? cookie : undefined });
            const allowed = expected({ origin, site, type, credential });
            assert.ok(allowed.includes(answer.status),
              `Sec-Fetch-Site ${site}, ${type}: ${answer.status}, not ${allowed}: ${answer.text}`);
          }
        }
      });
    }
  }

  test('every unsafe route refuses a cross-site cookie with 403 and changes nothing', async () => {
    const before = await digest();
    for (const [method, path, body] of [['PUT', `/api/expenses/${row.id}`, { title: 'X' }],
      ['DELETE', `/api/expenses/${row.id}`], ['POST', `/api/expenses/${row.id}/restore`],
      ['DELETE', '/api/expenses/clear'], ['DELETE', '/api/expenses/sample'], ['POST', '/api/expenses/seed'],
      ['POST', '/api/trash/restore'], ['PUT', '/api/user-settings', { theme: 'dark' }],
      ['PUT', '/api/expenses/settings', { theme: 'dark' }], ['POST', '/api/imports', {}],
      ['DELETE', '/api/imports/1'], ['POST', '/api/auth/logout']]) {
      for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }, {}]) {
        problem(await call(method, path, { body, cookie, headers }), 403);
      }
    }
    assert.equal(await digest(), before);
    assert.ok((await call('GET', '/api/session', { cookie })).json.user, 'and the session lives on');
  });

  test('GET, HEAD and OPTIONS of everything leave the database as it was', () => unchanged(async () => {
    for (const path of ['/api/expenses', '/api/categories', '/api/trash', '/api/imports', '/api/user-settings',
      '/api/expenses/settings', '/api/expenses/seed', '/api/expenses/clear', '/api/trash/restore',
      '/api/expenses/reports/summary', '/api/auth/logout', `/api/expenses/${row.id}`]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) await api.call(method, path);
    }
  }));
});

describe('tokens', () => {
  // The same list that the unit tests hold, signed with this stack's own key and the real session.
  function badTokens() {
    const [kid, secret] = readFileSync(it.env.TOKEN_KEYS_FILE, 'utf8').trim().split(',')[0].split(':');
    const claims = JSON.parse(Buffer.from(user.token.split('.')[1], 'base64url'));
    return badSessionTokens({ kid, secret: Buffer.from(secret, 'base64url'), claims,
      now: Math.floor(Date.now() / 1000) });
  }

  test('60 and more bad tokens are all 401', async () => {
    const tokens = badTokens();
    assert.ok(tokens.length >= 60, `only ${tokens.length}`);
    await unchanged(async () => {
      for (const { name, token } of tokens) {
        // Blanks around a header's value are no part of it (RFC 9110 section 5.5).
        if (token.trim() === user.token) continue;
        const answer = await call('GET', '/api/auth/me', { token });
        assert.equal(answer.status, 401, name);
        const write = await call('POST', '/api/expenses', { token, body: expense() });
        assert.equal(write.status, 401, name);
      }
    });
  });

  test('a cookie is no bearer token, and a bearer token is no cookie', async () => {
    problem(await call('GET', '/api/auth/me', { token: cookie.replace('__Host-session=', '') }), 401);
    problem(await call('GET', '/api/auth/me', { cookie: `__Host-session=${user.token}` }), 401);
  });

  test('an Authorization header of any kind makes the cookie void', async () => {
    status(await call('GET', '/api/auth/me', { cookie }), 200);
    for (const value of ['Bearer nonsense', 'Bearer', 'Basic YTpi', 'bearer', '']) {
      const answer = await call('GET', '/api/auth/me', { cookie, headers: { Authorization: value } });
      if (value !== '') problem(answer, 401);
    }
  });

  test('the scheme is Bearer in any letters, as RFC 9110 says', async () => {
    status(await call('GET', '/api/auth/me', { headers: { Authorization: `bearer ${user.token}` } }), 200);
  });
});

describe('headers', () => {
  const probes = [['GET', '/api/ping'], ['GET', '/api/expenses'], ['GET', '/api/nothing'], ['POST', '/api/ping'],
    ['POST', '/api/expenses', '{"title"'], ['POST', '/api/expenses', 'x'.repeat(100_000)], ['GET', '/api/auth/callback'],
    ['GET', '/api/auth/login'], ['POST', '/api/auth/google', '{}'], ['POST', '/api/auth/logout'],
    ['GET', '/api/openapi.json'], ['GET', '/api/docs'], ['GET', '/'], ['GET', '/missing.js'], ['GET', '/.git/config'],
    ['TRACE', '/api/ping'], ['PATCH', '/api/expenses'], ['GET', `/api/expenses?q=${'x'.repeat(20_000)}`]];
  for (const [method, path, raw] of probes) {
    test(`${method} ${path.slice(0, 40)} ${raw ? raw.length : ''} carries every safety header`, async () => {
      const other = await person('headers');
      for (const token of [undefined, other.token]) {
        const answer = await call(method, path, { raw, token, validate: false });
        const { headers } = answer;
        const what = `${answer.status}: ${JSON.stringify(headers)}`;
        assert.equal(headers['x-content-type-options'], 'nosniff', what);
        assert.ok(headers['content-security-policy'], what);
        assert.match(headers['content-security-policy'], /default-src 'none'/, what);
        assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, what);
        assert.doesNotMatch(headers['content-security-policy'], /unsafe|https?:/, what);
        assert.equal(headers['access-control-allow-origin'], undefined, what);
        assert.doesNotMatch(headers.server ?? '', /\d/, what);
        assert.equal(headers['x-powered-by'], undefined);
        assert.match(headers['referrer-policy'] ?? '', /same-origin|no-referrer/, what);
        if (path.startsWith('/api/') && !/openapi|docs|config/.test(path) && answer.status < 500) {
          assert.match(headers['cache-control'] ?? '', /no-store/, what);
        }
      }
    });
  }

  test('one header is said once', async () => {
    const { port } = it;
    for (const path of ['/api/ping', '/api/nothing', '/', '/api/docs', '/api/openapi.json']) {
      const text = await rawExchange(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
        { keepOpen: true });
      const names = text.split('\r\n\r\n')[0].split('\r\n').slice(1).map((line) => line.split(':')[0].toLowerCase())
        .filter((name) => !['set-cookie', 'vary', 'link'].includes(name));
      assert.equal(new Set(names).size, names.length, `${path}: ${names}`);
    }
  });

  test('there is no CORS: a preflight gets no permission', async () => {
    const answer = await call('OPTIONS', '/api/expenses', { headers: { Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST' } });
    for (const name of Object.keys(answer.headers)) assert.doesNotMatch(name, /^access-control-/);
  });

  test('answers of the API are JSON in UTF-8', async () => {
    assert.match((await api.get('/api/expenses')).headers['content-type'], /^application\/json\b/);
  });

  test('a request id comes back in the problem and differs each time', async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push((await anonymous.get('/api/nothing')).json.request_id);
    assert.equal(new Set(ids).size, 5);
    assert.ok(ids.every((id) => /^[0-9a-f]{32}$/.test(id)), ids.join());
  });
});

describe('what is not public', () => {
  test('metrics and health answer only on the internal port', async () => {
    for (const path of ['/metrics', '/livez', '/readyz', '/api/metrics', '/api/livez', '/api/readyz', '/healthz',
      '/identity/metrics', '/identity/readyz', '/nginx_status']) {
      const answer = await call('GET', path, { validate: false });
      assert.doesNotMatch(answer.text, /# HELP|# TYPE|_total/, path);
      if (path.startsWith('/api/')) problem(answer, 404);
    }
    const metrics = await call('GET', '/metrics', { internal: true });
    assert.equal(metrics.status, 200);
    assert.match(metrics.text, /^# (HELP|TYPE) /m);
    assert.equal((await call('GET', '/livez', { internal: true })).status, 200);
    assert.equal((await call('GET', '/readyz', { internal: true })).status, 200);
    assert.equal((await call('GET', '/identity/readyz', { internal: true })).status, 200);
  });

  test('no source map, dot file or configuration is served', async () => {
    for (const path of ['/.git/HEAD', '/.env', '/index.html.map', '/nginx.conf', '/package.json', '/.npmrc',
      '/..%2f..%2fetc/passwd', '/assets/../../etc/passwd']) {
      const answer = await call('GET', path, { validate: false });
      assert.ok([400, 403, 404].includes(answer.status) || /<!doctype html/i.test(answer.text), `${path} ${answer.status}`);
      assert.doesNotMatch(answer.text, /root:x:|\[core\]|"dependencies"/);
    }
  });
});

describe('methods', () => {
  test('HEAD answers as GET without a body', async () => {
    for (const path of ['/api/ping', '/api/expenses', `/api/expenses/${row.id}`, '/api/user-settings']) {
      const [get, head] = [await api.get(path), await api.call('HEAD', path)];
      assert.equal(head.status, get.status, path);
      assert.equal(head.bytes.length, 0);
      assert.equal(head.headers.etag, get.headers.etag);
      assert.equal(head.headers['content-type'], get.headers['content-type']);
    }
  });

  test('TRACE and CONNECT are refused', async () => {
    const answer = await call('TRACE', '/api/ping', { validate: false });
    assert.equal(answer.status, 405);
  });

  test('OPTIONS tells what is allowed or that it is not', async () => {
    const answer = await call('OPTIONS', '/api/expenses', { validate: false });
    assert.ok([204, 200, 405].includes(answer.status), String(answer.status));
    assert.match(answer.headers.allow ?? '', /GET/);
  });
});

// NGINX's line about a request; it writes them once a second.
const logged = (id) => until(() => {
  const line = readLog(it.env.ACCESS_LOG).split('\n').find((text) => text.includes(id) && text.endsWith('}'));
  return line && JSON.parse(line);
}, { what: 'the line in the log' });

describe('limits', () => {
  test('413 is a problem as any other, from NGINX too', async () => {
    const answer = problem(await api.call('POST', '/api/expenses', { raw: 'x'.repeat(200_000) }), 413);
    assert.match(answer.json.detail, /large|64|big/i);
  });

  test('a URI, a header or a number of headers beyond the limits is 4xx, and the server lives', async () => {
    const { port } = it;
    for (const text of [
      `GET /api/ping?${'x'.repeat(100_000)} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
      `GET /api/ping HTTP/1.1\r\nHost: localhost:${port}\r\nX-Big: ${'x'.repeat(100_000)}\r\nConnection: close\r\n\r\n`,
      `GET /api/ping HTTP/1.1\r\nHost: localhost:${port}\r\n${'X-A: 1\r\n'.repeat(5000)}Connection: close\r\n\r\n`,
      'GET /api/ping HTTP/1.1\r\nConnection: close\r\n\r\n', 'NONSENSE\r\n\r\n']) {
      assert.match(await rawExchange(text, { keepOpen: true }), /^(HTTP\/1\.1 4\d\d|<html|$)/);
    }
    status(await anonymous.get('/api/ping'), 200);
  });

  test('headers about proxies that a client sends are not believed', async () => {
    for (const headers of [{ 'X-Forwarded-For': '1.2.3.4' }, { 'X-Real-IP': '1.2.3.4' }, { Proxy: 'http://evil.example' },
      { 'X-Forwarded-Host': 'evil.example' }, { 'X-Forwarded-Proto': 'https' }, { Forwarded: 'for=1.2.3.4' }]) {
      const answer = await api.call('GET', '/api/ping', { headers });
      status(answer, 200);
      const line = await logged(answer.headers['x-request-id']);
      assert.match(line.client, /^(127\.0\.0\.1|::1)$/, JSON.stringify(headers));
    }
    const login = await call('GET', '/api/auth/login', { headers: { 'X-Forwarded-Host': 'evil.example' },
      validate: false });
    assert.ok(!login.headers.location.includes('evil.example'));
  });

  test('a foreign Host does not reach sign-in\'s addresses', async () => {
    const login = await call('GET', '/api/auth/login', { headers: { Host: 'evil.example' }, validate: false });
    assert.ok(!(login.headers.location ?? '').includes('evil.example'), login.headers.location);
  });

  test('login returns only to local paths', async () => {
    for (const bad of ['https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example', 'javascript:1',
      '/%0d%0aSet-Cookie:x', 'evil', '/\tevil']) {
      const answer = await call('GET', `/api/auth/login?return=${encodeURIComponent(bad)}`, { validate: false });
      assert.ok([303, 422].includes(answer.status));
      assert.ok(!(answer.headers.location ?? '').includes('evil.example'));
    }
  });
});
