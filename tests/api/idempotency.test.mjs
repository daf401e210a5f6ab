// A repeated write acts once: double click, retry after a lost answer, two tabs, 50 at once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, expense, importBody, importRow, key } from '../support/builders.mjs';
import { closeDatabase, one } from '../support/database.mjs';
import { person } from '../support/people.mjs';

let user;
let api;
before(async () => { user = await person('idempotent'); api = user.client; });
after(closeDatabase);

async function addCategory() {
  const { json } = await api.post('/api/categories', { name: `Category ${key()}` });
  const [{ id: other }] = (await api.get('/api/categories')).json;
  return { ...json, other };
}

// Every write route: how to prepare it, what to send, what else to send under the same key.
const writes = [
  { name: 'POST /api/expenses', method: 'POST', path: () => '/api/expenses', body: () => expense(),
    other: () => expense({ amount: 77 }), added: 1 },
  { name: 'PUT /api/expenses/{id}', prepare: () => addExpense(api), method: 'PUT',
    path: (row) => `/api/expenses/${row.id}`, body: () => ({ title: 'Changed' }),
    other: () => ({ title: 'Changed otherwise' }) },
  { name: 'PUT /api/expenses/{id} with If-Match', prepare: () => addExpense(api), method: 'PUT',
    path: (row) => `/api/expenses/${row.id}`, body: () => ({ title: 'Changed' }),
    headers: { 'If-Match': '"1"' }, other: () => ({ title: 'Changed otherwise' }) },
  { name: 'DELETE /api/expenses/{id}', prepare: () => addExpense(api), method: 'DELETE',
    path: (row) => `/api/expenses/${row.id}` },
  { name: 'POST /api/expenses/{id}/restore',
    prepare: async () => {
      const row = await addExpense(api);
      await api.delete(`/api/expenses/${row.id}`);
      return row;
    },
    method: 'POST', path: (row) => `/api/expenses/${row.id}/restore` },
  { name: 'POST /api/trash/restore',
    prepare: async () => {
      const row = await addExpense(api);
      await api.delete(`/api/expenses/${row.id}`);
    },
    method: 'POST', path: () => '/api/trash/restore' },
  { name: 'POST /api/expenses/seed', method: 'POST', path: () => '/api/expenses/seed?count=3', added: 3 },
  { name: 'DELETE /api/expenses/sample', prepare: () => api.post('/api/expenses/seed?count=2'),
    method: 'DELETE', path: () => '/api/expenses/sample' },
  { name: 'PUT /api/user-settings', method: 'PUT', path: () => '/api/user-settings',
    body: () => ({ theme: 'dark' }), other: () => ({ theme: 'light' }) },
  { name: 'PUT /api/expenses/settings', method: 'PUT', path: () => '/api/expenses/settings',
    body: () => ({ theme: 'dark' }), other: () => ({ theme: 'light' }) },
  { name: 'POST /api/imports', method: 'POST', path: () => '/api/imports',
    body: () => importBody([importRow(), importRow()]), other: () => importBody([importRow()]), added: 2 },
  { name: 'DELETE /api/imports/{id}',
    prepare: async () => (await api.post('/api/imports', importBody([importRow()]))).json,
    method: 'DELETE', path: (made) => `/api/imports/${made.id}` },
  { name: 'POST /api/categories', method: 'POST', path: () => '/api/categories', body: () => ({ name: `Made ${key()}` }),
    other: () => ({ name: 'Made otherwise' }) },
  { name: 'PUT /api/categories/{id}', prepare: () => addCategory(), method: 'PUT',
    path: (made) => `/api/categories/${made.id}`, body: () => ({ icon: '🍎' }), other: () => ({ icon: '🍐' }) },
  { name: 'POST /api/categories/order', prepare: () => addCategory(), method: 'POST',
    path: () => '/api/categories/order', body: (made) => ({ ids: [made.id] }), other: () => ({ ids: [] }) },
  { name: 'POST /api/categories/{id}/merge', prepare: () => addCategory(), method: 'POST',
    path: (made) => `/api/categories/${made.id}/merge`, body: (made) => ({ into: made.other }),
    other: (made) => ({ into: made.other, expected_count: 0 }) },
  { name: 'DELETE /api/categories/{id}', prepare: () => addCategory(), method: 'DELETE',
    path: (made) => `/api/categories/${made.id}` },
  { name: 'DELETE /api/expenses/clear', prepare: () => addExpense(api), method: 'DELETE',
    path: () => '/api/expenses/clear' },
];

