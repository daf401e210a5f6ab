// Import: up to 10,000 rows, all or nothing, errors per row, repeats flagged and counted, the whole of
// it undone by one call.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { problem, status, unchanged, writtenNumbers } from '../support/assertions.mjs';
import { addExpense, expense, importBody, importRow } from '../support/builders.mjs';
import { closeDatabase, one } from '../support/database.mjs';
import { person } from '../support/people.mjs';

after(closeDatabase);

const coffee = (changes) => importRow({ title: 'Coffee', amount: '80.00', date: '2024-03-01', category: 'Food',
  ...changes });

describe('a large import', () => {
  test('10,000 rows are stored in one call, with exact totals, within the time limit', async () => {
    const { client, ledger } = await person('large-import');
    const rows = Array.from({ length: 10_000 }, (_, n) => importRow({ title: `Row ${n}`,
      amount: `${n % 900 + 1}.${String(n % 100).padStart(2, '0')}`,
      date: `20${String(10 + (n % 14)).padStart(2, '0')}-0${1 + (n % 9)}-${String(1 + (n % 28)).padStart(2, '0')}`,
      category: ['Food', 'Transport', 'Other', ''][n % 4] }));
    const started = Date.now();
    const made = status(await client.post('/api/imports', importBody(rows)), 201).json;
    assert.ok(Date.now() - started < 10_000, `${Date.now() - started} ms`);
    assert.deepEqual({ ...made, id: 0 }, { id: 0, count: 10_000, skipped: 0, categories_created: [], repeats: [] });
    const answer = await client.get('/api/expenses?limit=1&total=true');
    assert.equal(answer.headers['x-total-count'], '10000');
    const cents = rows.reduce((sum, row) => sum + BigInt(row.amount.replace('.', '')), 0n);
    const text = `INR ${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
    assert.equal(answer.headers['x-total-amount'], text);
    const summary = await client.get('/api/expenses/reports/summary');
    assert.equal(`INR ${writtenNumbers(summary.text, 'total_amount')[0]}`, text);
    const { n } = await one('select count(*) as n from app.expenses where ledger_id = $1 and import_id = $2',
      [ledger, made.id]);
    assert.equal(Number(n), 10_000);

    const undone = status(await client.delete(`/api/imports/${made.id}`), 200).json;
    assert.deepEqual(undone, { deleted: 10_000, kept: 0 });
    assert.equal((await client.get('/api/expenses/reports/summary')).json.total_count, 0);
  });
});

describe('errors', () => {
  test('every bad row is told, with its place and client id, and nothing is stored', async () => {
    const { client } = await person('bad-rows');
    const rows = Array.from({ length: 50 }, () => importRow());
    rows[3].amount = '12.345';
    rows[12].date = '2024-02-30';
    rows[12].title = '';
    rows[49].category = 'Nowhere';
    await unchanged(async () => {
      const answer = problem(await client.post('/api/imports', importBody(rows)), 422);
      const fields = answer.json.errors.map((it) => it.field);
      for (const field of ['rows[3].amount', 'rows[12].date', 'rows[12].title']) {
        assert.ok(fields.includes(field), `${field}: ${fields}`);
      }
      for (const n of [3, 12]) {
        const error = answer.json.errors.find((it) => it.field.startsWith(`rows[${n}].`));
        assert.ok(JSON.stringify(error).includes(rows[n].client_id), JSON.stringify(error));
      }
    });
    delete rows[3].amount;
    rows[3].amount = '1';
    [rows[12].date, rows[12].title] = ['2024-02-29', 'Fine'];
    await unchanged(async () => {
      problem(await client.post('/api/imports', importBody(rows)), 422, { field: 'rows[49].category' });
    });
  });

  test('10,000 bad rows give an answer of bounded size', async () => {
    const { client } = await person('all-bad');
    const rows = Array.from({ length: 10_000 }, () => importRow({ amount: 'x' }));
    const answer = problem(await unchanged(() => client.post('/api/imports', importBody(rows))), 422);
    assert.ok(answer.json.errors.length <= 100);
    assert.ok(answer.bytes.length < 100_000);
  });

  test('an unknown import is 404', async () => {
    const { client } = await person('no-import');
    problem(await client.delete('/api/imports/99999999'), 404);
  });
});

describe('unknown categories', () => {
  test('the preview names them, the import refuses them, or makes them when told to', async () => {
    const { client } = await person('categories');
    const rows = [importRow({ category: 'Pets' }), importRow({ category: 'pets' }), importRow({ category: 'Food' }),
      importRow({ category: 'Garden' })];
    const preview = await unchanged(async () =>
      status(await client.post('/api/imports/preview', importBody(rows)), 200).json);
    assert.equal(preview.rows, 4);
    assert.deepEqual(preview.unknown_categories.map((it) => it.toLowerCase()).sort(), ['garden', 'pets']);
    await unchanged(async () => problem(await client.post('/api/imports', importBody(rows)), 422));

    const made = status(await client.post('/api/imports', importBody(rows, { create_categories: true })), 201).json;
    assert.deepEqual(made.categories_created.map((it) => it.toLowerCase()).sort(), ['garden', 'pets']);
    assert.equal((await client.get('/api/categories')).json.length, 9);
    assert.equal((await client.get('/api/expenses?category=Pets')).json.length, 2);

  });

  test('undo takes away a category that nothing names any more; one that the trash names stays', async () => {
    const { client } = await person('unused');
    const made = status(await client.post('/api/imports', importBody([importRow({ category: 'Pets' }),
      importRow({ category: 'Garden' })], { create_categories: true })), 201).json;
    const [garden] = (await client.get('/api/expenses?category=Garden')).json;
    await client.put(`/api/expenses/${garden.id}`, { category: 'Food' });
    assert.deepEqual((await client.delete(`/api/imports/${made.id}`)).json, { deleted: 1, kept: 1 });
    const names = (await client.get('/api/categories')).json.map((it) => it.name);
    assert.ok(!names.includes('Garden'));
    assert.ok(names.includes('Pets'), 'the deleted row can be restored into it');
    await client.post('/api/trash/restore');
    assert.equal((await client.get('/api/expenses?category=Pets')).json.length, 1);
  });

  test('undo takes away the merchants, tags and payment methods that it made and nothing else has', async () => {
    const [{ client }, { client: other }] = [await person('made'), await person('made-other')];
    const row = { merchant: 'Railways', payment_method: 'Metro card', tags: ['Train', 'Trip'] };
    const names = async (who = client) => Promise.all(['merchants', 'payment-methods', 'tags'].map(async (kind) =>
      status(await who.get(`/api/${kind}`), 200).json.map(({ name }) => name).sort().join()));
    const first = ['Bank transfer', 'Card', 'Cash', 'UPI'];
    await addExpense(other, row);
    const made = status(await client.post('/api/imports', importBody([importRow(row)])), 201).json;
    assert.deepEqual(await names(), ['Railways', [...first, 'Metro card'].sort().join(), 'Train,Trip']);
    await addExpense(client, { tags: ['trip'] });
    problem(await other.delete(`/api/imports/${made.id}`), 404);
    assert.deepEqual((await client.delete(`/api/imports/${made.id}`)).json, { deleted: 1, kept: 0 });
    assert.deepEqual(await names(), ['', first.join(), 'Trip']);
    assert.deepEqual(await names(other), ['Railways', [...first, 'Metro card'].sort().join(), 'Train,Trip']);
    status(await client.post('/api/trash/restore'), 200);
    const [back] = (await client.get('/api/expenses?q=railways')).json;
    assert.deepEqual([back.merchant, back.payment_method, back.tags], ['Railways', 'Metro card', ['Train', 'Trip']]);
    assert.deepEqual(await names(), ['Railways', [...first, 'Metro card'].sort().join(), 'Train,Trip']);
  });

  test('letters of another size are the same category', async () => {
    const { client } = await person('case');
    status(await client.post('/api/imports', importBody([importRow({ category: 'FOOD' })])), 201);
    assert.equal((await client.get('/api/expenses')).json[0].category, 'Food');
  });
});

describe('repeats', () => {
  test('a row that exists is flagged, never dropped in silence', async () => {
    const { client } = await person('flagged');
    const have = await addExpense(client, { title: 'Coffee', amount: '80', date: '2024-03-01' });
    const rows = [coffee(), coffee({ amount: '81.00' }), coffee({ title: 'Tea' }), coffee({ date: '2024-03-02' })];
    const preview = status(await client.post('/api/imports/preview', importBody(rows)), 200).json;
    assert.deepEqual(preview.repeats, [{ client_id: rows[0].client_id, existing_id: have.id }]);
    assert.deepEqual([preview.rows, preview.new], [4, 3]);
    const made = status(await client.post('/api/imports', importBody(rows)), 201).json;
    assert.deepEqual(made.repeats, [{ client_id: rows[0].client_id, existing_id: have.id }]);
    assert.deepEqual([made.count, made.skipped], [4, 0]);
  });

  test('repeats are counted: two equal coffees of a file are two, one of them may be there already', async () => {
    const { client } = await person('counted');
    const rows = [coffee(), coffee(), coffee()];
    const first = status(await client.post('/api/imports', importBody(rows, { skip_repeats: true })), 201).json;
    assert.deepEqual([first.count, first.skipped, first.repeats.length], [3, 0, 0]);

    const again = status(await client.post('/api/imports', importBody([...rows, coffee(), coffee()],
      { skip_repeats: true })), 201).json;
    assert.deepEqual([again.count, again.skipped, again.repeats.length], [2, 3, 3]);
    assert.equal(new Set(again.repeats.map((it) => it.existing_id)).size, 3, 'each existing row answers for one');
    assert.equal((await client.get('/api/expenses')).json.length, 5);
  });

  test('a whole file a second time brings nothing', async () => {
    const { client } = await person('twice');
    const rows = Array.from({ length: 300 }, (_, n) => importRow({ title: `Row ${n % 100}`, amount: '5' }));
    await client.post('/api/imports', importBody(rows, { skip_repeats: true }));
    const again = status(await client.post('/api/imports', importBody(rows, { skip_repeats: true })), 201).json;
    assert.deepEqual([again.count, again.skipped], [0, 300]);
  });

  test('a deleted expense is no repeat: it may be imported again', async () => {
    const { client } = await person('deleted');
    const row = await addExpense(client, { title: 'Coffee', amount: '80', date: '2024-03-01' });
    await client.delete(`/api/expenses/${row.id}`);
    const made = status(await client.post('/api/imports', importBody([coffee()], { skip_repeats: true })), 201).json;
    assert.deepEqual([made.count, made.repeats], [1, []]);
  });

  test('the same amount in another currency is no repeat', async () => {
    const { client } = await person('currency');
    await client.post('/api/expenses', expense({ title: 'Coffee', amount: '80', date: '2024-03-01', currency: 'USD' }));
    const made = status(await client.post('/api/imports', importBody([coffee()])), 201).json;
    assert.deepEqual(made.repeats, []);
  });
});

describe('undo', () => {
  test('undo leaves rows that were edited since, says so, and a second undo does nothing', async () => {
    const { client } = await person('undo');
    const own = await addExpense(client);
    const made = status(await client.post('/api/imports', importBody([importRow(), importRow(), importRow()])),
      201).json;
    const mine = (await client.get('/api/expenses')).json.filter((row) => row.import_id === made.id);
    await client.put(`/api/expenses/${mine[0].id}`, { title: 'Edited by hand' });
    assert.deepEqual((await client.delete(`/api/imports/${made.id}`)).json, { deleted: 2, kept: 1 });
    const left = (await client.get('/api/expenses')).json.map((row) => row.id).sort((a, b) => a - b);
    assert.deepEqual(left, [own.id, mine[0].id].sort((a, b) => a - b));
    const again = status(await client.delete(`/api/imports/${made.id}`), 200).json;
    assert.equal(again.deleted, 0);
    const [listed] = (await client.get('/api/imports')).json;
    assert.ok(listed.undone_at);
    await client.post('/api/trash/restore');
    assert.equal((await client.get('/api/expenses')).json.length, 4);
  });

  test('imports are listed newest first', async () => {
    const { client } = await person('listed');
    for (const name of ['a.csv', 'b.csv', 'c.csv']) {
      await client.post('/api/imports', importBody([importRow()], { file_name: name }));
    }
    const { json } = await client.get('/api/imports');
    assert.deepEqual(json.map((it) => [it.file_name, it.count, it.undone_at]),
      [['c.csv', 1, null], ['b.csv', 1, null], ['a.csv', 1, null]]);
  });
});

describe('currencies', () => {
  test('amounts follow the decimals of the file\'s currency', async () => {
    const { client } = await person('yen');
    problem(await client.post('/api/imports', importBody([importRow({ amount: '1.50' })], { currency: 'JPY' })),
      422, { field: 'rows[0].amount' });
    status(await client.post('/api/imports', importBody([importRow({ amount: '150' })], { currency: 'JPY' })), 201);
    status(await client.post('/api/imports', importBody([importRow({ amount: '1.505' })], { currency: 'KWD' })), 201);
    const list = await client.get('/api/expenses');
    assert.deepEqual(writtenNumbers(list.text, 'amount').sort(), ['1.505', '150']);
  });
});
