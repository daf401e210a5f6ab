// Recurring expenses: what a rule makes and when, what a change does to it and to what it made, and
// that nobody else's rule ever answers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, key } from '../support/builders.mjs';
import { closeDatabase, ledgerDigest, one, query } from '../support/database.mjs';
import { browserPerson, person } from '../support/people.mjs';

const path = '/api/recurring';
const missing = 987_654_321_012;
const rule = (changes = {}) => ({ title: 'Rent', amount: '100.00', category: 'Utilities', unit: 'month', ...changes });

let anna;
let ben;
let api;
before(async () => {
  [anna, ben] = [await person('recurring-anna'), await person('recurring-ben')];
  api = anna.client;
});
after(closeDatabase);

// A day by its distance from the person's own today, which is UTC's here.
const today = async (days = 0) =>
  (await one("select ((now() at time zone 'UTC')::date + $1::integer)::text as day", [days])).day;
const add = async (changes, client = api) => status(await client.post(path, rule(changes)), 201);
const made = async (id) => query(`select id, title, spent_on::text as day, deleted_at from app.expenses
  where recurring_id = $1 order by recurring_on`, [id]);
const daily = async (first, count) => (await add({ unit: 'day', starts_on: await today(first), expected_count: count })).json;

describe('adding', () => {
  test('one that starts later makes nothing yet and says when it will', async () => {
    const starts = await today(40);
    const answer = await add({ starts_on: starts });
    assert.equal(answer.headers.location, `${path}/${answer.json.id}`);
    assert.equal(answer.headers.etag, '"1"');
    assert.equal(answer.json.next_date, starts);
    assert.equal(answer.json.upcoming.length, 5);
    assert.equal(answer.json.made_now, 0);
    assert.match(answer.text, /"amount":100\.00/);
    const read = status(await api.get(answer.headers.location), 200).json;
    assert.deepEqual({ ...read, made_now: 0, changed: 0 }, answer.json);
  });

  test('a back-dated start is refused until its number is confirmed, and then makes each date', async () => {
    const body = rule({ unit: 'day', starts_on: await today(-9) });
    const preview = status(await api.post(`${path}/preview`, { unit: 'day', starts_on: body.starts_on }), 200).json;
    assert.equal(preview.expected_count, 10);
    assert.deepEqual([preview.dates[0], preview.dates[9], preview.dates.length],
      [body.starts_on, await today(), 10]);
    assert.deepEqual([preview.upcoming.length, preview.upcoming[0], preview.total], [12, await today(1), null]);
    await unchanged(async () => {
      assert.deepEqual(problem(await api.post(path, body), 422).json.errors.map((it) => [it.field, it.code]),
        [['expected_count', 'confirmation_needed']]);
      assert.equal(problem(await api.post(path, { ...body, expected_count: 9 }), 409).json.code, 'count_changed');
    });
    const answer = status(await api.post(path, { ...body, expected_count: 10 }), 201).json;
    assert.equal(answer.made_now, 10);
    const rows = await made(answer.id);
    assert.deepEqual([rows.length, rows[0].day, rows[9].day], [10, body.starts_on, await today()]);
  });

  test('the same key twice makes one rule and its entries once', async () => {
    const headers = { 'Idempotency-Key': key() };
    const body = rule({ unit: 'day', starts_on: await today(-1), expected_count: 2 });
    const first = status(await api.post(path, body, { headers }), 201);
    const again = status(await api.post(path, body, { headers }), 201);
    assert.deepEqual(again.json, first.json);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal((await made(first.json.id)).length, 2);
  });

  test('the 31st is kept through short months, and the last day through all', async () => {
    const answer = (await add({ starts_on: '2099-01-31' })).json;
    assert.deepEqual(answer.upcoming, ['2099-01-31', '2099-02-28', '2099-03-31', '2099-04-30', '2099-05-31']);
    assert.deepEqual([answer.anchor_day, answer.last_day], [31, false]);
    const last = (await add({ starts_on: '2099-02-10', last_day: true, count: 3 })).json;
    assert.deepEqual(last.upcoming, ['2099-02-28', '2099-03-31', '2099-04-30']);
    assert.deepEqual([last.starts_on, last.last_day, last.count], ['2099-02-28', true, 3]);
    const leap = (await add({ unit: 'year', starts_on: '2096-02-29', every: 4 })).json;
    assert.deepEqual(leap.upcoming.slice(0, 3), ['2096-02-29', '2100-02-28', '2104-02-29']);
  });

  test('an expense that is there already becomes the first one', async () => {
    const starts = await today(-7);
    const tea = await addExpense(api, { title: 'Tea', date: starts });
    const body = { unit: 'week', starts_on: starts, from_expense: tea.id };
    assert.equal(status(await api.post(`${path}/preview`, body), 200).json.expected_count, 1);
    const answer = (await add({ ...body, title: 'Tea' })).json;
    assert.deepEqual([answer.made_now, answer.made], [1, 2]);
    assert.deepEqual((await made(answer.id)).map((it) => it.day), [starts, await today()]);
    const theirs = await addExpense(ben.client);
    const refused = problem(await api.post(path, rule({ from_expense: theirs.id })), 422).json;
    assert.deepEqual(refused.errors.map((it) => [it.field, it.code]), [['from_expense', 'not_found']]);
  });
});

