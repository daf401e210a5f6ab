// Taking everything along, and being forgotten: all of a person, and nothing of anybody else.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { problem, status, unchanged, until } from '../support/assertions.mjs';
import { addExpense, expense, importBody, importRow } from '../support/builders.mjs';
import { closeDatabase, one, query } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { browserPerson } from '../support/people.mjs';

after(closeDatabase);

const me = async (client) => (await client.get('/api/session')).json;

async function withRows(name) {
  const client = await browserPerson(name);
  const { user } = await me(client);
  const row = await addExpense(client, { title: `${name} lunch`, amount: '15.50', currency: 'INR' });
  status(await client.put(`/api/expenses/${row.id}`, { title: `${name} dinner` }), 200);
  const gone = await addExpense(client, { title: `${name} mistake` });
  status(await client.delete(`/api/expenses/${gone.id}`), 200);
  status(await client.post('/api/imports', importBody([importRow({ title: `${name} row` })])), 201);
  return { client, user, row };
}

describe('the export of everything', () => {
  test('has the person, their rows, the trash and former versions, and nobody else’s', async () => {
    const [alice, bob] = [await withRows('export alice'), await withRows('export bob')];
    const answer = status(await alice.client.get('/api/account/export'), 200);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="expense-tracker-\d{4}-\d\d-\d\d\.json"$/);
    const { json } = answer;
    assert.equal(json.person.email, alice.user.email);
    assert.equal(json.person.settings.currency, 'INR');
    const byTitle = Object.fromEntries(json.expenses.map((it) => [it.title, it]));
    assert.deepEqual(Object.keys(byTitle).sort(),
      ['export alice dinner', 'export alice mistake', 'export alice row']);
    assert.match(answer.text, /"amount": 15\.50[,}]/);
    assert.notEqual(byTitle['export alice mistake'].deleted_at, null);
    assert.ok(json.expense_history.some(({ snapshot }) => snapshot.title === 'export alice lunch'));
    assert.ok(json.categories.length >= 7 && json.imports.length === 1);
    assert.ok(!answer.text.includes('export bob') && !answer.text.includes(bob.user.email));
    const { sid } = JSON.parse(Buffer.from(alice.client.defaults.cookie.split('=')[1].split('.')[1], 'base64url'));
    assert.ok(!answer.text.includes(sid) && !answer.text.includes('sid_hash'));
  });

  test('is whole however long it is', async () => {
    const { client } = await withRows('export much');
    for (let n = 0; n < 3; n += 1) status(await client.post('/api/expenses/seed?count=1000'), 201);
    const { json } = status(await client.get('/api/account/export'), 200);
    assert.equal(json.expenses.length, 3003);
    assert.equal(new Set(json.expenses.map(({ id }) => id)).size, 3003);
    assert.ok(json.imports.length === 1, 'sections after the long one are there too');
  });
});

describe('deleting the account', () => {
  const ask = (client, confirm) => client.call('DELETE', '/api/account', { body: { confirm } });

  test('needs the address as it is, and a sign-in of the last ten minutes', async () => {
    const { client, user } = await withRows('wavering');
    await unchanged(async () => {
      problem(await ask(client, 'someone@example.com'), 422, { field: 'confirm', fieldCode: 'not_confirmed' });
      problem(await ask(client, ''), 422, { field: 'confirm' });
      problem(await ask(client, 7), 422, { field: 'confirm' });
      problem(await client.call('DELETE', '/api/account', { body: {} }), 422, { field: 'confirm' });
      await query(`update app.sessions set created_at = now() - interval '601 seconds' where user_id = $1`, [user.id]);
      problem(await ask(client, user.email), 403, { code: 'sign_in_again' });
      problem(await client.call('DELETE', '/api/account', { body: { confirm: user.email },
        headers: { 'Sec-Fetch-Site': 'cross-site' } }), 403, { code: 'csrf' });
    });
    status(await client.get('/api/expenses'), 200);
  });

  test('ends every session and token at once; signing in again can take it back', async () => {
    const { client, user, row } = await withRows('leaving');
    const elsewhere = await browserPerson('leaving');
    const { token } = status(await client.post('/api/tokens', { name: 'x', scope: 'write' }), 201).json;
    const bystander = await withRows('bystander');
    const gone = status(await ask(client, user.email.toUpperCase()), 200);
    assert.ok(Math.abs(Date.parse(gone.json.deletes_at) - Date.now() - 14 * 86_400_000) < 60_000);
    assert.match(gone.headers['set-cookie'][0], /^__Host-session=; Path=\/; Max-Age=0/);
    problem(await client.get('/api/expenses'), 401);
    problem(await elsewhere.get('/api/expenses'), 401);
    problem(await call('GET', '/api/expenses', { token }), 401);
    status(await bystander.client.get('/api/expenses'), 200);

    const back = await browserPerson('leaving');
    assert.equal((await me(back)).deletes_at, gone.json.deletes_at);
    status(await back.get(`/api/expenses/${row.id}`), 200);
    await unchanged(async () => {
      problem(await back.post('/api/expenses', expense()), 403, { code: 'account_leaving' });
      problem(await back.delete(`/api/expenses/${row.id}`), 403, { code: 'account_leaving' });
    });
    status(await back.post('/api/account/restore'), 200);
    assert.equal((await me(back)).deletes_at, undefined);
    status(await back.post('/api/expenses', expense()), 201);
    problem(await call('GET', '/api/expenses', { token }), 401);
    status(await back.post('/api/account/restore'), 200);
  });

  test('removes all of it for good when its time is over, and nothing of others', async () => {
    const { client, user } = await withRows('forgotten');
    const bystander = await withRows('remembered');
    const ledger = (await one('select ledger_id from app.ledger_members where user_id = $1', [user.id])).ledger_id;
    status(await ask(client, user.email), 200);
    await query(`update app.users set delete_after = now() - interval '1 second' where id = $1`, [user.id]);
    await until(async () => (await one('select app.purge_accounts() as rows')).rows === 0n);
    assert.equal((await one('select count(*) as rows from app.users where id = $1', [user.id])).rows, 0n);
    for (const table of ['expenses', 'categories', 'imports', 'monthly_totals', 'expense_history', 'ledger_members']) {
      const { rows } = await one(`select count(*) as rows from app.${table} where ledger_id = $1`, [ledger]);
      assert.equal(rows, 0n, table);
    }
    assert.equal(status(await bystander.client.get('/api/expenses'), 200).json.length, 2);
    const anew = await browserPerson('forgotten');
    assert.notEqual((await me(anew)).user.id, user.id);
    assert.deepEqual((await anew.get('/api/expenses')).json, []);
  });
});
