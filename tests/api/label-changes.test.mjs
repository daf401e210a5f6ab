// Merchants, tags and payment methods themselves: list, rename, merge, delete; for two people.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, key } from '../support/builders.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';

const kinds = [
  { path: '/api/merchants', what: 'merchant', max: 100, on: (name) => ({ merchant: name }), of: (row) => row.merchant },
  { path: '/api/tags', what: 'tag', max: 60, on: (name) => ({ tags: [name] }), of: (row) => row.tags?.join() },
  { path: '/api/payment-methods', what: 'payment method', max: 60, on: (name) => ({ payment_method: name }),
    of: (row) => row.payment_method },
];
after(closeDatabase);

for (const { path, what, max, on, of } of kinds) {
  describe(path, () => {
    let alice;
    let bob;
    let find;
    let add;
    before(async () => {
      [alice, bob] = [await person('alice'), await person('bob')];
      find = async (name, { client } = alice) => (await client.get(`${path}?q=${encodeURIComponent(name)}`)).json
        .find((it) => it.name === name);
      add = async (name, { client } = alice) => addExpense(client, on(name));
    });

    test('lists names with how often they are used, the most used first', async () => {
      for (const name of ['Seldom', 'Often', 'Often']) await add(name);
      const listed = status(await alice.client.get(path), 200).json;
      assert.deepEqual(listed.slice(0, 2).map(({ name, count }) => [name, count]), [['Often', 2], ['Seldom', 1]]);
      assert.deepEqual((await alice.client.get(`${path}?q=SELD`)).json.map(({ name }) => name), ['Seldom']);
      assert.equal((await alice.client.get(`${path}?limit=1`)).json.length, 1);
      assert.ok(!(await bob.client.get(path)).json.some(({ name }) => name === 'Often'), 'they are hers alone');
      for (const bad of ['limit=0', 'limit=1001', 'limit=x', 'q=a%0Ab']) {
        problem(await alice.client.get(`${path}?${bad}`), 422);
      }
      problem(await anonymous.get(path), 401);
    });

    test('a new name is on all expenses at once, which keep their versions', async () => {
      const row = await add('Cafe');
      const { id, version } = await find('Cafe');
      const renamed = status(await alice.client.put(`${path}/${id}`, { name: ' Café Noir ' },
        { headers: { 'If-Match': `"${version}"` } }), 200);
      assert.deepEqual(renamed.json, { id, name: 'Café Noir', version: version + 1 });
      assert.equal(renamed.headers.etag, `"${version + 1}"`);
      const now = (await alice.client.get(`/api/expenses/${row.id}`)).json;
      assert.equal(of(now), 'Café Noir');
      assert.equal(now.version, row.version);
      const again = status(await alice.client.put(`${path}/${id}`, { name: 'Café Noir' }), 200);
      assert.equal(again.json.version, version + 1, 'the same name again is no change');
      problem(await alice.client.put(`${path}/${id}`, { name: 'x' }, { headers: { 'If-Match': `"${version}"` } }), 412);
    });

    test('a name that is taken, blank, long or unreadable is refused', async () => {
      await add('First');
      await add('Second');
      const { id } = await find('Second');
      const taken = problem(await alice.client.put(`${path}/${id}`, { name: 'FÍRST' }), 422, { field: 'name', fieldCode: 'name_taken' });
      assert.equal(taken.json.detail, `There is already a ${what} "First". Merge them to have one.`);
      for (const name of ['', ' ', 'a\nb', 'x'.repeat(max + 1), 5, null]) {
        await unchanged(async () => problem(await alice.client.put(`${path}/${id}`, { name }), 422, { field: 'name' }));
      }
      status(await alice.client.put(`${path}/${id}`, { name: 'x'.repeat(max) }), 200);
    });

    test('merging gives its expenses the other one, with their history, and the same key answers the same', async () => {
      const rows = [await add('Old name'), await add('Old name'), await add('New name')];
      await alice.client.delete(`/api/expenses/${rows[1].id}`);
      const [from, into] = [await find('Old name'), await find('New name')];
      assert.equal(from.count, 1);
      const merge = (body, headers) => alice.client.post(`${path}/${from.id}/merge`, body, { headers });
      await unchanged(async () => {
        problem(await merge({ into: into.id, expected_count: 2 }), 409, { code: 'count_changed' });
        problem(await merge({ into: into.id }, { 'If-Match': '"9"' }), 412);
        for (const bad of [from.id, 987_654_321, 0, 'x', null]) problem(await merge({ into: bad }), 422, { field: 'into' });
      });
      const headers = { 'Idempotency-Key': key(), 'If-Match': `"${from.version}"` };
      const merged = status(await merge({ into: into.id, expected_count: 1 }, headers), 200);
      assert.deepEqual(merged.json, { id: into.id, name: 'New name', count: 1 });
      assert.equal((await merge({ into: into.id, expected_count: 1 }, headers)).text, merged.text);
      const now = (await alice.client.get(`/api/expenses/${rows[0].id}`)).json;
      assert.equal(of(now), 'New name');
      assert.equal(now.version, rows[0].version + 1);
      assert.equal(of((await alice.client.post(`/api/expenses/${rows[1].id}/restore`)).json), 'New name');
      const [{ count }] = await query('select count(*)::int from app.expense_history where expense_id = $1', [rows[0].id]);
      assert.equal(count, 1);
      assert.equal(await find('Old name'), undefined);
      assert.equal((await find('New name')).count, 3);
      problem(await merge({ into: into.id }), 404);
    });

    test('merging where an expense has both leaves it with one', async () => {
      const row = await addExpense(alice.client, { ...on('This'), tags: ['This', 'That'] });
      await add('That');
      if (path !== '/api/tags') return;
      const [from, into] = [await find('This'), await find('That')];
      status(await alice.client.post(`${path}/${from.id}/merge`, { into: into.id }), 200);
      assert.deepEqual((await alice.client.get(`/api/expenses/${row.id}`)).json.tags, ['That']);
    });

    test('deleting leaves its expenses without it, and the name free', async () => {
      const row = await add('Passing');
      const { id, version } = await find('Passing');
      problem(await alice.client.delete(`${path}/${id}`, { headers: { 'If-Match': `"${version + 1}"` } }), 412);
      const gone = status(await alice.client.delete(`${path}/${id}`, { headers: { 'If-Match': `"${version}"` } }), 200);
      assert.equal(gone.json.count, 1);
      const now = (await alice.client.get(`/api/expenses/${row.id}`)).json;
      assert.equal(of(now), undefined);
      assert.equal(now.version, row.version + 1);
      problem(await alice.client.delete(`${path}/${id}`), 404);
      await add('Passing');
      assert.notEqual((await find('Passing')).id, id);
    });

    test('a deletion is taken back: its expenses get it again, and the same key answers the same', async () => {
      const rows = [await add('Back again'), await add('Back again'), await add('Back again')];
      await alice.client.delete(`/api/expenses/${rows[1].id}`);
      const { id } = await find('Back again');
      status(await alice.client.delete(`${path}/${id}`), 200);
      const other = status(await alice.client.put(`/api/expenses/${rows[2].id}`, on('Another one')), 200).json;
      const restore = (headers) => alice.client.post(`${path}/${id}/restore`, undefined, { headers });
      const headers = { 'Idempotency-Key': key() };
      const back = status(await restore(headers), 200);
      const kept = path === '/api/tags' ? 2 : 1; // a tag stands beside others
      assert.deepEqual({ ...back.json, version: 0 }, { id, name: 'Back again', version: 0, count: kept });
      assert.equal(back.headers.etag, `"${back.json.version}"`);
      assert.equal((await restore(headers)).text, back.text);
      const now = (await alice.client.get(`/api/expenses/${rows[0].id}`)).json;
      assert.deepEqual([of(now), now.version], ['Back again', rows[0].version + 2]);
      const [event] = (await alice.client.get(`/api/expenses/${rows[0].id}/history`)).json;
      assert.equal(event.bulk.action, 'undo');
      assert.equal(of((await alice.client.post(`/api/expenses/${rows[1].id}/restore`)).json), 'Back again');
      const last = (await alice.client.get(`/api/expenses/${rows[2].id}`)).json;
      assert.ok(of(last).includes(of(other)));
      assert.equal((await find('Back again')).count, kept + 1);
      assert.equal((await unchanged(async () => status(await restore(), 200))).json.count, 0);
    });

    test('a recurring expense that lost it by the deletion gets it again, too', async () => {
      const made = status(await alice.client.post('/api/recurring', { title: 'Rent', amount: '900.00', category: 'Food',
        unit: 'month', every: 1, starts_on: '2999-01-31', ...on('By rule') }), 201).json;
      const rule = async () => (await alice.client.get(`/api/recurring/${made.id}`)).json;
      assert.equal(of(await rule()), 'By rule');
      const { id } = await find('By rule');
      status(await alice.client.delete(`${path}/${id}`), 200);
      assert.ok(!of(await rule()), 'it lost it');
      status(await alice.client.post(`${path}/${id}/restore`), 200);
      assert.equal(of(await rule()), 'By rule');
    });

    test('a deletion is taken back into a new one of its name, and what was merged is not', async () => {
      const row = await add('Twice made');
      const { id } = await find('Twice made');
      status(await alice.client.delete(`${path}/${id}`), 200);
      await add('twice MADE');
      const anew = await find('twice MADE');
      const back = status(await alice.client.post(`${path}/${id}/restore`), 200).json;
      assert.deepEqual([back.id, back.name, back.count], [anew.id, 'twice MADE', 1]);
      assert.equal(of((await alice.client.get(`/api/expenses/${row.id}`)).json), 'twice MADE');
      problem(await alice.client.post(`${path}/${id}/restore`), 404);

      await add('Part of it');
      const part = await find('Part of it');
      status(await alice.client.post(`${path}/${part.id}/merge`, { into: anew.id }), 200);
      await unchanged(async () => problem(await alice.client.post(`${path}/${part.id}/restore`), 404));
    });

    test("another person's id answers as one that never was", async () => {
      await add('Hers');
      await add('His', bob);
      const [hers, his] = [await find('Hers'), await find('His', bob)];
      await unchanged(async () => {
        for (const id of [hers.id, 987_654_321]) {
          problem(await bob.client.put(`${path}/${id}`, { name: 'Taken' }), 404);
          problem(await bob.client.delete(`${path}/${id}`), 404);
          problem(await bob.client.post(`${path}/${id}/restore`), 404);
          problem(await bob.client.post(`${path}/${id}/merge`, { into: his.id }), 404);
          problem(await bob.client.post(`${path}/${his.id}/merge`, { into: id }), 422, { field: 'into' });
        }
      });
      status(await alice.client.delete(`${path}/${hers.id}`), 200);
      await unchanged(async () => problem(await bob.client.post(`${path}/${hers.id}/restore`), 404));
    });
  });
}