describe('what was made', () => {
  test('carries its rule wherever an expense is shown, and others carry none', async () => {
    const dora = (await person('recurring-dora')).client;
    const { id } = (await add({ unit: 'day', starts_on: await today(-1), expected_count: 2 }, dora)).json;
    const tea = await addExpense(dora, { note: 'Hot' });
    assert.ok(!('recurring_id' in tea));
    for (const list of ['/api/expenses', '/api/expenses?sort=amount_desc', '/api/expenses?q=rent']) {
      const rows = status(await dora.get(list), 200).json.filter((it) => it.title === 'Rent');
      assert.deepEqual(rows.map((it) => it.recurring_id), [id, id], list);
    }
    const [row] = await made(id);
    assert.equal(status(await dora.get(`/api/expenses/${row.id}`), 200).json.recurring_id, id);
    const changed = status(await dora.put(`/api/expenses/${row.id}`, { title: 'Moved', note: 'Once' }), 200).json;
    assert.deepEqual([changed.recurring_id, changed.note], [id, 'Once']);
    assert.equal(status(await dora.delete(`/api/expenses/${row.id}`), 200).json.recurring_id, id);
    assert.equal(status(await dora.get('/api/trash'), 200).json[0].recurring_id, id);
  });
});

describe('what is refused, with the field and a sentence', () => {
  const bad = [
    ['no unit', 'unit', { unit: undefined }], ['unit', 'unit', { unit: 'hour' }], ['unit null', 'unit', { unit: null }],
    ['every 0', 'every', { every: 0 }], ['every 1000', 'every', { every: 1000 }], ['every 1.5', 'every', { every: 1.5 }],
    ['count 0', 'count', { count: 0 }], ['count 10001', 'count', { count: 10001 }],
    ['both ends', 'count', { count: 3, ends_on: '2099-01-01' }],
    ['a start that is no day', 'starts_on', { starts_on: '2099-02-30' }],
    ['an end that is no day', 'ends_on', { ends_on: 'soon' }],
    ['an end before the start', 'ends_on', { starts_on: '2099-02-02', ends_on: '2099-02-01' }],
    ['a start so early that too many would come', 'starts_on', { unit: 'day', starts_on: '1950-01-01' }],
    ['last_day a word', 'last_day', { last_day: 'yes' }], ['a blank title', 'title', { title: ' ' }],
    ['too many decimals', 'amount', { amount: '1.234' }], ['no such category', 'category', { category: 'Zoo' }],
    ['no such currency', 'currency', { currency: 'XXQ' }], ['an unknown field', 'next_on', { next_on: '2099-01-01' }],
    ['a field of the server', 'paused', { paused: true }],
  ];
  for (const [name, field, changes] of bad) {
    test(`POST: ${name}`, () => unchanged(async () => {
      const { errors } = problem(await api.post(path, rule({ starts_on: '2099-02-02', ...changes })), 422).json;
      assert.deepEqual(errors.map((it) => it.field), [field]);
      assert.match(errors[0].message, /\.$/);
    }));
  }

  const badChanges = [
    ['an unknown scope', 'scope', { scope: 'some' }],
    ['this without an entry', 'scope', { scope: 'this', title: 'A' }],
    ['an entry without a scope', 'date', { date: '2099-01-01' }],
    ['two namings of an entry', 'scope', { scope: 'following', date: '2099-01-01', expense_id: 1 }],
    ['a schedule for one entry', 'every', { scope: 'this', expense_id: 1, every: 2 }],
    ['a day that is no date of the rule', 'date', { scope: 'following', date: '2099-03-03' }],
    ['an expense of another rule', 'expense_id', { scope: 'this', expense_id: missing, title: 'A' }],
  ];
  for (const [name, field, body] of badChanges) {
    test(`PUT: ${name}`, async () => {
      const { id } = (await add({ starts_on: '2099-02-02' })).json;
      await unchanged(async () => {
        assert.deepEqual(problem(await api.put(`${path}/${id}`, body), 422).json.errors.map((it) => it.field), [field]);
      });
    });
  }
});