const rowsOf = async () => Number((await one(
  'select count(*) as n from app.expenses where ledger_id = $1', [user.ledger])).n);

describe('a repeat under the same key', () => {
  for (const it of writes) {
    test(`${it.name} answers the same and acts once`, async () => {
      const made = await it.prepare?.();
      const headers = { ...it.headers, 'Idempotency-Key': key() };
      const body = it.body?.(made);
      const before = await rowsOf();
      const first = await api.call(it.method, it.path(made), { body, headers });
      assert.ok([200, 201].includes(first.status), `${first.status} ${first.text}`);
      assert.equal(first.headers['idempotent-replayed'], undefined);
      assert.equal(await rowsOf(), before + (it.added ?? 0));
      const second = await unchanged(() => api.call(it.method, it.path(made), { body, headers }));
      assert.equal(second.status, first.status, second.text);
      assert.equal(second.text, first.text);
      assert.equal(second.headers['idempotent-replayed'], 'true');
      assert.equal(second.headers.etag, first.headers.etag);
      assert.equal(second.headers.location, first.headers.location);
    });

    if (it.other) {
      test(`${it.name} with another body under the key is 422`, async () => {
        const made = await it.prepare?.();
        const headers = { ...it.headers, 'Idempotency-Key': key() };
        const first = await api.call(it.method, it.path(made), { body: it.body(made), headers });
        assert.ok(first.status < 300, first.text);
        await unchanged(async () => {
          problem(await api.call(it.method, it.path(made), { body: it.other(made), headers }), 422,
            { code: 'idempotency_key_reused' });
        });
      });
    }

    test(`${it.name}: 50 at once under one key act once and answer alike`, async () => {
      const made = await it.prepare?.();
      const headers = { ...it.headers, 'Idempotency-Key': key() };
      const body = it.body?.(made);
      const before = await rowsOf();
      let answers = await Promise.all(Array.from({ length: 50 }, () =>
        api.call(it.method, it.path(made), { body, headers })));
      // A twin that waited longer than the lock's limit is told so; its retry finds the answer.
      assert.ok(answers.every(({ status: code }) => [200, 201, 409, 503].includes(code)),
        answers.map(({ status: code }) => code).join());
      answers = await Promise.all(answers.map((answer) => (answer.status >= 400
        ? api.call(it.method, it.path(made), { body, headers }) : answer)));
      assert.equal(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size, 1,
        [...new Set(answers.map((answer) => `${answer.status} ${answer.text.slice(0, 200)}`))].join('\n'));
      assert.equal(await rowsOf(), before + (it.added ?? 0));
      assert.equal(answers.filter(({ headers: told }) => told['idempotent-replayed'] === undefined).length, 1);
    });
  }

  test('the same key on another route is another request: 422, nothing stored', async () => {
    const headers = { 'Idempotency-Key': key() };
    const row = status(await api.post('/api/expenses', expense(), { headers }), 201).json;
    await unchanged(async () => {
      problem(await api.put(`/api/expenses/${row.id}`, { title: 'X' }, { headers }), 422,
        { code: 'idempotency_key_reused' });
    });
  });

  test('a refused request does not use up its key', async () => {
    const headers = { 'Idempotency-Key': key() };
    problem(await api.post('/api/expenses', expense({ amount: -1 }), { headers }), 422);
    problem(await api.post('/api/expenses', expense({ category: 'Nope' }), { headers }), 422);
    status(await api.post('/api/expenses', expense(), { headers }), 201);
  });

  test('50 equal requests without a key are 50 rows: equal purchases are real', async () => {
    const before = await rowsOf();
    const answers = await Promise.all(Array.from({ length: 50 }, () => api.post('/api/expenses', expense())));
    assert.equal(new Set(answers.map((answer) => status(answer, 201).json.id)).size, 50);
    assert.equal(await rowsOf(), before + 50);
  });

  test('a replayed answer is the one of then, even when the row has changed since', async () => {
    const headers = { 'Idempotency-Key': key() };
    const first = status(await api.post('/api/expenses', expense(), { headers }), 201);
    await api.put(`/api/expenses/${first.json.id}`, { title: 'Later' });
    const again = status(await api.post('/api/expenses', expense(), { headers }), 201);
    assert.equal(again.text, first.text);
  });
});

