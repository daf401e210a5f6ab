// Two people. Whatever the second one does with the first one's ids answers exactly as for an id that
// never was, changes nothing, and no list, report, trash, import or key ever shows the other's rows.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status } from '../support/assertions.mjs';
import { addExpense, expense, importBody, importRow, key } from '../support/builders.mjs';
import { closeDatabase, ledgerDigest, query } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';

const missing = 987_654_321_012;
const marker = 'Only Alice may read this';

let alice;
let bob;
let live;
let deleted;
let imported;
before(async () => {
  [alice, bob] = [await person('alice'), await person('bob')];
  live = await addExpense(alice.client, { title: marker, category: 'Health' });
  deleted = await addExpense(alice.client, { title: `${marker} too` });
  await alice.client.delete(`/api/expenses/${deleted.id}`);
  imported = (await alice.client.post('/api/imports', importBody([importRow({ title: marker })],
    { file_name: `${marker}.csv` }))).json;
  await alice.client.put('/api/user-settings', { currency: 'USD', theme: 'dark' });
});
after(closeDatabase);

const attempts = [
  ['GET', (id) => `/api/expenses/${id}`],
  ['GET', (id) => `/api/expenses/${id}/history`],
  ['PUT', (id) => `/api/expenses/${id}`, { title: 'Taken' }],
  ['PUT', (id) => `/api/expenses/${id}`, { amount: 1, category: 'Food', date: '2024-01-01', currency: 'USD' }],
  ['DELETE', (id) => `/api/expenses/${id}`],
  ['POST', (id) => `/api/expenses/${id}/restore`],
];
const manners = [
  ['plainly', {}],
  ['with If-Match of the right version', { 'If-Match': '"1"' }],
  ['with If-Match: *', { 'If-Match': '*' }],
  ['with an idempotency key', () => ({ 'Idempotency-Key': key() })],
];

// An answer without what must differ: the request's id.
const essence = ({ status: code, json, headers }) => ({
  code, json: { ...json, request_id: '' }, etag: headers.etag, location: headers.location,
});

describe("one person's ids in another's hands", () => {
  for (const [method, path, body] of attempts) {
    for (const [manner, headers] of manners) {
      test(`${method} ${path('{id}')} ${body ? Object.keys(body).join() : ''} ${manner}`, async () => {
        const before = await ledgerDigest(alice.ledger);
        const send = (id) => bob.client.call(method, path(id), { body,
          headers: typeof headers === 'function' ? headers() : headers });
        const asMissing = problem(await send(missing), 404);
        for (const row of [live, deleted]) {
          const answer = problem(await send(row.id), 404);
          assert.deepEqual(essence(answer), essence(asMissing));
        }
        assert.equal(await ledgerDigest(alice.ledger), before);
      });
    }
  }

  for (const method of ['GET', 'PUT', 'DELETE', 'POST', 'PATCH', 'HEAD']) {
    for (const path of ['/api/imports/', '/api/expenses/', '/api/trash/']) {
      test(`${method} ${path}{id} tells nothing and changes nothing`, async () => {
        const before = await ledgerDigest(alice.ledger);
        const id = path === '/api/imports/' ? imported.id : live.id;
        const body = ['PUT', 'POST', 'PATCH'].includes(method) ? { title: 'Taken' } : undefined;
        const theirs = await bob.client.call(method, `${path}${id}`, { body });
        const none = await bob.client.call(method, `${path}${missing}`, { body });
        assert.ok([404, 405].includes(theirs.status), `${theirs.status} ${theirs.text}`);
        assert.deepEqual(essence(theirs), essence(none));
        assert.equal(await ledgerDigest(alice.ledger), before);
      });
    }
  }
});

describe("what lists and reports show to another person", () => {
  const reads = ['/api/expenses?total=true', `/api/expenses?q=${encodeURIComponent('Only Alice')}&total=true`,
    '/api/expenses?category=Health&total=true', '/api/expenses?sort=amount_desc', '/api/trash', '/api/imports',
    '/api/expenses/reports/categories', '/api/expenses/reports/monthly?months=120',
    '/api/expenses/reports/summary', '/api/user-settings', '/api/expenses/settings', '/api/session',
    '/api/auth/me', '/api/categories'];
  for (const path of reads) {
    test(`GET ${path} is the same as for a person with nothing`, async () => {
      const nobody = await person('nobody');
      const [theirs, none] = [await bob.client.get(path), await nobody.client.get(path)];
      status(theirs, 200);
      assert.ok(!theirs.text.includes('Only Alice'), theirs.text);
      assert.equal(theirs.headers['x-total-count'], none.headers['x-total-count']);
      if (!/session|auth|settings|categories$/.test(path)) assert.deepEqual(theirs.json, none.json);
    });
  }

  test('restoring, clearing and removing samples reach only the own rows', async () => {
    await alice.client.post('/api/expenses/seed?count=3');
    const before = await ledgerDigest(alice.ledger);
    assert.equal((await bob.client.post('/api/trash/restore')).json.count, 0);
    assert.equal((await bob.client.delete('/api/expenses/clear')).json.count, 0);
    assert.equal((await bob.client.delete('/api/expenses/sample')).json.count, 0);
    assert.equal(await ledgerDigest(alice.ledger), before);
  });

  test('a repeat in an import is looked for only among the own rows', async () => {
    const row = importRow({ title: marker, amount: '15.50', date: '2024-01-15', category: 'Health' });
    const preview = status(await bob.client.post('/api/imports/preview', importBody([row])), 200).json;
    assert.deepEqual(preview.repeats, []);
  });

  test("a cursor of one person's list opens nothing for another", async () => {
    for (let n = 0; n < 3; n += 1) await addExpense(alice.client);
    const { headers } = await alice.client.get('/api/expenses?limit=1');
    const next = /<([^>]+)>; rel="next"/.exec(headers.link)[1];
    const answer = await bob.client.get(next);
    assert.ok([200, 422].includes(answer.status));
    assert.ok(!answer.text.includes('Only Alice'));
    if (answer.status === 200) assert.deepEqual(answer.json, []);
  });

  test('the same idempotency key of two people is two keys', async () => {
    const same = key();
    const one = await alice.client.post('/api/expenses', expense({ title: 'Mine' }),
      { headers: { 'Idempotency-Key': same } });
    const two = await bob.client.post('/api/expenses', expense({ title: 'Yours' }),
      { headers: { 'Idempotency-Key': same } });
    assert.deepEqual([one.status, two.status], [201, 201]);
    assert.notEqual(one.json.id, two.json.id);
    assert.equal(two.json.title, 'Yours');
    assert.equal(two.headers['idempotent-replayed'], undefined);
  });
});