describe('changing', () => {
  test('without a scope only what comes is changed', async () => {
    const { id } = await daily(-2, 3);
    const answer = status(await api.put(`${path}/${id}`, { title: 'Flat', amount: 7 }), 200);
    assert.deepEqual([answer.json.title, answer.json.changed, answer.headers.etag], ['Flat', 0, '"2"']);
    assert.deepEqual((await made(id)).map((it) => it.title), ['Rent', 'Rent', 'Rent']);
    const same = status(await api.put(`${path}/${id}`, { title: 'Flat' }), 200);
    assert.equal(same.headers.etag, '"2"');
  });

  test('"this" changes one entry and leaves the rule', async () => {
    const { id } = await daily(-2, 3);
    const [, second] = await made(id);
    const answer = status(await api.put(`${path}/${id}`,
      { scope: 'this', expense_id: Number(second.id), title: 'Once', category: 'Food' }), 200).json;
    assert.deepEqual([answer.title, answer.changed, answer.version], ['Rent', 1, 1]);
    assert.deepEqual((await made(id)).map((it) => it.title), ['Rent', 'Once', 'Rent']);
  });

  test('"all" changes the rule and every entry, in the trash excepted', async () => {
    const { id } = await daily(-2, 3);
    const [first] = await made(id);
    status(await api.delete(`/api/expenses/${first.id}`), 200);
    const answer = status(await api.put(`${path}/${id}`, { scope: 'all', title: 'House' }), 200).json;
    assert.deepEqual([answer.title, answer.changed], ['House', 2]);
    assert.deepEqual((await made(id)).map((it) => it.title), ['Rent', 'House', 'House']);
  });

  test('"following" splits, by date as by expense, and both parts go on for themselves', async () => {
    const { id } = await daily(-4, 5);
    const answer = status(await api.put(`${path}/${id}`,
      { scope: 'following', date: await today(-1), title: 'Loft', amount: '9.00' }), 200).json;
    assert.notEqual(answer.id, id);
    assert.deepEqual([answer.title, answer.changed, answer.starts_on, answer.made],
      ['Loft', 2, await today(-1), 2]);
    assert.deepEqual([(await made(id)).length, (await made(answer.id)).map((it) => it.title).join()], [3, 'Loft,Loft']);
    const old = status(await api.get(`${path}/${id}`), 200).json;
    assert.deepEqual([old.ends_on, old.next_date, old.title], [await today(-2), null, 'Rent']);
    const [last] = (await made(answer.id)).slice(-1);
    const next = status(await api.put(`${path}/${answer.id}`,
      { scope: 'following', expense_id: Number(last.id), title: 'Roof' }), 200).json;
    assert.deepEqual([next.title, next.changed, next.next_date], ['Roof', 1, await today(1)]);
  });

  test('a deleted or moved entry is not made again, whatever is changed', async () => {
    const { id } = await daily(-3, 4);
    const [first, second] = await made(id);
    status(await api.delete(`/api/expenses/${first.id}`), 200);
    status(await api.put(`/api/expenses/${second.id}`, { date: '2024-05-05' }), 200);
    status(await api.put(`${path}/${id}`, { unit: 'week', starts_on: await today(-3) }), 200);
    status(await api.put(`${path}/${id}`, { unit: 'day', starts_on: await today(-3) }), 200);
    assert.equal((await made(id)).length, 4);
  });

  test('a longer end makes what it covers only when the number is confirmed', async () => {
    const { id } = (await add({ unit: 'day', starts_on: await today(-9), count: 3, expected_count: 3 })).json;
    assert.equal(problem(await api.put(`${path}/${id}`, { count: null }), 422).json.errors[0].code, 'confirmation_needed');
    const preview = status(await api.post(`${path}/preview`, { recurring_id: id, count: null }), 200).json;
    assert.equal(preview.expected_count, 7);
    assert.equal(status(await api.put(`${path}/${id}`, { count: null, expected_count: 7 }), 200).json.made_now, 7);
  });

  test('a pause leaves out, and resuming goes on', async () => {
    const { id } = await daily(-1, 2);
    const paused = status(await api.put(`${path}/${id}`, { paused: true }), 200).json;
    assert.deepEqual([paused.paused, paused.next_date, paused.upcoming], [true, null, []]);
    const resumed = status(await api.put(`${path}/${id}`, { paused: false }), 200).json;
    assert.deepEqual([resumed.paused, resumed.next_date], [false, await today(1)]);
  });

  test('a stale version is refused and changes nothing', async () => {
    const { id } = await daily(-1, 2);
    const headers = { 'If-Match': '"7"' };
    await unchanged(async () => {
      for (const answer of [await api.put(`${path}/${id}`, { title: 'B' }, { headers }),
        await api.delete(`${path}/${id}`, { headers })]) {
        assert.equal(problem(answer, 412).json.code, 'version_mismatch');
        assert.equal(answer.headers.etag, '"1"');
      }
    });
  });
});

