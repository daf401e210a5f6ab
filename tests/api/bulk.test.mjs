// Many at once, by ids or by what a filter finds: one transaction, one operation in the history of each
// entry, one undo; totals stay the sums of the rows; nobody else's entries are ever touched.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, addMany, fillLedger, key } from '../support/builders.mjs';
import { closeDatabase, ledgerDigest, query } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';

let alice;
let bob;
before(async () => { [alice, bob] = [await person('alice'), await person('bob')]; });
after(closeDatabase);

const bulk = (who, body, options) => who.client.post('/api/expenses/bulk', body, options);
const done = async (who, body, options) => status(await bulk(who, body, options), 200).json;
const undo = async (who, id, options) => status(await who.client.post(`/api/bulk/${id}/undo`, undefined, options), 200).json;
const listOf = async (who, rest = '') => (await who.client.get(`/api/expenses?limit=200${rest}`)).json;
const readOf = async (who, id) => (await who.client.get(`/api/expenses/${id}`)).json;
const historyOf = async (who, id) => (await who.client.get(`/api/expenses/${id}/history`)).json;

// The sums that reports read are those of the rows.
async function totalsAreRight(who) {
  const kept = 'select month, category_id, currency, amount_minor, count from app.monthly_totals where ledger_id = $1';
  const summed = `select date_trunc('month', spent_on)::date, category_id, currency, sum(amount_minor), count(*)
    from app.expenses where ledger_id = $1 and deleted_at is null group by 1, 2, 3`;
  const wrong = await query(`(${kept} except ${summed}) union all (${summed} except ${kept})`, [who.ledger]);
  assert.deepEqual(wrong, []);
}

async function three(who, changes = []) {
  const rows = [{ title: 'Tea', date: '2024-01-15' }, { title: 'Bus', date: '2024-02-10', category: 'Transport' },
    { title: 'Rent', date: '2024-02-11', amount: '900' }];
  return Promise.all(rows.map((row, n) => addExpense(who.client, { ...row, ...changes[n] })));
}

