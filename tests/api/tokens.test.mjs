// API tokens and sessions: what a person makes, sees and ends, and nobody else's.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { expense, key } from '../support/builders.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { browserPerson } from '../support/people.mjs';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) '
  + 'Version/18.0 Mobile/15E148 Safari/604.1';
const missing = 987_654_321_012;

let alice;
let bob;
before(async () => {
  [alice, bob] = [await browserPerson('token alice'), await browserPerson('token bob')];
});
after(closeDatabase);

const make = async (who, body = {}, options) =>
  status(await who.post('/api/tokens', { name: 'Script', scope: 'read', ...body }, options), 201);
const listed = async (who) => status(await who.get('/api/tokens'), 200).json;

describe('API tokens', () => {
  test('are shown once, listed without the secret, and kept only as a hash', async () => {
    const { json } = await make(alice, { name: 'Sheet', expires_in_days: 30 });
    assert.match(json.token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    const inList = (await listed(alice)).find(({ id }) => id === json.id);
    const { token, ...rest } = json;
    assert.deepEqual(inList, rest);
    assert.equal(rest.last_used_at, null);
    assert.equal(Date.parse(rest.expires_at) - Math.floor(Date.parse(rest.created_at) / 1000) * 1000, 30 * 86_400_000);
    const { sid } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
    const [row] = await query('select to_jsonb(s)::text as text from app.sessions s where id = $1', [json.id]);
    assert.ok(!row.text.includes(sid) && !row.text.includes(token.split('.')[2]));
  });

  test('act for their person, within their scope, and show when they were used', async () => {
    const read = (await make(alice, { name: 'r' })).json;
    const write = (await make(alice, { name: 'w', scope: 'write' })).json;
    const added = status(await call('POST', '/api/expenses', { token: write.token,
      body: expense({ title: 'By a token' }) }), 201).json;
    assert.equal(status(await call('GET', `/api/expenses/${added.id}`, { token: read.token }), 200).json.title,
      'By a token');
    assert.equal(status(await alice.get(`/api/expenses/${added.id}`), 200).json.title, 'By a token');
    problem(await call('GET', `/api/expenses/${added.id}`, { token: (await make(bob)).json.token }), 404);
    problem(await unchanged(() => call('DELETE', `/api/expenses/${added.id}`, { token: read.token })), 403,
      { code: 'read_only' });
    const exported = await unchanged(() => call('POST', '/api/expenses/export', { token: read.token,
      body: { ids: [added.id], format: 'json' } }));
    assert.equal(status(exported, 200).json.length, 1);
    const used = (await listed(alice)).filter(({ last_used_at: at }) => at !== null).map(({ name }) => name);
    assert.deepEqual(used.sort(), ['r', 'w']);
  });

  test('end at once, in every worker that has seen them', async () => {
    const { id, token } = (await make(alice)).json;
    const ask = () => Promise.all(Array.from({ length: 20 }, () => call('GET', '/api/expenses', { token })));
    for (const answer of await ask()) status(answer, 200);
    status(await alice.delete(`/api/tokens/${id}`), 200);
    for (const answer of await ask()) problem(answer, 401);
    assert.ok(!(await listed(alice)).some((it) => it.id === id));
    problem(await alice.delete(`/api/tokens/${id}`), 404);
  });

  test('a repeat of the request gives the same token, another key another one', async () => {
    const headers = { 'Idempotency-Key': key() };
    const first = await make(alice, { name: 'Once' }, { headers });
    const again = await make(alice, { name: 'Once' }, { headers });
    assert.deepEqual(again.json, first.json);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    status(await call('GET', '/api/expenses', { token: again.json.token }), 200);
    assert.equal((await listed(alice)).filter(({ name }) => name === 'Once').length, 1);
    const theirs = await make(bob, { name: 'Once' }, { headers });
    assert.notEqual(theirs.json.token, first.json.token);
    problem(await alice.post('/api/tokens', { name: 'Twice', scope: 'read' }, { headers }), 422,
      { code: 'idempotency_key_reused' });
    assert.notEqual((await make(alice, { name: 'Once' })).json.token, first.json.token);
  });

  test('are nobody else’s', async () => {
    const { id, token } = (await make(alice, { name: 'Hers' })).json;
    assert.ok(!(await listed(bob)).some((it) => it.id === id));
    const theirs = await unchanged(() => bob.delete(`/api/tokens/${id}`));
    const none = await bob.delete(`/api/tokens/${missing}`);
    assert.deepEqual({ ...theirs.json, request_id: '' }, { ...problem(none, 404).json, request_id: '' });
    status(await call('GET', '/api/expenses', { token }), 200);
  });

  const bad = [['name', { name: '' }], ['name', { name: '   ' }], ['name', { name: 'x'.repeat(61) }],
    ['name', { name: 'two\nlines' }], ['name', { name: undefined }], ['name', { name: 7 }],
    ['scope', { scope: 'all' }], ['scope', { scope: undefined }], ['scope', { scope: null }],
    ['expires_in_days', { expires_in_days: 0 }], ['expires_in_days', { expires_in_days: 367 }],
    ['expires_in_days', { expires_in_days: 1.5 }], ['token', { token: 'mine' }], ['user_id', { user_id: 1 }]];
  for (const [field, body] of bad) {
    test(`are not made with ${JSON.stringify(body).slice(0, 50)}`, () => unchanged(async () => {
      problem(await alice.post('/api/tokens', { name: 'Bad', scope: 'read', ...body }), 422, { field });
      assert.ok(!(await listed(alice)).some(({ name }) => name === 'Bad'));
    }));
  }

  test('a page of another site cannot make one', () => unchanged(async () => {
    problem(await alice.post('/api/tokens', { name: 'Bad', scope: 'write' },
      { headers: { 'Sec-Fetch-Site': 'cross-site' } }), 403, { code: 'csrf' });
  }));
});

describe('sessions', () => {
  const sessions = async (who) => status(await who.get('/api/sessions'), 200).json;

  test('say in words where a person is signed in, their own first', async () => {
    const laptop = await browserPerson('much signed in', { userAgent: firefox });
    await browserPerson('much signed in', { userAgent: iphone });
    await browserPerson('much signed in', { userAgent: 'Something/1.0' });
    const list = await sessions(laptop);
    assert.deepEqual(list.map(({ browser, system, current }) => [browser, system, current]),
      [['Firefox', 'Linux', true], [null, null, false], ['Safari', 'iPhone', false]]);
    assert.deepEqual(list.map((it) => it.user_agent), [firefox, 'Something/1.0', iphone]);
    assert.ok(list.every((it) => it.created_at <= it.last_used_at && it.last_used_at < it.expires_at));
  });

  test('one of them is ended at once, the others stay', async () => {
    const here = await browserPerson('two places');
    const there = await browserPerson('two places');
    const other = (await sessions(here)).find(({ current }) => !current);
    assert.deepEqual(status(await here.delete(`/api/sessions/${other.id}`), 200).json, { count: 1 });
    problem(await there.get('/api/expenses'), 401);
    status(await here.get('/api/expenses'), 200);
    assert.deepEqual((await sessions(here)).map(({ current }) => current), [true]);
    problem(await here.delete(`/api/sessions/${other.id}`), 404);
  });

  test('all others are ended with one request; tokens and other people stay', async () => {
    const here = await browserPerson('three places');
    const others = [await browserPerson('three places'), await browserPerson('three places')];
    const { token } = (await make(here)).json;
    const headers = { 'Idempotency-Key': key() };
    assert.deepEqual(status(await here.delete('/api/sessions', { headers }), 200).json, { count: 2 });
    assert.deepEqual(status(await here.delete('/api/sessions', { headers }), 200).json, { count: 2 });
    assert.deepEqual(status(await here.delete('/api/sessions'), 200).json, { count: 0 });
    for (const other of others) problem(await other.get('/api/expenses'), 401);
    status(await call('GET', '/api/expenses', { token }), 200);
    status(await alice.get('/api/expenses'), 200);
  });

  test('are nobody else’s', async () => {
    const [hers] = await sessions(alice);
    assert.ok(!(await sessions(bob)).some(({ id }) => id === hers.id));
    problem(await bob.delete(`/api/sessions/${hers.id}`), 404);
    status(await alice.get('/api/expenses'), 200);
    const { id } = (await make(alice)).json;
    problem(await alice.delete(`/api/sessions/${id}`), 404);
  });
});