describe('deleting', () => {
  test('keeps what was made, makes no more, and can be taken back', async () => {
    const { id } = await daily(-1, 2);
    status(await api.delete(`${path}/${id}`, { headers: { 'If-Match': '"1"' } }), 200);
    problem(await api.get(`${path}/${id}`), 404);
    problem(await api.delete(`${path}/${id}`), 404);
    assert.equal((await made(id)).filter((it) => it.deleted_at === null).length, 2);
    const back = status(await api.post(`${path}/${id}/restore`), 200).json;
    assert.deepEqual([back.id, back.next_date], [id, await today(1)]);
  });
});

describe('merchant, payment method, tags and note', () => {
  const labels = { merchant: 'Landlord', payment_method: 'upi', note: 'Flat 7\r\nDoor 2', tags: ['Home', 'Fixed'] };
  const told = { merchant: 'Landlord', payment_method: 'UPI', note: 'Flat 7\nDoor 2', tags: ['Fixed', 'Home'] };
  const of = ({ merchant, payment_method, note, tags }) => ({ merchant, payment_method, note, tags });
  const daily3 = async () => (await add({ unit: 'day', starts_on: await today(-2), expected_count: 3, ...labels })).json;

  test('are told of the rule and carried by all that it makes', async () => {
    const rule_ = await daily3();
    assert.deepEqual(of(rule_), told);
    assert.deepEqual(of(status(await api.get(`${path}/${rule_.id}`), 200).json), told);
    assert.deepEqual(of(status(await api.get(path), 200).json.find((it) => it.id === rule_.id)), told);
    for (const { id } of await made(rule_.id)) {
      assert.deepEqual(of(status(await api.get(`/api/expenses/${id}`), 200).json), told);
    }
    const plain = (await add({ starts_on: await today(40) })).json;
    assert.ok(!('merchant' in plain) && !('tags' in plain) && !('note' in plain));
  });

  test('change with the rule, one entry, what follows or all; null and empty clear', async () => {
    const { id } = await daily3();
    const entries = async (rule_) => Promise.all((await made(rule_)).map(async (it) =>
      of(status(await api.get(`/api/expenses/${it.id}`), 200).json)));
    const flat = status(await api.put(`${path}/${id}`, { note: null, tags: [] }), 200).json;
    assert.deepEqual(of(flat), { ...told, note: undefined, tags: undefined });
    assert.deepEqual(await entries(id), [told, told, told]);
    const [first] = await made(id);
    status(await api.put(`${path}/${id}`, { scope: 'this', expense_id: Number(first.id), merchant: null }), 200);
    assert.deepEqual(await entries(id), [{ ...told, merchant: undefined }, told, told]);
    const rest = status(await api.put(`${path}/${id}`, { scope: 'following', date: await today(), tags: ['New'] }), 200).json;
    assert.deepEqual([of(rest), await entries(rest.id)], [{ ...told, note: undefined, tags: ['New'] }, [{ ...told, tags: ['New'] }]]);
    status(await api.put(`${path}/${id}`, { scope: 'all', payment_method: 'Cash' }), 200);
    assert.deepEqual((await entries(id)).map((it) => it.payment_method), ['Cash', 'Cash']);
    const headers = { 'If-Match': '"1"' };
    await unchanged(async () => {
      problem(await api.put(`${path}/${id}`, { merchant: 'Never made' }, { headers }), 412);
    });
  });

  test('are refused with their field, and nobody else sees the names', async () => {
    for (const [field, bad] of [['merchant', 'x'.repeat(101)], ['payment_method', 'x'.repeat(61)], ['tags', [7]],
      ['tags', Array.from({ length: 11 }, (_, n) => `t${n}`)], ['note', 'x'.repeat(2001)], ['note', 7]]) {
      await unchanged(async () => {
        const answer = problem(await api.post(path, rule({ starts_on: '2099-01-01', [field]: bad })), 422, { field });
        assert.deepEqual(answer.json.errors.map((it) => it.field), [field]);
      });
    }
    await daily3();
    assert.deepEqual(status(await ben.client.get('/api/merchants'), 200).json, []);
    const hal = (await person('recurring-hal')).client;
    const theirs = (await add({ starts_on: await today(9), merchant: 'landlord' }, hal)).json;
    assert.equal(theirs.merchant, 'landlord', 'a name of their own');
  });

  test('follow a merchant that is merged, and a tag that is deleted', async () => {
    const gail = (await person('recurring-gail')).client;
    const { id } = (await add({ starts_on: await today(5), ...labels }, gail)).json;
    const { id: other } = (await add({ starts_on: await today(6), merchant: 'Owner' }, gail)).json;
    const list = async (kind) => status(await gail.get(`/api/${kind}`), 200).json;
    const idOf = async (kind, name) => (await list(kind)).find((it) => it.name === name).id;
    status(await gail.post(`/api/merchants/${await idOf('merchants', 'Landlord')}/merge`,
      { into: await idOf('merchants', 'Owner') }), 200);
    status(await gail.delete(`/api/tags/${await idOf('tags', 'Home')}`), 200);
    const now = status(await gail.get(`${path}/${id}`), 200).json;
    assert.deepEqual(of(now), { ...told, merchant: 'Owner', tags: ['Fixed'] });
    assert.equal(status(await gail.get(`${path}/${other}`), 200).json.merchant, 'Owner');
  });
});

