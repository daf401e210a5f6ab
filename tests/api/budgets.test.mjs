// Budgets: what counts, left-overs, changes from a period on, and what follows a category. Days are in
// the past, where nothing moves; the rules themselves are tested in db/tests/budgets.sql.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, toMinor, unchanged, writtenNumbers } from '../support/assertions.mjs';
import { addExpense, addMany, key } from '../support/builders.mjs';
import { closeDatabase, one, query } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';

after(closeDatabase);

const today = new Date().toISOString().slice(0, 10);
const dayAfter = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const categoryId = async (who, name) => Number((await one(
  'select id from app.categories where ledger_id = $1 and name = $2', [who.ledger, name])).id);
const budget = (changes = {}) => ({ amount: '1000.00', period: 'month', from: '2024-01-10', ...changes });

async function addBudget(who, changes) {
  return status(await who.client.post('/api/budgets', budget(changes)), 201);
}
const listed = async (who, date) =>
  status(await who.client.get(`/api/budgets${date ? `?date=${date}` : ''}`), 200);
async function stateOf(who, id, date) {
  const { json } = await listed(who, date);
  return json.find((it) => it.id === id)?.state;
}

describe('a budget', () => {
  test('is added, with its place, its version and where it stands', async () => {
    const alice = await person('alice');
    const food = await categoryId(alice, 'Food');
    await addExpense(alice.client, { amount: '700.50', date: today });
    const made = await addBudget(alice, { category_id: food, from: undefined, thresholds: [100, 80, 80] });
    assert.equal(made.headers.location, `/api/budgets/${made.json.id}`);
    assert.equal(made.headers.etag, '"1"');
    const { state, ...rest } = made.json;
    assert.deepEqual({ ...rest, id: 0, created_at: '', updated_at: '' }, { id: 0, category_id: food,
      category: 'Food', category_archived: false, period: 'month', currency: 'INR', amount: 1000,
      roll_over: false, thresholds: [80, 100], version: 1, created_at: '', updated_at: '' });
    assert.deepEqual(writtenNumbers(made.text, 'amount'), ['1000.00']);
    assert.deepEqual(writtenNumbers(made.text, 'remaining'), ['299.50']);
    assert.deepEqual(writtenNumbers(made.text, 'percent'), ['70.05']);
    assert.equal(state.first_day.slice(0, 7), today.slice(0, 7));
    assert.ok(state.pace > 0 && state.pace <= 100);
    const read = status(await alice.client.get(made.headers.location), 200);
    assert.deepEqual(read.json, { ...made.json, terms: [{ from: state.first_day, amount: 1000, roll_over: false }] });
    assert.equal(read.headers.etag, '"1"');
    assert.deepEqual((await listed(alice)).json, [made.json]);
  });

  test('is made once by a double click, and two requests for the same kind make one', async () => {
    const alice = await person('alice');
    const headers = { 'Idempotency-Key': key() };
    const [first, second] = [await alice.client.post('/api/budgets', budget({ roll_over: true }), { headers }),
      await alice.client.post('/api/budgets', budget({ roll_over: true }), { headers })];
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.deepEqual(second.json, first.json);
    assert.equal(second.text, first.text);
    const many = await Promise.all(Array.from({ length: 6 }, () =>
      alice.client.post('/api/budgets', budget({ period: 'week' }))));
    assert.deepEqual(many.map((it) => it.status).sort(), [201, 422, 422, 422, 422, 422]);
    for (const answer of many.filter((it) => it.status === 422)) {
      problem(answer, 422, { field: 'category_id', fieldCode: 'exists' });
    }
    assert.equal((await listed(alice)).json.length, 2);
  });

  test('equals the report of its days and category, and the list behind it', async () => {
    const alice = await person('alice');
    await addMany(alice.client, Array.from({ length: 120 }, (_, n) => ({ amount: `${n + 1}.25`,
      category: ['Food', 'Health', 'Other'][n % 3], date: `2024-0${1 + (n % 4)}-${String(1 + (n % 28)).padStart(2, '0')}` })));
    const ids = [];
    for (const period of ['month', 'week', 'year']) {
      ids.push((await addBudget(alice, { period })).json.id,
        (await addBudget(alice, { period, category_id: await categoryId(alice, 'Health') })).json.id);
    }
    for (const start of [1, 15, 31]) {
      status(await alice.client.put('/api/user-settings', { month_start_day: start }), 200);
      for (const date of ['2024-01-31', '2024-02-29', '2024-03-03']) {
        const answer = await listed(alice, date);
        assert.deepEqual(answer.json.map((it) => it.id).sort(), [...ids].sort());
        const spent = writtenNumbers(answer.text, 'spent');
        for (const [n, it] of answer.json.entries()) {
          const range = `from=${it.state.first_day}&to=${it.state.last_day}&currency=INR`;
          const report = await alice.client.get(`/api/expenses/reports/categories?${range}`);
          const rows = report.json.map((row, at) => ({ ...row, text: writtenNumbers(report.text, 'total_amount')[at] }))
            .filter((row) => it.category === null || row.category === it.category);
          assert.equal(toMinor(spent[n]), rows.reduce((sum, row) => sum + toMinor(row.text), 0n), `${it.period} ${date}`);
          assert.equal(it.state.count, rows.reduce((sum, row) => sum + row.count, 0));
          const list = await alice.client.get(`/api/expenses?${range}&total=true&limit=1${it.category ? `&category=${it.category}` : ''}`);
          assert.equal(Number(list.headers['x-total-count']), it.state.count);
        }
      }
    }
  });

  test('counts sub-categories, leaves out trash and other currencies, and says how many of those', async () => {
    const alice = await person('alice');
    const [food, health] = [await categoryId(alice, 'Food'), await categoryId(alice, 'Health')];
    await query('update app.categories set parent_id = $2 where ledger_id = $1 and id = $3', [alice.ledger, food, health]);
    const { json: { id } } = await addBudget(alice, { category_id: food });
    for (const [amount, category, currency, date] of [['10', 'Food', 'INR', '2024-02-01'], ['20', 'Health', 'INR', '2024-02-29'],
      ['40', 'Other', 'INR', '2024-02-10'], ['80', 'Food', 'USD', '2024-02-10'], ['160', 'Food', 'INR', '2024-03-01']]) {
      await addExpense(alice.client, { amount, category, currency, date });
    }
    const gone = await addExpense(alice.client, { amount: '320', date: '2024-02-11' });
    await alice.client.delete(`/api/expenses/${gone.id}`);
    assert.deepEqual(await stateOf(alice, id, '2024-02-15'), { first_day: '2024-02-01', last_day: '2024-02-29', carried: 0,
      limit: 1000, spent: 30, remaining: 970, count: 2, in_other_currencies: 1, percent: 3, pace: 100 });
    const future = await addExpense(alice.client, { amount: '5', date: '2999-02-01' });
    assert.deepEqual([(await stateOf(alice, id, '2999-02-28')).spent, (await stateOf(alice, id, '2999-02-28')).pace], [5, 0]);
    await alice.client.delete(`/api/expenses/${future.id}`);
    assert.equal((await stateOf(alice, id, '2999-02-28')).spent, 0);
  });

  test('rolls over what is left, and what was spent too much, exactly in three decimals too', async () => {
    const alice = await person('alice');
    const { json: { id } } = await addBudget(alice, { amount: '10.005', currency: 'KWD', roll_over: true });
    await addExpense(alice.client, { amount: '4.001', currency: 'KWD', date: '2024-01-31' });
    await addExpense(alice.client, { amount: '30.000', currency: 'KWD', date: '2024-02-01' });
    const answer = await listed(alice, '2024-03-31');
    assert.deepEqual(writtenNumbers(answer.text, 'carried'), ['-13.991']);
    assert.deepEqual(writtenNumbers(answer.text, 'limit'), ['-3.986']);
    assert.equal(answer.json[0].state.percent, null);
    assert.equal((await stateOf(alice, id, '2024-04-01')).limit, 6.019);
  });

  test('keeps the past when its amount changes, and takes the place of what was planned', async () => {
    const alice = await person('alice');
    const { json: { id } } = await addBudget(alice);
    const change = (body, headers) => alice.client.put(`/api/budgets/${id}`, body, { headers });
    const next = `${dayAfter(40).slice(0, 7)}-15`;
    assert.equal(status(await change({ amount: 500 }, { 'If-Match': '"1"' }), 200).headers.etag, '"2"');
    assert.equal(status(await change({ amount: '500.00' }), 200).headers.etag, '"2"', 'nothing changed');
    status(await change({ amount: 700, roll_over: true, from: next }), 200);
    const { json } = await alice.client.get(`/api/budgets/${id}`);
    assert.deepEqual(json.terms.map((it) => [it.amount, it.roll_over]), [[1000, false], [500, false], [700, true]]);
    assert.equal(json.amount, 500);
    const limits = [];
    for (const date of ['2024-01-01', '2024-12-31', today, next]) limits.push((await stateOf(alice, id, date)).limit);
    assert.deepEqual(limits, [1000, 1000, 500, 700]);
    status(await change({ amount: 600 }), 200);
    assert.equal((await stateOf(alice, id, next)).limit, 600);
    const last = status(await change({ thresholds: [] }), 200);
    assert.deepEqual([last.json.thresholds, last.json.amount], [[], 600]);
  });

  test('is changed by whoever read it last: another version is refused, and can be tried again', async () => {
    const alice = await person('alice');
    const { json: { id } } = await addBudget(alice);
    status(await alice.client.put(`/api/budgets/${id}`, { amount: 2 }), 200);
    const headers = { 'If-Match': '"1"', 'Idempotency-Key': key() };
    for (let n = 0; n < 2; n += 1) {
      const answer = problem(await alice.client.put(`/api/budgets/${id}`, { amount: 3 }, { headers }), 412);
      assert.equal(answer.headers.etag, '"2"');
      problem(await alice.client.delete(`/api/budgets/${id}`, { headers: { 'If-Match': '"1"' } }), 412);
    }
    assert.equal((await alice.client.get(`/api/budgets/${id}`)).json.amount, 2);
  });

  test('is deleted and taken back, once, unless there is another of its kind meanwhile', async () => {
    const alice = await person('alice');
    const { json: made } = await addBudget(alice);
    const headers = { 'Idempotency-Key': key() };
    const first = status(await alice.client.delete(`/api/budgets/${made.id}`, { headers }), 200);
    assert.equal(first.json.id, made.id);
    assert.equal((await alice.client.delete(`/api/budgets/${made.id}`, { headers })).headers['idempotent-replayed'], 'true');
    problem(await alice.client.get(`/api/budgets/${made.id}`), 404);
    problem(await alice.client.put(`/api/budgets/${made.id}`, { amount: 1 }), 404);
    problem(await alice.client.delete(`/api/budgets/${made.id}`), 404);
    assert.deepEqual((await listed(alice)).json, []);
    const back = status(await alice.client.post(`/api/budgets/${made.id}/restore`), 200);
    assert.deepEqual({ ...back.json, updated_at: '' }, { ...made, version: 3, updated_at: '' });
    status(await alice.client.delete(`/api/budgets/${made.id}`), 200);
    await addBudget(alice, { amount: 77 });
    problem(await alice.client.post(`/api/budgets/${made.id}/restore`), 409, { code: 'exists' });
    assert.deepEqual((await listed(alice)).json.map((it) => it.amount), [77]);
  });

  test('begins with the whole period of its first day, and was not there before', async () => {
    const alice = await person('alice');
    await addBudget(alice, { from: '2024-01-31' });
    assert.equal((await listed(alice, '2024-01-01')).json.length, 1);
    assert.equal((await listed(alice, '2023-12-31')).json.length, 0);
  });
});