describe('a bulk change by ids', () => {
  test('sets category and date, and its undo brings all of it back', async () => {
    const rows = await three(alice);
    const ids = rows.map((it) => it.id);
    const made = await done(alice, { action: 'update', ids, set: { category: 'Health', date: '2025-05-05' } });
    assert.deepEqual([made.count, made.unchanged, made.skipped], [3, 0, []]);
    for (const { id } of rows) {
      const now = await readOf(alice, id);
      assert.deepEqual([now.category, now.date, now.version], ['Health', '2025-05-05T00:00:00', 2]);
      const [event] = await historyOf(alice, id);
      assert.deepEqual([event.action, event.bulk], ['update', { id: made.id, action: 'update', count: 3 }]);
      assert.deepEqual(event.changes.map((it) => it.field).slice(-1), ['date']);
    }
    await totalsAreRight(alice);
    assert.deepEqual(await undo(alice, made.id), { count: 3, kept: 0 });
    for (const row of rows) {
      const now = await readOf(alice, row.id);
      assert.deepEqual({ ...now, version: 1, updated_at: row.updated_at }, row);
      assert.equal((await historyOf(alice, row.id))[0].bulk.action, 'undo');
    }
    await totalsAreRight(alice);
    assert.deepEqual(await undo(alice, made.id), { count: 0, kept: 0 });
  });

  test('keeps the time of day when it sets the day', async () => {
    const row = await addExpense(alice.client, { date: '2024-01-15T08:30:00' });
    await done(alice, { action: 'update', ids: [row.id], set: { date: '2024-03-01' } });
    assert.equal((await readOf(alice, row.id)).date, '2024-03-01T08:30:00');
  });

  test('leaves alone what is so already: its version stays, and without any change there is no operation', async () => {
    const rows = await three(alice);
    const ids = rows.map((it) => it.id);
    const made = await done(alice, { action: 'update', ids, set: { category: 'Transport' } });
    assert.deepEqual([made.count, made.unchanged], [2, 1]);
    assert.equal((await readOf(alice, rows[1].id)).version, 1);
    assert.deepEqual(await unchanged(() => done(alice, { action: 'update', ids, set: { category: 'transport' } })),
      { id: null, count: 0, unchanged: 3, skipped: [] });
  });

  test('puts tags on and takes them off, merchant and payment method too', async () => {
    const rows = await three(alice, [{ tags: ['Work', 'Trip'], merchant: 'Chai Point' }]);
    const ids = rows.map((it) => it.id);
    const made = await done(alice, { action: 'update', ids,
      set: { add_tags: ['trip', 'New one'], remove_tags: ['WORK', 'unknown'], merchant: 'Someone', payment_method: 'cash' } });
    assert.equal(made.count, 3);
    for (const id of ids) {
      const now = await readOf(alice, id);
      assert.deepEqual([now.tags.map((it) => it.toLowerCase()).sort(), now.merchant, now.payment_method],
        [['new one', 'trip'], 'Someone', 'Cash']);
    }
    const off = await done(alice, { action: 'update', ids, set: { merchant: null, payment_method: '', remove_tags: ['New one', 'trip'] } });
    assert.equal(off.count, 3);
    for (const id of ids) {
      const now = await readOf(alice, id);
      assert.deepEqual([now.tags, now.merchant, now.payment_method], [undefined, undefined, undefined]);
    }
    assert.deepEqual(await undo(alice, off.id), { count: 3, kept: 0 });
    assert.deepEqual(await undo(alice, made.id), { count: 3, kept: 0 });
    assert.deepEqual((await readOf(alice, ids[0])).tags.sort(), ['Trip', 'Work']);
    assert.equal((await readOf(alice, ids[0])).merchant, 'Chai Point');
    assert.equal((await readOf(alice, ids[1])).tags, undefined);
  });

  test('refuses an eleventh tag for all, with how many have too many', async () => {
    const [row] = await three(alice, [{ tags: Array.from({ length: 9 }, (_, n) => `T${n}`) }]);
    await unchanged(async () => {
      const answer = problem(await bulk(alice, { action: 'update', ids: [row.id], set: { add_tags: ['A', 'T1', 'C'] } }),
        422, { field: 'set.add_tags' });
      assert.match(answer.text, /1 entry would have more than 10 tags/);
    });
    assert.equal((await done(alice, { action: 'update', ids: [row.id],
      set: { add_tags: ['A', 'T1', 'C'], remove_tags: ['T0'] } })).count, 1);
  });

  test('deletes into the trash and restores from it; each can be undone', async () => {
    const rows = await three(alice);
    const ids = rows.map((it) => it.id);
    const gone = await done(alice, { action: 'delete', ids });
    assert.equal(gone.count, 3);
    for (const id of ids) problem(await alice.client.get(`/api/expenses/${id}`), 404);
    await totalsAreRight(alice);
    const back = await done(alice, { action: 'restore', ids: ids.slice(0, 2) });
    assert.deepEqual([back.count, back.skipped], [2, []]);
    await totalsAreRight(alice);
    assert.deepEqual(await undo(alice, gone.id), { count: 1, kept: 2 }, 'those restored since are kept');
    assert.deepEqual(await undo(alice, back.id), { count: 2, kept: 0 });
    await totalsAreRight(alice);
    assert.deepEqual((await historyOf(alice, ids[0])).map((it) => it.action), ['delete', 'restore', 'delete', 'create']);
  });

  test('what was changed since is kept by the undo, and said so', async () => {
    const rows = await three(alice);
    const made = await done(alice, { action: 'update', ids: rows.map((it) => it.id), set: { category: 'Health' } });
    await alice.client.put(`/api/expenses/${rows[0].id}`, { title: 'Mine' });
    assert.deepEqual(await undo(alice, made.id), { count: 2, kept: 1 });
    assert.equal((await readOf(alice, rows[0].id)).category, 'Health');
    await totalsAreRight(alice);
  });

  test('an undo finds the category that took the place of one that is gone', async () => {
    const pets = status(await alice.client.post('/api/categories', { name: `Pets ${key().slice(0, 8)}` }), 201).json;
    const categories = (await alice.client.get('/api/categories')).json;
    const other = categories.find((it) => it.name === 'Food');
    const row = await addExpense(alice.client, { category: pets.name });
    const made = await done(alice, { action: 'update', ids: [row.id], set: { category: 'Health' } });
    status(await alice.client.post(`/api/categories/${pets.id}/merge`, { into: other.id }), 200);
    assert.deepEqual(await undo(alice, made.id), { count: 1, kept: 0 });
    assert.equal((await readOf(alice, row.id)).category, 'Food');
    await totalsAreRight(alice);
  });

  test('names what it left out: not there, in the trash, not in the trash; twice is once', async () => {
    const rows = await three(alice);
    await alice.client.delete(`/api/expenses/${rows[2].id}`);
    const made = await done(alice, { action: 'update', ids: [rows[0].id, rows[0].id, rows[2].id, 987654321012],
      set: { category: 'Health' } });
    assert.equal(made.count, 1);
    assert.deepEqual(made.skipped, [{ id: rows[2].id, reason: 'in_trash' },
      { id: 987654321012, reason: 'not_found' }]);
    assert.deepEqual((await done(alice, { action: 'restore', ids: [rows[0].id] })).skipped,
      [{ id: rows[0].id, reason: 'not_in_trash' }]);
  });

  test('ten thousand ids fit, one more is refused', async () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => 900_000_000_000 + n);
    assert.equal((await done(alice, { action: 'delete', ids })).skipped.length, 10_000);
    problem(await bulk(alice, { action: 'delete', ids: [...ids, 1] }), 422, { field: 'ids' });
  });
});