test('a merchant remembers what its latest expense was', async () => {
  const { client } = await person('remembers');
  const more = { merchant: 'Bazaar', payment_method: 'UPI' };
  await addExpense(client, { ...more, date: '2024-02-01', category: 'Shopping', currency: 'USD' });
  await addExpense(client, { ...more, date: '2024-01-01', category: 'Food', payment_method: 'Cash' });
  const [{ last_category, last_currency, last_payment_method, count }] = (await client.get('/api/merchants')).json;
  assert.deepEqual([last_category, last_currency, last_payment_method, count], ['Shopping', 'USD', 'UPI', 2]);
});

test('a new ledger has four payment methods, and others can be added', async () => {
  const { client } = await person('payer');
  const names = (await client.get('/api/payment-methods')).json.map(({ name }) => name);
  assert.deepEqual(names.sort(), ['Bank transfer', 'Card', 'Cash', 'UPI']);
  const headers = { 'Idempotency-Key': key() };
  const made = status(await client.post('/api/payment-methods', { name: 'Meal card' }, { headers }), 201);
  assert.equal(status(await client.post('/api/payment-methods', { name: 'Meal card' }, { headers }), 201).text, made.text);
  problem(await client.post('/api/payment-methods', { name: 'MEAL card' }), 422, { field: 'name', fieldCode: 'name_taken' });
  problem(await client.post('/api/payment-methods', {}), 422, { field: 'name' });
});