describe('what is refused', () => {
  let alice;
  let existing;
  before(async () => {
    alice = await person('alice');
    existing = (await addBudget(alice, { period: 'year' })).json;
  });

  for (const [name, body, field, code] of [
    ['no amount', { amount: undefined }, 'amount', 'required'],
    ['amount zero', { amount: 0 }, 'amount', 'not_positive'],
    ['amount below zero', { amount: -5 }, 'amount', 'not_positive'],
    ['amount with too many decimals', { amount: '1.005' }, 'amount', 'too_many_decimals'],
    ['amount in words', { amount: 'ten' }, 'amount', 'bad_amount'],
    ['amount beyond what is exact', { amount: '90071992547409.92' }, 'amount', 'out_of_range'],
    ['no period', { period: undefined }, 'period', 'required'],
    ['a period that there is not', { period: 'day' }, 'period', 'unknown_period'],
    ['a currency that there is not', { currency: 'XXQ' }, 'currency', 'unknown_currency'],
    ['a category that there is not', { category_id: 987_654_321 }, 'category_id', 'unknown_category'],
    ['category 0', { category_id: 0 }, 'category_id', 'unknown_category'],
    ['a category by name', { category_id: 'Food' }, 'category_id', 'wrong_type'],
    ['a day that does not exist', { from: '2024-02-30' }, 'from', 'bad_date'],
    ['a beginning in the future', { from: dayAfter(45) }, 'from', 'in_future'],
    ['six thresholds', { thresholds: [1, 2, 3, 4, 5, 6] }, 'thresholds', 'bad_thresholds'],
    ['a threshold of nothing', { thresholds: [0] }, 'thresholds', 'bad_thresholds'],
    ['half a threshold', { thresholds: [80.5] }, 'thresholds', 'bad_thresholds'],
    ['a threshold in words', { thresholds: ['80'] }, 'thresholds', 'bad_thresholds'],
    ['thresholds without a list', { thresholds: 80 }, 'thresholds', 'wrong_type'],
    ['roll-over in words', { roll_over: 'yes' }, 'roll_over', 'wrong_type'],
    ['a field that there is not', { category: 'Food' }, 'category', 'unknown_field'],
    ['a field of the server', { version: 3 }, 'version', 'unknown_field'],
  ]) {
    test(`${name}: with its field, and nothing is stored`, () => unchanged(async () =>
      problem(await alice.client.post('/api/budgets', budget(body)), 422, { field, fieldCode: code })));
  }

  for (const [name, body, field, code] of [
    ['another category', { category_id: null }, 'category_id', 'fixed'],
    ['another period', { period: 'month' }, 'period', 'fixed'],
    ['another currency', { currency: 'USD' }, 'currency', 'fixed'],
    ['another past', { amount: 5, from: '2024-01-01' }, 'from', 'in_past'],
    ['a far future', { amount: 5, from: '2999-01-01' }, 'from', 'out_of_range'],
    ['too many decimals for its currency', { amount: '5.001' }, 'amount', 'too_many_decimals'],
  ]) {
    test(`a change to ${name}: with its field, and nothing is stored`, () => unchanged(async () =>
      problem(await alice.client.put(`/api/budgets/${existing.id}`, body), 422, { field, fieldCode: code })));
  }

  test('such a budget again', () => unchanged(async () =>
    problem(await alice.client.post('/api/budgets', budget({ period: 'year' })), 422,
      { field: 'category_id', fieldCode: 'exists' })));

  test('an archived category gets no new budget, and keeps the one that it has', async () => {
    const who = await person('archived');
    const food = await categoryId(who, 'Food');
    const { json: { id } } = await addBudget(who, { category_id: food });
    await addExpense(who.client, { amount: 9, date: '2024-02-02' });
    await query('update app.categories set archived_at = now() where ledger_id = $1 and id = $2', [who.ledger, food]);
    problem(await who.client.post('/api/budgets', budget({ period: 'week', category_id: food })), 422,
      { field: 'category_id', fieldCode: 'archived_category' });
    const [it] = (await listed(who, '2024-02-02')).json;
    assert.deepEqual([it.id, it.category_archived, it.state.spent], [id, true, 9]);
  });

  test('a bad day in the address, and a day given twice', async () => {
    problem(await alice.client.get('/api/budgets?date=2024-13-01'), 422, { field: 'date', fieldCode: 'bad_date' });
    problem(await alice.client.get('/api/budgets?date=2024-01-01&date=2024-01-02'), 422, { field: 'date' });
  });

  test('the hundred and first', async () => {
    const who = await person('many');
    await query(`insert into app.budgets (ledger_id, period, currency, created_by)
      select $1, 'month', c.code, $2 from app.currencies c where c.code <> 'INR' order by c.code limit 100`,
    [who.ledger, who.id]);
    problem(await who.client.post('/api/budgets', budget()), 422, { code: 'too_many' });
  });
});