describe('a bulk change by filter', () => {
  let who;
  before(async () => {
    who = await person('filter');
    await addMany(who.client, Array.from({ length: 700 }, (_, n) => ({ title: n % 7 === 0 ? `Chai ${n}` : `Row ${n}`,
      amount: `${n + 1}`, date: `2024-0${1 + (n % 6)}-15`, category: n % 2 ? 'Food' : 'Transport' })));
  });

  test('changes all that match, when they are as many as the person saw', async () => {
    const filter = { q: 'chai', category: 'Food', from: '2024-01-01', min: '50', max: 600 };
    const address = '&q=chai&category=Food&from=2024-01-01&min=50&max=600';
    const seen = await listOf(who, address);
    assert.ok(seen.length > 5);
    for (const wrong of [0, seen.length - 1, seen.length + 1]) {
      const answer = problem(await unchanged(() => bulk(who, { action: 'delete', filter, expected_count: wrong })), 409,
        { code: 'count_changed' });
      assert.ok(answer.json.detail.includes(String(seen.length)), answer.json.detail);
    }
    const made = await done(who, { action: 'update', filter, expected_count: seen.length,
      set: { category: 'Health', add_tags: ['Tea'] } });
    assert.deepEqual([made.count, made.skipped], [seen.length, []]);
    assert.deepEqual((await listOf(who, '&category=Health')).map((it) => it.id), seen.map((it) => it.id));
    assert.deepEqual((await listOf(who, '&tag=tea')).map((it) => it.id), seen.map((it) => it.id));
    await totalsAreRight(who);
    assert.deepEqual(await undo(who, made.id), { count: seen.length, kept: 0 });
    assert.deepEqual((await listOf(who, address)).map((it) => it.id), seen.map((it) => it.id));
    await totalsAreRight(who);
  });

  test('an empty filter is everything', async () => {
    const made = await done(who, { action: 'delete', filter: {}, expected_count: 700 });
    assert.equal(made.count, 700);
    assert.deepEqual(await listOf(who), []);
    await totalsAreRight(who);
    assert.deepEqual(await undo(who, made.id), { count: 700, kept: 0 });
    assert.equal((await listOf(who)).length, 200);
    await totalsAreRight(who);
  });
});

