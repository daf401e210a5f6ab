// Who may call what: every route of the program, walked with a token that reads, one that writes, one
// that has ended and none at all. The route table says what is expected, so a new route is walked too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, key } from '../support/builders.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { browserPerson } from '../support/people.mjs';
import { stack } from '../support/stack.mjs';

const missing = 987_654_321_012;
const safe = ['GET', 'HEAD'];

let routes;
let reads;
let writes;
let ended;
let expired;
before(async () => {
  const { env } = await stack();
  routes = execFileSync(env.EXPENSED, ['--print-routes'], { encoding: 'utf8' }).trim().split('\n')
    .map((line) => line.split('\t')).map(([method, path, access]) => ({ method, access,
      path: path.replaceAll('{id}', String(missing)) }));
  const me = await browserPerson('walker');
  const make = async (scope) => status(await me.post('/api/tokens', { name: scope, scope }), 201).json;
  const made = { ended: await make('write'), expired: await make('write') };
  [reads, writes, ended, expired] = [(await make('read')).token, (await make('write')).token,
    made.ended.token, made.expired.token];
  status(await me.delete(`/api/tokens/${made.ended.id}`), 200);
  await query("update app.sessions set expires_at = now() - interval '1 second' where id = $1", [made.expired.id]);
  await addExpense(me, { title: 'Stays' });
});
after(closeDatabase);

// Validation of what comes back is for the tests of each resource; here only who gets in matters.
const knock = ({ method, path }, options) => call(method, path, { validate: false,
  ...(['POST', 'PUT'].includes(method) ? { body: {} } : {}), ...options });

describe('every route', () => {
  test('says one of five things about who may call it', () => {
    assert.ok(routes.length > 30);
    for (const { access, path } of routes) {
      assert.ok(['public', 'optional', 'signed_in', 'reading', 'browser'].includes(access), path);
    }
  });

  test('lets nobody in without a token where one is needed', () => unchanged(async () => {
    for (const route of routes) {
      const answer = await knock(route);
      if (['signed_in', 'reading', 'browser'].includes(route.access)) problem(answer, 401, { code: 'unauthenticated' });
      else assert.ok(![401, 403].includes(answer.status), `${route.method} ${route.path} ${answer.status}`);
    }
  }));

  for (const [what, token] of [['revoked', () => ended], ['expired', () => expired],
    ['altered', () => `${writes.slice(0, -2)}xx`]]) {
    test(`takes a token that is ${what} for none`, () => unchanged(async () => {
      for (const route of routes.filter(({ access }) => ['signed_in', 'reading'].includes(access))) {
        // What is wrong with a request itself is told first; a good one is 401.
        const answer = await knock(route, { token: token() });
        assert.ok([401, 422].includes(answer.status), `${route.method} ${route.path} ${answer.status}`);
      }
      assert.deepEqual((await call('GET', '/api/session', { token: token() })).json, { user: null });
    }));
  }

  test('lets a token that reads only read, and says so before it looks at anything', () => unchanged(async () => {
    for (const route of routes) {
      const answer = await knock(route, { token: reads });
      const where = `${route.method} ${route.path} ${answer.status}`;
      if (route.access === 'browser') problem(answer, 403, { code: 'browser_only' });
      else if (!['public', 'reading'].includes(route.access) && !safe.includes(route.method)) {
        problem(answer, 403, { code: 'read_only' });
      }
      else assert.ok(![401, 403].includes(answer.status), where);
    }
  }));

  test('lets a token that writes do all but what needs a person', async () => {
    for (const route of routes.filter(({ path }) => path !== '/api/auth/logout')) {
      const answer = await knock(route, { token: writes, headers: { 'Idempotency-Key': key() } });
      const where = `${route.method} ${route.path} ${answer.status}`;
      if (route.access === 'browser') problem(answer, 403, { code: 'browser_only' });
      else assert.ok(![401, 403].includes(answer.status), where);
    }
    status(await call('POST', '/api/auth/logout', { token: writes }), 200);
    problem(await call('GET', '/api/expenses', { token: writes }), 401);
  });
});