describe('two people', () => {
  test('neither reads, changes, deletes nor restores a budget of the other', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    const mine = (await addBudget(alice)).json;
    const deleted = (await addBudget(alice, { period: 'week' })).json;
    await alice.client.delete(`/api/budgets/${deleted.id}`);
    const food = await categoryId(alice, 'Food');
    await unchanged(async () => {
      for (const id of [mine.id, deleted.id, 987_654_321]) {
        for (const [method, path, body] of [['GET', ''], ['PUT', '', { amount: 1 }], ['DELETE', ''], ['POST', '/restore']]) {
          const answer = problem(await bob.client.call(method, `/api/budgets/${id}${path}`, { body }), 404, { code: 'not_found' });
          assert.equal(answer.json.detail, 'Budget not found');
        }
      }
      problem(await bob.client.post('/api/budgets', budget({ category_id: food })), 422,
        { field: 'category_id', fieldCode: 'unknown_category' });
      assert.deepEqual((await listed(bob)).json, []);
      for (const [method, path] of [['GET', '/api/budgets'], ['POST', '/api/budgets'], ['GET', `/api/budgets/${mine.id}`],
        ['DELETE', `/api/budgets/${mine.id}`], ['GET', '/api/alerts'], ['POST', '/api/alerts/1/dismiss']]) {
        problem(await anonymous.call(method, path, { body: method === 'POST' ? budget() : undefined }), 401);
      }
    });
    assert.deepEqual((await alice.client.get(`/api/budgets/${mine.id}`)).json.version, 1);
  });

  test('the entries of one never count for the other', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    await addBudget(alice);
    await addBudget(bob);
    await addExpense(bob.client, { amount: 900, date: '2024-02-02' });
    assert.equal((await listed(alice, '2024-02-02')).json[0].state.spent, 0);
    assert.equal((await listed(bob, '2024-02-02')).json[0].state.spent, 900);
  });
});