describe('nobody', () => {
  const routes = [['GET', '/api/expenses'], ['POST', '/api/expenses'], ['GET', '/api/expenses/1'],
    ['PUT', '/api/expenses/1'], ['DELETE', '/api/expenses/1'], ['POST', '/api/expenses/1/restore'],
    ['GET', '/api/trash'], ['POST', '/api/trash/restore'], ['POST', '/api/expenses/seed'],
    ['DELETE', '/api/expenses/sample'], ['DELETE', '/api/expenses/clear'], ['GET', '/api/expenses/settings'],
    ['PUT', '/api/expenses/settings'], ['GET', '/api/user-settings'], ['PUT', '/api/user-settings'],
    ['GET', '/api/categories'], ['POST', '/api/categories'], ['POST', '/api/categories/order'],
    ['PUT', '/api/categories/1'], ['DELETE', '/api/categories/1'], ['POST', '/api/categories/1/merge'],
    ['GET', '/api/expenses/reports/categories'],
    ['GET', '/api/expenses/reports/monthly'], ['GET', '/api/expenses/reports/summary'],
    ['POST', '/api/imports'], ['POST', '/api/imports/preview'], ['GET', '/api/imports'],
    ['DELETE', '/api/imports/1'], ['GET', '/api/auth/me'], ['GET', '/api/auth/picture'],
    ['GET', '/api/auth/proxy-image?url=x']];
  for (const [method, path] of routes) {
    test(`${method} ${path} without a session is 401 with WWW-Authenticate`, async () => {
      const body = ['POST', 'PUT'].includes(method) ? {} : undefined;
      const answer = problem(await anonymous.call(method, path, { body }), 401, { code: 'unauthenticated' });
      assert.match(answer.headers['www-authenticate'], /^Bearer/);
    });
  }
});

describe('a viewer of a ledger', () => {
  let viewer;
  let row;
  let made;
  let category;
  before(async () => {
    viewer = await person('viewer');
    row = await addExpense(viewer.client);
    await viewer.client.delete(`/api/expenses/${(await addExpense(viewer.client)).id}`);
    await viewer.client.post('/api/expenses/seed?count=1');
    made = (await viewer.client.post('/api/imports', importBody([importRow()]))).json;
    // Without entries: one that has some is asked about them first. Which have is up to the sample.
    [category, { id: made.home }] = (await viewer.client.get('/api/categories')).json.filter(({ count }) => count === 0);
    await query("update app.ledger_members set role = 'viewer' where user_id = $1", [viewer.id]);
  });
  const writes = [
    ['POST', () => '/api/expenses', () => expense()], ['PUT', () => `/api/expenses/${row.id}`, () => ({ title: 'Mine' })],
    ['DELETE', () => `/api/expenses/${row.id}`], ['POST', () => `/api/expenses/${row.id}/restore`],
    ['POST', () => '/api/trash/restore'], ['POST', () => '/api/expenses/seed?count=1'], ['DELETE', () => '/api/expenses/sample'],
    ['DELETE', () => '/api/expenses/clear'], ['POST', () => '/api/imports', () => importBody([importRow()])],
    ['DELETE', () => `/api/imports/${made.id}`],
    ['POST', () => '/api/categories', () => ({ name: 'Mine' })],
    ['POST', () => '/api/categories/order', () => ({ ids: [category.id] })],
    ['PUT', () => `/api/categories/${category.id}`, () => ({ name: 'Mine' })],
    ['DELETE', () => `/api/categories/${category.id}`],
    ['POST', () => `/api/categories/${category.id}/merge`, () => ({ into: made.home })],
  ];
  for (const [method, path, body] of writes) {
    test(`is refused ${method} ${path.toString().slice(7, -1)}, and nothing changes`, async () => {
      const before = await ledgerDigest(viewer.ledger);
      for (const headers of [{}, { 'Idempotency-Key': key() }]) {
        problem(await viewer.client.call(method, path(), { body: body?.(), headers }), 403, { code: 'viewer' });
      }
      assert.equal(await ledgerDigest(viewer.ledger), before);
    });
  }

  test('reads it, previews a file and has settings', async () => {
    assert.equal(status(await viewer.client.get('/api/expenses'), 200).json.length, 3);
    status(await viewer.client.get('/api/expenses/reports/summary'), 200);
    status(await viewer.client.post('/api/imports/preview', importBody([importRow()])), 200);
    status(await viewer.client.put('/api/user-settings', { theme: 'dark' }), 200);
  });
});