describe('while the account is leaving', () => {
  test('nothing is made, and keeping the account makes each missed date once', async () => {
    const client = await browserPerson('recurring-eve');
    const { user } = (await client.get('/api/session')).json;
    const { id } = (await add({ unit: 'day', starts_on: await today(1) }, client)).json;
    status(await client.call('DELETE', '/api/account', { body: { confirm: user.email } }), 200);
    // Two days pass: what began tomorrow began yesterday.
    await query(`update app.recurring set starts_on = $2, next_on = $2, anchor_day = extract(day from $2::date)
      where id = $1`, [id, await today(-1)]);
    const run = () => query('select * from app.make_recurring()');
    await run();
    assert.deepEqual(await made(id), [], 'nothing while it is leaving');
    const back = await browserPerson('recurring-eve');
    status(await back.post('/api/account/restore'), 200);
    await Promise.all([run(), run(), run()]);
    await run();
    assert.deepEqual((await made(id)).map((it) => it.day), [await today(-1), await today()]);
    assert.equal(status(await back.get(`${path}/${id}`), 200).json.next_date, await today(1));
  });
});

describe('what is to come', () => {
  test('is listed over all rules by date, until a day', async () => {
    const carl = (await person('recurring-carl')).client;
    await add({ title: 'B', unit: 'day', starts_on: await today(2), every: 3 }, carl);
    await add({ title: 'A', starts_on: await today(5) }, carl);
    const rows = status(await carl.get(`${path}/upcoming?to=${await today(8)}`), 200).json;
    assert.deepEqual(rows.map((it) => `${it.title} ${it.date}`),
      [`B ${await today(2)}`, `A ${await today(5)}`, `B ${await today(5)}`, `B ${await today(8)}`]);
    assert.deepEqual(problem(await carl.get(`${path}/upcoming?to=never`), 422).json.errors.map((it) => it.field), ['to']);
    assert.deepEqual(status(await carl.get(path), 200).json.map((it) => it.title), ['B', 'A']);
  });
});