describe('a category that goes', () => {
  test('merged, its budget goes on in the other one, but where that has one already, whose amount stays', async () => {
    const alice = await person('alice');
    const [food, health, other] = await Promise.all(['Food', 'Health', 'Other'].map((name) => categoryId(alice, name)));
    const moving = (await addBudget(alice, { category_id: food, amount: 100 })).json;
    const ending = (await addBudget(alice, { category_id: food, period: 'week', amount: 20 })).json;
    const staying = (await addBudget(alice, { category_id: health, period: 'week', amount: 30 })).json;
    await addExpense(alice.client, { amount: 7, category: 'Food', date: '2024-02-02' });
    await addExpense(alice.client, { amount: 5, category: 'Health', date: '2024-02-02' });
    status(await alice.client.post(`/api/categories/${food}/merge`, { into: health }), 200);
    const after_ = (await listed(alice, '2024-02-02')).json;
    assert.deepEqual(after_.map((it) => [it.id, it.category, it.amount, it.state.spent]),
      [[moving.id, 'Health', 100, 12], [staying.id, 'Health', 30, 12]]);
    problem(await alice.client.post(`/api/budgets/${ending.id}/restore`), 409, { code: 'exists' });

    status(await alice.client.delete(`/api/categories/${health}?move_to=${other}`), 200);
    assert.deepEqual((await listed(alice, '2024-02-02')).json, [], 'deleted, its budgets end with it');
  });
});