describe('If-Match', () => {
  test('of two changes at once on one version, one is 200 and one 412', async () => {
    for (let round = 0; round < 20; round += 1) {
      const row = await addExpense(api);
      const headers = { 'If-Match': '"1"' };
      const answers = await Promise.all(['left', 'right'].map((title) =>
        api.put(`/api/expenses/${row.id}`, { title }, { headers })));
      assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 412]);
      const winner = answers.find((answer) => answer.status === 200);
      assert.equal((await api.get(`/api/expenses/${row.id}`)).text, winner.text);
    }
  });

  test('a change and a deletion at once on one version: one of them', async () => {
    const row = await addExpense(api);
    const headers = { 'If-Match': '"1"' };
    const answers = await Promise.all([api.put(`/api/expenses/${row.id}`, { title: 'X' }, { headers }),
      api.delete(`/api/expenses/${row.id}`, { headers })]);
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
    assert.ok(answers.every((answer) => [200, 404, 412].includes(answer.status)));
  });

  test('the right version, any version, and one of several all pass', async () => {
    const row = await addExpense(api);
    status(await api.put(`/api/expenses/${row.id}`, { title: 'B' }, { headers: { 'If-Match': '"1"' } }), 200);
    status(await api.put(`/api/expenses/${row.id}`, { title: 'C' }, { headers: { 'If-Match': '*' } }), 200);
    status(await api.delete(`/api/expenses/${row.id}`, { headers: { 'If-Match': '"3"' } }), 200);
  });

  test('a version of what has none can’t match: nothing is done, and without it or with * it is', async () => {
    const { id } = status(await api.post('/api/imports', importBody([importRow()])), 201).json;
    const method = status(await api.post('/api/payment-methods', { name: 'Voucher' }), 201).json;
    status(await api.delete(`/api/payment-methods/${method.id}`), 200);
    for (const [verb, path] of [['DELETE', `/api/imports/${id}`], ['POST', `/api/payment-methods/${method.id}/restore`]]) {
      problem(await api.call(verb, path, { headers: { 'If-Match': '"1"' } }), 412, { code: 'version_mismatch' });
      status(await api.call(verb, path, { headers: { 'If-Match': '*' } }), 200);
    }
  });

  test('If-Match: * on what is not there is refused', async () => {
    const answer = await api.put('/api/expenses/99999999999', { title: 'X' }, { headers: { 'If-Match': '*' } });
    assert.ok([404, 412].includes(answer.status));
  });

  test('every change of a row leaves its earlier state in the history', async () => {
    const row = await addExpense(api, { title: 'First' });
    await api.put(`/api/expenses/${row.id}`, { title: 'Second' });
    await api.delete(`/api/expenses/${row.id}`);
    await api.post(`/api/expenses/${row.id}/restore`);
    const { n, versions } = await one(`select count(*) as n, array_agg(version::int order by version) as versions
      from app.expense_history where ledger_id = $1 and expense_id = $2`, [user.ledger, row.id]);
    assert.equal(Number(n), 3);
    assert.deepEqual(versions, [1, 2, 3]);
  });
});