describe("one person's rule in another's hands", () => {
  const essence = ({ status: code, json, headers }) => ({ code, json: { ...json, request_id: '' }, etag: headers.etag });
  const attempts = [
    ['GET', (id) => `${path}/${id}`], ['PUT', (id) => `${path}/${id}`, { title: 'Mine' }],
    ['PUT', (id) => `${path}/${id}`, { scope: 'all', amount: 1 }], ['DELETE', (id) => `${path}/${id}`],
    ['POST', (id) => `${path}/${id}/restore`],
  ];
  for (const [method, to, body] of attempts) {
    test(`${method} ${to('{id}')} ${body ? Object.keys(body).join() : ''} answers as for one that never was`, async () => {
      const { id } = await daily(-1, 2);
      const before = await ledgerDigest(anna.ledger);
      const theirs = await ben.client.call(method, to(id), { body });
      problem(theirs, 404);
      assert.deepEqual(essence(theirs), essence(await ben.client.call(method, to(missing), { body })));
      assert.equal(await ledgerDigest(anna.ledger), before);
    });
  }

  test('no list and no preview shows it, and its entries cannot be named', async () => {
    const { id } = await daily(-1, 2);
    const [entry] = await made(id);
    assert.deepEqual(status(await ben.client.get(path), 200).json, []);
    assert.deepEqual(status(await ben.client.get(`${path}/upcoming`), 200).json, []);
    problem(await ben.client.post(`${path}/preview`, { recurring_id: id }), 422);
    const own = (await add({ unit: 'day', starts_on: await today(3) }, ben.client)).json;
    for (const scope of ['this', 'following']) {
      problem(await ben.client.put(`${path}/${own.id}`, { scope, expense_id: Number(entry.id), title: 'X' }), 422);
    }
    assert.equal((await made(id))[0].title, 'Rent');
  });
});