describe('all of a ledger', () => {
  const many = 100_000;
  const counts = async (who) => (await query(`select count(*) filter (where deleted_at is null) as live,
    count(*) filter (where deleted_at is not null) as gone from app.expenses where ledger_id = $1`, [who.ledger]))[0];

  test('a hundred thousand entries go to the trash and come back, each as one operation', async () => {
    const who = await person('hundred-thousand');
    await fillLedger(who.ledger, many);
    await addExpense(bob.client);
    const theirs = await ledgerDigest(bob.ledger);
    const headers = { 'Idempotency-Key': key() };
    const cleared = status(await who.client.delete('/api/expenses/clear', { headers }), 200);
    assert.equal(cleared.json.count, many);
    assert.deepEqual(await counts(who), { live: 0n, gone: BigInt(many) });
    await totalsAreRight(who);
    const again = status(await who.client.delete('/api/expenses/clear', { headers }), 200);
    assert.deepEqual([again.json, again.headers['idempotent-replayed']], [cleared.json, 'true']);
    const back = status(await who.client.post('/api/trash/restore', undefined, { headers: { 'Idempotency-Key': key() } }), 200);
    assert.equal(back.json.count, many);
    assert.deepEqual(await counts(who), { live: BigInt(many), gone: 0n });
    await totalsAreRight(who);
    assert.equal(await ledgerDigest(bob.ledger), theirs);
  });
});

describe('bad input', () => {
  const cases = [
    [{}, 'action'], [{ action: 'eat', ids: [1] }, 'action'],
    [{ action: 'delete' }, 'ids'], [{ action: 'delete', ids: [] }, 'ids'],
    [{ action: 'delete', ids: [1], filter: {}, expected_count: 1 }, 'ids'],
    [{ action: 'delete', ids: [0] }, 'ids'], [{ action: 'delete', ids: ['1'] }, 'ids'],
    [{ action: 'delete', ids: [1.5] }, 'ids'], [{ action: 'delete', ids: [null] }, 'ids'],
    [{ action: 'delete', ids: [1], expected_count: 1 }, 'expected_count'],
    [{ action: 'delete', ids: [1], set: { category: 'Food' } }, 'set'],
    [{ action: 'delete', filter: {} }, 'expected_count'],
    [{ action: 'delete', filter: {}, expected_count: -1 }, 'expected_count'],
    [{ action: 'delete', filter: { from: 'x' }, expected_count: 1 }, 'filter.from'],
    [{ action: 'delete', filter: { nothing: 1 }, expected_count: 1 }, 'filter.nothing'],
    [{ action: 'restore', filter: {}, expected_count: 1 }, 'filter'],
    [{ action: 'update', ids: [1] }, 'set'], [{ action: 'update', ids: [1], set: {} }, 'set'],
    [{ action: 'update', ids: [1], set: { category: 'Nowhere' } }, 'set.category'],
    [{ action: 'update', ids: [1], set: { category: ' ' } }, 'set.category'],
    [{ action: 'update', ids: [1], set: { category: null } }, 'set.category'],
    [{ action: 'update', ids: [1], set: { date: '2024-02-30' } }, 'set.date'],
    [{ action: 'update', ids: [1], set: { title: 'All the same' } }, 'set.title'],
    [{ action: 'update', ids: [1], set: { add_tags: [] } }, 'set.add_tags'],
    [{ action: 'update', ids: [1], set: { add_tags: [''] } }, 'set.add_tags'],
    [{ action: 'update', ids: [1], set: { add_tags: [7] } }, 'set.add_tags'],
    [{ action: 'update', ids: [1], set: { remove_tags: Array.from({ length: 11 }, (_, n) => `t${n}`) } }, 'set.remove_tags'],
    [{ action: 'update', ids: [1], set: { merchant: 'x'.repeat(101) } }, 'set.merchant'],
  ];
  for (const [body, field] of cases) {
    test(`${JSON.stringify(body).slice(0, 90)} is told at ${field}, and changes nothing`, () => unchanged(async () => {
      problem(await bulk(alice, body), 422, { field });
    }));
  }
});

