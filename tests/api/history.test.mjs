// An entry's history: who, when and what, from how it was added to its last change, in a person's own
// words; nobody else's, and page by page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, writtenNumbers } from '../support/assertions.mjs';
import { addExpense, importBody, importRow } from '../support/builders.mjs';
import { closeDatabase, one } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';

let alice;
let bob;
before(async () => { [alice, bob] = [await person('alice'), await person('bob')]; });
after(closeDatabase);

const historyOf = async (who, id, rest = '') =>
  status(await who.client.get(`/api/expenses/${id}/history${rest}`), 200);

describe('the history of an expense', () => {
  test('begins with how it was added, and says what each change replaced', async () => {
    const tea = await addExpense(alice.client, { title: 'Tea', amount: '15.50', currency: 'INR',
      category: 'Food', date: '2024-01-15' });
    await alice.client.put(`/api/expenses/${tea.id}`, { title: 'Chai', amount: '16.00' });
    await alice.client.put(`/api/expenses/${tea.id}`, { category: 'Other', date: '2024-01-16T08:30:00',
      currency: 'USD' });
    await alice.client.delete(`/api/expenses/${tea.id}`);
    await alice.client.post(`/api/expenses/${tea.id}/restore`);
    const answer = await historyOf(alice, tea.id);
    const events = answer.json;
    assert.deepEqual(events.map((it) => [it.version, it.action]),
      [[5, 'restore'], [4, 'delete'], [3, 'update'], [2, 'update'], [1, 'create']]);
    assert.deepEqual(events.map((it) => it.by), events.map(() => ({ name: alice.name, you: true })));
    assert.deepEqual(events[0].changes, []);
    assert.deepEqual(events[1].changes, []);
    assert.deepEqual(events[2].changes, [
      { field: 'amount', before: { amount: 16, currency: 'INR' }, after: { amount: 16, currency: 'USD' } },
      { field: 'category', before: 'Food', after: 'Other' },
      { field: 'date', before: '2024-01-15T00:00:00', after: '2024-01-16T08:30:00' }]);
    assert.deepEqual(events[3].changes.map((it) => it.field), ['amount', 'title']);
    assert.deepEqual(events[4].changes, [
      { field: 'amount', before: null, after: { amount: 15.5, currency: 'INR' } },
      { field: 'title', before: null, after: 'Tea' },
      { field: 'category', before: null, after: 'Food' },
      { field: 'date', before: null, after: '2024-01-15T00:00:00' }]);
    assert.deepEqual(writtenNumbers(answer.text, 'amount'), ['16.00', '16.00', '15.50', '16.00', '15.50']);
    assert.equal(events[4].at, tea.created_at);
    for (let n = 1; n < events.length; n += 1) assert.ok(events[n - 1].at >= events[n].at);
  });

  test('knows merchants, payment methods, tags and notes by name, also those that are gone', async () => {
    const row = await addExpense(alice.client, { merchant: 'Chai Point', tags: ['work', 'Tea'], note: 'One' });
    await alice.client.put(`/api/expenses/${row.id}`, { merchant: 'Someone', tags: ['Tea'], payment_method: 'Cash', note: null });
    const [{ id, version }] = (await alice.client.get('/api/merchants?q=chai')).json;
    status(await alice.client.delete(`/api/merchants/${id}`, { headers: { 'If-Match': `"${version}"` } }), 200);
    const [change, first] = (await historyOf(alice, row.id)).json;
    assert.deepEqual(first.changes.slice(4), [
      { field: 'merchant', before: null, after: 'Chai Point' },
      { field: 'tags', before: null, after: ['Tea', 'work'] },
      { field: 'note', before: null, after: 'One' }]);
    assert.deepEqual(change.changes, [
      { field: 'merchant', before: 'Chai Point', after: 'Someone' },
      { field: 'payment_method', before: null, after: 'Cash' },
      { field: 'tags', before: ['Tea', 'work'], after: ['Tea'] },
      { field: 'note', before: 'One', after: null }]);
  });

  test('can be read while the expense is in the trash', async () => {
    const row = await addExpense(alice.client);
    await alice.client.delete(`/api/expenses/${row.id}`);
    assert.deepEqual((await historyOf(alice, row.id)).json.map((it) => it.action), ['delete', 'create']);
  });

  test('names the file of an import, and marks sample data', async () => {
    const made = status(await alice.client.post('/api/imports', importBody([importRow({ title: 'From a file' })],
      { file_name: 'march.csv' })), 201).json;
    const [row] = (await alice.client.get('/api/expenses?q=From%20a%20file')).json;
    await alice.client.put(`/api/expenses/${row.id}`, { title: 'Mine now' });
    const [change, first] = (await historyOf(alice, row.id)).json;
    assert.equal(change.import, undefined);
    assert.deepEqual([first.action, first.import], ['import', { id: made.id, file_name: 'march.csv' }]);
    await alice.client.post('/api/expenses/seed');
    const sample = await one('select id from app.expenses where ledger_id = $1 and sample limit 1', [alice.ledger]);
    assert.equal((await historyOf(alice, sample.id)).json[0].action, 'sample');
  });

  test('comes page by page: each event once, with what it changed', async () => {
    const row = await addExpense(alice.client, { title: 'Version 1' });
    for (let n = 2; n <= 7; n += 1) await alice.client.put(`/api/expenses/${row.id}`, { title: `Version ${n}` });
    const whole = (await historyOf(alice, row.id)).json;
    const parts = [];
    let path = `/api/expenses/${row.id}/history?limit=3`;
    while (path) {
      const answer = status(await alice.client.get(path), 200);
      parts.push(...answer.json);
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
    }
    assert.deepEqual(parts, whole);
    assert.deepEqual(whole.map((it) => it.version), [7, 6, 5, 4, 3, 2, 1]);
    assert.deepEqual(whole[0].changes, [{ field: 'title', before: 'Version 6', after: 'Version 7' }]);
    for (const bad of ['limit=0', 'limit=201', 'before=1', 'before=x', 'limit=3&limit=4']) {
      problem(await alice.client.get(`/api/expenses/${row.id}/history?${bad}`), 422, { field: bad.split('=')[0] });
    }
  });

  test("another's is not there, as one that never was, and nobody's is 401", async () => {
    const row = await addExpense(alice.client, { title: 'Private' });
    const missing = problem(await bob.client.get('/api/expenses/987654321012/history'), 404);
    const answer = problem(await bob.client.get(`/api/expenses/${row.id}/history`), 404);
    assert.equal(answer.json.detail, missing.json.detail);
    problem(await anonymous.get(`/api/expenses/${row.id}/history`), 401);
  });
});
