// Categories: two levels, archive, order, merge and delete, and what becomes of their entries.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, addMany, importBody, importRow, key } from '../support/builders.mjs';
import { closeDatabase, ledgerDigest, query } from '../support/database.mjs';
import { person } from '../support/people.mjs';

let counter = 0;
let user;
let api;
before(async () => { user = await person('categories'); api = user.client; });
after(closeDatabase);

const list = async (client = api) => status(await client.get('/api/categories'), 200).json;
const named = async (name, client = api) => (await list(client)).find((it) => it.name === name);
async function add(changes = {}, client = api) {
  counter += 1;
  return status(await client.post('/api/categories', { name: `Category ${counter}`, ...changes }), 201).json;
}
const change = (it, changes, headers, client = api) => client.put(`/api/categories/${it.id}`, changes, { headers });
const tree = async (client) => (await list(client)).map((it) =>
  `${it.parent_id ? '-' : ''}${it.name}${it.archived ? '*' : ''}`).join(' ');

// Months of a ledger whose total isn't the sum of its live entries.
const wrongTotals = () => query(`
  select 1 from app.monthly_totals t
    full join (select ledger_id, date_trunc('month', spent_on::timestamp)::date as month, category_id, currency,
                      sum(amount_minor) as amount_minor, count(*) as count
                 from app.expenses where deleted_at is null group by 1, 2, 3, 4) e
      using (ledger_id, month, category_id, currency)
   where (t.amount_minor, t.count) is distinct from (e.amount_minor, e.count)`);

describe('the list', () => {
  test('has the seven of a new person, at the top, with Other as what takes the rest', async () => {
    const { client } = await person('new');
    const all = await list(client);
    assert.equal(all.length, 7);
    assert.ok(all.every((it) => it.parent_id === null && !it.archived && it.version === 1 && it.count === 0));
    assert.deepEqual(all.filter((it) => it.fallback).map((it) => it.name), ['Other']);
    assert.deepEqual(all.map((it) => it.position), [1, 2, 3, 4, 5, 6, 7]);
  });

  test("counts a category's own live entries", async () => {
    const { client } = await person('counted');
    const one = await addExpense(client, { category: 'Food' });
    await addExpense(client, { category: 'Food' });
    await client.delete(`/api/expenses/${one.id}`);
    assert.equal((await named('Food', client)).count, 1);
  });
});