describe('once means once', () => {
  test('a repeated key is answered from what was kept; another body under it is refused', async () => {
    const rows = await three(alice);
    const headers = { 'Idempotency-Key': key() };
    const body = { action: 'update', ids: rows.map((it) => it.id), set: { category: 'Health' } };
    const first = await done(alice, body, { headers });
    await alice.client.put(`/api/expenses/${rows[0].id}`, { category: 'Food' });
    const again = status(await bulk(alice, body, { headers }), 200);
    assert.deepEqual(again.json, first);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal((await readOf(alice, rows[0].id)).category, 'Food');
    problem(await bulk(alice, { ...body, set: { category: 'Food' } }, { headers }), 422, { code: 'idempotency_key_reused' });
    const undoKey = { headers: { 'Idempotency-Key': key() } };
    const back = await undo(alice, first.id, undoKey);
    assert.deepEqual(back, { count: 2, kept: 1 });
    assert.deepEqual(await undo(alice, first.id, undoKey), back);
  });

  test('changes of the same entries at the same time: each as a whole, and the totals stay right', async () => {
    const who = await person('race');
    await addMany(who.client, Array.from({ length: 60 }, (_, n) => ({ title: `Row ${n}`, date: `2024-0${1 + (n % 6)}-01` })));
    const ids = (await listOf(who)).map((it) => it.id);
    const answers = await Promise.all(['Food', 'Health', 'Transport', 'Other', 'Food', 'Health'].map((category, n) =>
      bulk(who, n % 2 ? { action: 'update', ids: ids.toReversed(), set: { category } }
        : { action: 'update', filter: {}, expected_count: 60, set: { category, date: `2025-0${n + 1}-01` } })));
    for (const answer of answers) status(answer, 200);
    assert.equal(new Set((await listOf(who)).map((it) => it.category)).size, 1, 'all by the last one');
    await totalsAreRight(who);
  });
});

describe('two people', () => {
  test("an id of another's is as one that never was, alone or among one's own", async () => {
    const [hers] = await three(alice);
    const [his] = await three(bob);
    const before_ = await ledgerDigest(alice.ledger);
    for (const action of ['delete', 'restore', 'update']) {
      const set = action === 'update' ? { set: { category: 'Health' } } : {};
      const made = await done(bob, { action, ids: [hers.id, his.id], ...set });
      assert.ok(made.skipped.some((it) => it.id === hers.id && it.reason === 'not_found'), JSON.stringify(made));
    }
    assert.equal(await ledgerDigest(alice.ledger), before_);
  });

  test("another's operation can't be undone, nor seen", async () => {
    const [hers] = await three(alice);
    const made = await done(alice, { action: 'delete', ids: [hers.id] });
    const asMissing = problem(await bob.client.post('/api/bulk/987654321012/undo'), 404);
    const answer = problem(await bob.client.post(`/api/bulk/${made.id}/undo`), 404);
    assert.equal(answer.json.detail, asMissing.json.detail);
    assert.deepEqual(await undo(alice, made.id), { count: 1, kept: 0 });
  });

  test('a filter finds only its own', async () => {
    const count = Number((await bob.client.get('/api/expenses?total=true&limit=1')).headers['x-total-count']);
    const before_ = await ledgerDigest(alice.ledger);
    assert.equal((await done(bob, { action: 'delete', filter: {}, expected_count: count })).count, count);
    assert.equal(await ledgerDigest(alice.ledger), before_);
  });

  test('nobody is 401', async () => {
    problem(await anonymous.post('/api/expenses/bulk', { action: 'delete', ids: [1] }), 401);
    problem(await anonymous.post('/api/bulk/1/undo'), 401);
  });
});