describe('a viewer of a ledger', () => {
  test('sees budgets and warnings, and changes neither', async () => {
    const viewer = await person('viewer');
    const { json: { id } } = await addBudget(viewer, { from: undefined, amount: 5 });
    await addExpense(viewer.client, { amount: 5, date: today });
    await query("update app.ledger_members set role = 'viewer' where user_id = $1", [viewer.id]);
    assert.equal((await listed(viewer)).json.length, 1);
    const [warning] = status(await viewer.client.get('/api/alerts'), 200).json;
    assert.equal(warning.threshold, 100);
    await unchanged(async () => {
      for (const [method, path, body] of [['POST', '/api/budgets', budget({ period: 'year' })], ['PUT', `/api/budgets/${id}`, { amount: 1 }],
        ['DELETE', `/api/budgets/${id}`], ['POST', `/api/alerts/${warning.id}/dismiss`]]) {
        problem(await viewer.client.call(method, path, { body }), 403, { code: 'viewer' });
      }
    });
  });
});

describe('warnings', () => {
  const alerts = async (who) => status(await who.client.get('/api/alerts'), 200).json;

  test('come once per budget, period and threshold, also when many ask at once', async () => {
    const alice = await person('alice');
    const { json: { id } } = await addBudget(alice, { from: undefined, amount: 100 });
    assert.deepEqual(await alerts(alice), []);
    const row = await addExpense(alice.client, { amount: '80.00', date: today });
    const answers = await Promise.all(Array.from({ length: 20 }, () => alerts(alice)));
    for (const answer of answers) {
      assert.deepEqual(answer.map((it) => [it.budget_id, it.threshold, it.percent, it.limit]), [[id, 80, 80, 100]]);
    }
    assert.equal(new Set(answers.map(([it]) => it.id)).size, 1);
    assert.equal((await one('select count(*) as n from app.budget_alerts where ledger_id = $1', [alice.ledger])).n, 1n);
    await alice.client.put(`/api/expenses/${row.id}`, { amount: '79.99' });
    assert.deepEqual(await alerts(alice), [], 'no longer true');
    await alice.client.put(`/api/expenses/${row.id}`, { amount: '120' });
    assert.deepEqual((await alerts(alice)).map((it) => it.threshold), [100], 'only the highest');
  });

  test('once dismissed are silent for the period, and a higher one speaks again', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    await addBudget(alice, { from: undefined, amount: 100 });
    const row = await addExpense(alice.client, { amount: 90, date: today });
    const [warning] = await alerts(alice);
    problem(await bob.client.post(`/api/alerts/${warning.id}/dismiss`), 404, { code: 'not_found' });
    assert.equal((await alerts(alice)).length, 1, "another's dismissal changes nothing");
    const headers = { 'Idempotency-Key': key() };
    const first = status(await alice.client.post(`/api/alerts/${warning.id}/dismiss`, undefined, { headers }), 200);
    const again = status(await alice.client.post(`/api/alerts/${warning.id}/dismiss`, undefined, { headers }), 200);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal(again.text, first.text);
    assert.deepEqual((await alice.client.post(`/api/alerts/${warning.id}/dismiss`)).json, first.json);
    assert.deepEqual(await alerts(alice), []);
    await alice.client.put(`/api/expenses/${row.id}`, { amount: 100 });
    const [higher] = await alerts(alice);
    assert.equal(higher.threshold, 100);
    await alice.client.post(`/api/alerts/${higher.id}/dismiss`);
    await alice.client.put(`/api/expenses/${row.id}`, { amount: 95 });
    assert.deepEqual(await alerts(alice), []);
    problem(await alice.client.post('/api/alerts/987654321/dismiss'), 404);
  });

  test('are given to nobody who switched them off, and again when switched on', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    for (const who of [alice, bob]) {
      await addBudget(who, { from: undefined, amount: 100 });
      await addExpense(who.client, { amount: 90, date: today });
    }
    status(await alice.client.put('/api/user-settings', { notifications: false }), 200);
    assert.deepEqual(await unchanged(() => alerts(alice)), [], 'none is made either');
    assert.equal((await alerts(bob)).length, 1, 'what one person wants is nothing to another');
    // The older form of the settings is the same store.
    status(await alice.client.put('/api/expenses/settings', { notifications: true }), 200);
    assert.deepEqual((await alerts(alice)).map((it) => it.threshold), [80]);
  });

  test('are not given by a deleted budget, nor without thresholds', async () => {
    const alice = await person('alice');
    const { json: { id } } = await addBudget(alice, { from: undefined, amount: 1 });
    await addBudget(alice, { from: undefined, amount: 1, period: 'year', thresholds: [] });
    await addExpense(alice.client, { amount: 5, date: today });
    assert.deepEqual((await alerts(alice)).map((it) => [it.budget_id, it.percent]), [[id, 500]]);
    await alice.client.delete(`/api/budgets/${id}`);
    assert.deepEqual(await alerts(alice), []);
    assert.deepEqual(await alerts(await person('bob')), []);
  });

  test('adding an expense makes none: they are made when somebody looks', async () => {
    const alice = await person('alice');
    await addBudget(alice, { from: undefined, amount: 1 });
    await addExpense(alice.client, { amount: 5, date: today });
    const count = async () => (await one('select count(*) as n from app.budget_alerts where ledger_id = $1', [alice.ledger])).n;
    assert.equal(await count(), 0n);
    await alerts(alice);
    assert.equal(await count(), 2n);
  });
});