describe('adding', () => {
  test('answers the category with Location and ETag, at the end of the list', async () => {
    const answer = status(await api.post('/api/categories', { name: ' Pets ', icon: '🐘', color_light: '#ABCDEF',
      color_dark: '#012345' }), 201);
    assert.equal(answer.headers.location, `/api/categories/${answer.json.id}`);
    assert.equal(answer.headers.etag, '"1"');
    assert.deepEqual([answer.json.name, answer.json.icon, answer.json.color_light, answer.json.color_dark],
      ['Pets', '🐘', '#abcdef', '#012345']);
    assert.equal((await list()).at(-1).id, answer.json.id);
    assert.equal((await addExpense(api, { category: 'pets' })).category, 'Pets');
  });

  test('chooses colours and icon that are left out', async () => {
    const made = await add();
    assert.match(made.color_light, /^#[0-9a-f]{6}$/);
    assert.match(made.color_dark, /^#[0-9a-f]{6}$/);
    assert.equal(made.icon, '📦');
  });

  test('puts a sub-category below its parent', async () => {
    const food = await named('Food');
    const made = await add({ parent_id: food.id });
    const all = await list();
    assert.equal(made.parent_id, food.id);
    assert.equal(all[all.findIndex((it) => it.id === food.id) + 1].id, made.id);
    problem(await api.post('/api/categories', { name: 'Too deep', parent_id: made.id }), 422,
      { field: 'parent_id', fieldCode: 'too_deep' });
  });

  test('refuses a name that is taken, whatever its case and accents', async () => {
    await add({ name: 'Café' });
    for (const name of ['Café', 'cafe', ' CAFÉ ', 'Cafe\u0301']) {
      await unchanged(async () => problem(await api.post('/api/categories', { name }), 422,
        { field: 'name', fieldCode: 'name_taken' }));
    }
  });

  test('is done once when two ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.post('/api/categories', { name: 'Race' })));
    assert.deepEqual(answers.map((it) => it.status).sort(), [201, 422, 422, 422, 422, 422, 422, 422]);
  });

  const bad = [
    ['no name', {}, 'name'], ['a name of blanks', { name: '  \u00a0' }, 'name'],
    ['a name of 61 characters', { name: 'x'.repeat(61) }, 'name'], ['a line break in a name', { name: 'a\nb' }, 'name'],
    ['a number as name', { name: 7 }, 'name'], ['two emoji', { name: 'a', icon: '🍕🍕' }, 'icon'],
    ['a letter as icon', { name: 'a', icon: 'F' }, 'icon'], ['an empty icon', { name: 'a', icon: '' }, 'icon'],
    ['a tag as icon', { name: 'a', icon: '<b>' }, 'icon'],
    ['a colour name', { name: 'a', color_light: 'red' }, 'color_light'],
    ['a short colour', { name: 'a', color_dark: '#fff' }, 'color_dark'],
    ['a colour with more', { name: 'a', color_dark: '#ffffff;' }, 'color_dark'],
    ['a parent that is none', { name: 'a', parent_id: 987_654_321 }, 'parent_id'],
    ['a parent of 0', { name: 'a', parent_id: 0 }, 'parent_id'],
    ['a parent as text', { name: 'a', parent_id: '1' }, 'parent_id'],
    ['archived from the start', { name: 'a', archived: true }, 'archived'],
    ['an id', { name: 'a', id: 1 }, 'id'], ['a version', { name: 'a', version: 1 }, 'version'],
    ['a ledger', { name: 'a', ledger_id: 1 }, 'ledger_id'],
  ];
  for (const [what, sent, field] of bad) {
    test(`refuses ${what} and stores nothing`, () => unchanged(async () =>
      problem(await api.post('/api/categories', sent), 422, { field })));
  }

  for (const icon of ['🛍️', '🇮🇳', '👨‍👩‍👧‍👦', '1️⃣', '👍🏽', '☕']) {
    test(`takes ${icon} as an icon`, async () => assert.equal((await add({ icon })).icon, icon));
  }
});

describe('changing', () => {
  test('renames on every entry at once', async () => {
    const it = await add();
    const entry = await addExpense(api, { category: it.name });
    const answer = status(await change(it, { name: 'Renamed' }, { 'If-Match': '"1"' }), 200);
    assert.deepEqual([answer.json.name, answer.json.version, answer.headers.etag], ['Renamed', 2, '"2"']);
    const now = (await api.get(`/api/expenses/${entry.id}`)).json;
    assert.deepEqual([now.category, now.version], ['Renamed', 1]);
  });

  test('with an older version is 412 and changes nothing', async () => {
    const it = await add();
    status(await change(it, { icon: '🍎' }), 200);
    await unchanged(async () => {
      const answer = problem(await change(it, { icon: '🍐' }, { 'If-Match': '"1"' }), 412, { code: 'version_mismatch' });
      assert.equal(answer.headers.etag, '"2"');
    });
  });

  test('nothing keeps the version', async () => {
    const it = await add();
    for (const sent of [{}, { name: it.name }, { icon: it.icon, color_light: it.color_light.toUpperCase() },
      { archived: false }, { parent_id: null }]) {
      assert.equal(status(await change(it, sent), 200).json.version, 1, JSON.stringify(sent));
    }
  });

  test('moves below another and back to the top', async () => {
    const [parent, it] = [await add(), await add()];
    assert.equal(status(await change(it, { parent_id: parent.id }), 200).json.parent_id, parent.id);
    problem(await change(parent, { parent_id: (await named('Health')).id }), 422,
      { field: 'parent_id', fieldCode: 'has_children' });
    problem(await change(parent, { parent_id: parent.id }), 422, { field: 'parent_id', fieldCode: 'own_parent' });
    assert.equal(status(await change(it, { parent_id: null }), 200).json.parent_id, null);
  });

  test('two moves at one time never make three levels', async () => {
    for (let n = 0; n < 10; n += 1) {
      const [a, b, c] = [await add(), await add(), await add()];
      await Promise.all([change(a, { parent_id: b.id }), change(b, { parent_id: c.id })]);
      const all = await list();
      const of = (id) => all.find((it) => it.id === id);
      assert.ok(of(a.id).parent_id === null || of(b.id).parent_id === null);
    }
  });

  test('keeps Other at the top and in use, but it can have another name', async () => {
    const { client } = await person('other');
    const other = await named('Other', client);
    problem(await client.put(`/api/categories/${other.id}`, { archived: true }), 422, { field: 'archived' });
    problem(await client.put(`/api/categories/${other.id}`, { parent_id: (await named('Food', client)).id }), 422,
      { field: 'parent_id' });
    status(await client.put(`/api/categories/${other.id}`, { name: 'Sonstiges' }), 200);
    assert.equal((await addExpense(client, { category: undefined })).category, 'Sonstiges');
    assert.equal((await addExpense(client, { category: ' ' })).category, 'Sonstiges');
  });
});

describe('an archived category', () => {
  let old;
  let entry;
  before(async () => {
    old = await add({ name: 'Old hobby' });
    entry = await addExpense(api, { category: 'Old hobby' });
    old = status(await change(old, { archived: true }), 200).json;
  });

  test('is listed as archived and stays on its entries', async () => {
    assert.equal((await named('Old hobby')).archived, true);
    assert.equal((await api.get(`/api/expenses/${entry.id}`)).json.category, 'Old hobby');
  });

  test('is refused for new entries, in a sentence', () => unchanged(async () => {
    const answer = problem(await api.post('/api/expenses', { title: 'x', amount: 1, category: 'old HOBBY' }), 422,
      { field: 'category', fieldCode: 'archived_category' });
    assert.match(answer.json.detail, /"old HOBBY" is archived/);
  }));

  test('is refused when another entry would move to it, not when its own is changed', async () => {
    const other = await addExpense(api);
    problem(await api.put(`/api/expenses/${other.id}`, { category: 'Old hobby' }), 422,
      { field: 'category', fieldCode: 'archived_category' });
    const answer = status(await api.put(`/api/expenses/${entry.id}`, { category: 'Old hobby', title: 'Glue' }), 200);
    assert.deepEqual([answer.json.title, answer.json.category], ['Glue', 'Old hobby']);
  });

  test('is refused in an import with its row, and named by the preview', async () => {
    const body = importBody([importRow(), importRow({ category: 'Old Hobby' })], { create_categories: true });
    const seen = status(await api.post('/api/imports/preview', body), 200).json;
    assert.deepEqual([seen.archived_categories, seen.unknown_categories], [['Old hobby'], []]);
    await unchanged(async () => problem(await api.post('/api/imports', body), 422,
      { field: 'rows[1].category', fieldCode: 'archived_category' }));
  });

  test('gets no sample expenses', async () => {
    const { client } = await person('samples');
    for (const it of await list(client)) {
      if (!['Food', 'Other'].includes(it.name)) status(await change(it, { archived: true }, undefined, client), 200);
    }
    const rows = status(await client.post('/api/expenses/seed?count=50'), 201).json;
    assert.equal(rows.length, 50);
    assert.deepEqual(rows.filter((row) => !['Food', 'Other'].includes(row.category)), []);
  });

  test('takes those below it along, there and back', async () => {
    const { client } = await person('archive');
    const food = await named('Food', client);
    await add({ name: 'Fruit', parent_id: food.id }, client);
    await client.put(`/api/categories/${food.id}`, { archived: true });
    assert.match(await tree(client), /^Food\* -Fruit\* /);
    problem(await client.post('/api/categories', { name: 'Bread', parent_id: food.id }), 422,
      { field: 'parent_id', fieldCode: 'archived_category' });
    await client.put(`/api/categories/${food.id}`, { archived: false });
    assert.match(await tree(client), /^Food -Fruit /);
  });
});

describe('the order', () => {
  test('is given for some, and the others keep their places', async () => {
    const { client } = await person('order');
    const ids = Object.fromEntries((await list(client)).map((it) => [it.name, it.id]));
    const answer = status(await client.post('/api/categories/order', { ids: [ids.Other, ids.Food, ids.Health] }), 200);
    assert.deepEqual(answer.json.map((it) => it.name),
      ['Other', 'Entertainment', 'Food', 'Utilities', 'Transport', 'Shopping', 'Health']);
    assert.deepEqual(answer.json, await list(client));
  });

  test('refuses what is no list of different own categories', async () => {
    const food = await named('Food');
    const theirs = await named('Food', (await person('theirs')).client);
    for (const [ids, field] of [[[food.id, food.id], 'ids[1]'], [[theirs.id], 'ids[0]'], [[0], 'ids[0]'], [['1'], 'ids[0]'],
      [[1.5], 'ids[0]'], [null, 'ids'], ['1', 'ids'], [Array(1001).fill(1), 'ids']]) {
      await unchanged(async () => problem(await api.post('/api/categories/order', { ids }), 422, { field }));
    }
  });
});

describe('merging', () => {
  test('moves entries, trash, history and totals in one step', async () => {
    const { client, ledger } = await person('merge');
    const [food, health] = [await named('Food', client), await named('Health', client)];
    await addMany(client, Array.from({ length: 300 }, (_, n) => ({ category: n % 3 ? 'Food' : 'Health',
      amount: `${n + 1}.25`, date: `2023-${String(1 + n % 12).padStart(2, '0')}-15`, title: `Row ${n}` })));
    const gone = await addExpense(client, { category: 'Food' });
    await client.delete(`/api/expenses/${gone.id}`);
    const sum = (await client.get('/api/expenses?total=true')).headers['x-total-amount'];
    const merged = status(await client.post(`/api/categories/${food.id}/merge`, { into: health.id, expected_count: 200 },
      { headers: { 'If-Match': `"${food.version}"` } }), 200).json;
    assert.deepEqual(merged, { id: health.id, name: 'Health', count: 200 });
    assert.equal(await named('Food', client), undefined);
    assert.equal((await named('Health', client)).count, 300);
    assert.equal((await client.get('/api/expenses?total=true')).headers['x-total-amount'], sum);
    assert.equal((await client.post(`/api/expenses/${gone.id}/restore`)).json.category, 'Health');
    assert.deepEqual(await wrongTotals(), []);
    const [{ n }] = await query(`select count(*) as n from app.expense_history
      where ledger_id = $1 and (snapshot ->> 'category_id')::bigint = $2`, [ledger, food.id]);
    assert.equal(Number(n), 202); // 201 moved; the one in the trash also when it was deleted
  });

  test('is refused when the count is another, with what it is', async () => {
    const it = await add();
    await addExpense(api, { category: it.name });
    const into = (await named('Food')).id;
    await unchanged(async () => {
      const answer = problem(await api.post(`/api/categories/${it.id}/merge`, { into, expected_count: 0 }), 409,
        { code: 'count_changed' });
      assert.match(answer.json.detail, /has 1 entries now/);
    });
  });

  test('is refused for Other, for itself, and into what is not there or archived', async () => {
    const [it, other, archived] = [await add(), await named('Other'), await add()];
    await change(archived, { archived: true });
    const theirs = await named('Food', (await person('theirs')).client);
    const merge = (from, body) => unchanged(() => api.post(`/api/categories/${from}/merge`, body));
    problem(await merge(other.id, { into: it.id }), 409, { code: 'fallback' });
    problem(await merge(it.id, { into: it.id }), 422, { field: 'into', fieldCode: 'same_category' });
    problem(await merge(it.id, { into: archived.id }), 422, { field: 'into', fieldCode: 'archived_category' });
    for (const into of [theirs.id, 987_654_321, 0, -1, null, 'Food']) problem(await merge(it.id, { into }), 422, { field: 'into' });
    problem(await merge(it.id, {}), 422, { field: 'into' });
    problem(await merge(it.id, { into: other.id, expected_count: -1 }), 422, { field: 'expected_count' });
  });

  test('happens once under one key, and its repeat says the same', async () => {
    const [from, into] = [await add(), await add()];
    const headers = { 'Idempotency-Key': key() };
    const first = status(await api.post(`/api/categories/${from.id}/merge`, { into: into.id }, { headers }), 200);
    const again = status(await api.post(`/api/categories/${from.id}/merge`, { into: into.id }, { headers }), 200);
    assert.deepEqual(again.json, first.json);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    problem(await api.post(`/api/categories/${from.id}/merge`, { into: into.id }), 404);
  });

  test('while entries are added to both loses none', async () => {
    const { client } = await person('busy');
    const [from, into] = [await add({ name: 'From' }, client), await add({ name: 'Into' }, client)];
    let added = 0;
    let refused = 0;
    const adder = async (category) => {
      for (let n = 0; n < 25; n += 1) {
        const answer = await client.post('/api/expenses', { title: 'x', amount: 1, category });
        if (answer.status === 201) added += 1;
        else { problem(answer, 422); refused += 1; }
      }
    };
    const both = [adder('From'), adder('From'), adder('Into'), adder('Into')];
    const merged = await client.post(`/api/categories/${from.id}/merge`, { into: into.id });
    await Promise.all(both);
    status(merged, 200);
    assert.equal(added + refused, 100);
    assert.equal((await named('Into', client)).count, added);
    assert.deepEqual(await wrongTotals(), []);
  });
});

describe('deleting', () => {
  test('needs a new home for entries', async () => {
    const it = await add();
    const entry = await addExpense(api, { category: it.name });
    await unchanged(async () => problem(await api.delete(`/api/categories/${it.id}`), 422,
      { field: 'move_to', fieldCode: 'required' }));
    const home = await named('Shopping');
    const answer = status(await api.delete(`/api/categories/${it.id}?move_to=${home.id}`), 200);
    assert.equal(answer.json.count, 1);
    assert.equal((await api.get(`/api/expenses/${entry.id}`)).json.category, 'Shopping');
    problem(await api.delete(`/api/categories/${it.id}`), 404);
  });

  test('gives what is only in the trash to Other, and what is below to the top', async () => {
    const { client } = await person('delete');
    const food = await named('Food', client);
    await add({ name: 'Fruit', parent_id: food.id }, client);
    const entry = await addExpense(client, { category: 'Food' });
    await client.delete(`/api/expenses/${entry.id}`);
    status(await client.delete(`/api/categories/${food.id}`), 200);
    assert.equal((await client.post(`/api/expenses/${entry.id}/restore`)).json.category, 'Other');
    assert.equal((await named('Fruit', client)).parent_id, null);
    assert.deepEqual(await wrongTotals(), []);
  });

  test('is refused for Other, an older version and a home that is none', async () => {
    const [it, other] = [await add(), await named('Other')];
    const theirs = await named('Food', (await person('theirs')).client);
    problem(await api.delete(`/api/categories/${other.id}`), 409, { code: 'fallback' });
    problem(await api.delete(`/api/categories/${it.id}`, { headers: { 'If-Match': '"7"' } }), 412);
    for (const home of [it.id, theirs.id, 0, 'x', '1.5']) {
      problem(await api.delete(`/api/categories/${it.id}?move_to=${home}`), 422, { field: 'move_to' });
    }
  });
});

describe("one person's categories in another's hands", () => {
  test('are not there, whatever is asked, and stay as they are', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    const secret = await add({ name: 'Secret of Alice' }, alice.client);
    await addExpense(alice.client, { category: secret.name });
    const own = await named('Food', bob.client);
    const digest = await ledgerDigest(alice.ledger);
    const attempts = [
      ['PUT', '', { name: 'Taken' }], ['PUT', '', { archived: true }], ['PUT', '', { parent_id: own.id }],
      ['DELETE', '', undefined], ['DELETE', `?move_to=${own.id}`, undefined], ['POST', '/merge', { into: own.id }],
      ['POST', '/merge', { into: own.id, expected_count: 1 }],
    ];
    for (const [method, rest, body] of attempts) {
      for (const headers of [{}, { 'If-Match': '"1"' }, { 'Idempotency-Key': key() }]) {
        const send = (id) => bob.client.call(method, `/api/categories/${id}${rest}`, { body, headers });
        const theirs = problem(await send(secret.id), 404);
        const none = problem(await send(987_654_321_012), 404);
        assert.deepEqual({ ...theirs.json, request_id: '' }, { ...none.json, request_id: '' });
      }
    }
    for (const [path, body] of [['/api/categories/order', { ids: [secret.id] }],
      ['/api/categories', { name: 'x', parent_id: secret.id }], [`/api/categories/${own.id}/merge`, { into: secret.id }]]) {
      const answer = problem(await bob.client.post(path, body), 422);
      assert.ok(!answer.text.includes('Secret'), answer.text);
    }
    problem(await bob.client.put(`/api/categories/${own.id}`, { parent_id: secret.id }), 422);
    problem(await bob.client.delete(`/api/categories/${own.id}?move_to=${secret.id}`), 422);
    assert.ok((await list(bob.client)).every((it) => it.name !== secret.name));
    assert.equal(await ledgerDigest(alice.ledger), digest);
    assert.equal(status(await bob.client.post('/api/categories', { name: secret.name }), 201).json.name, secret.name);
  });
});
