// Merchant, payment method, tags and note of an expense: stored, shown, found, changed and cleared.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, expense, importBody, importRow, key } from '../support/builders.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { person } from '../support/people.mjs';

const extras = { merchant: 'Chai Point', payment_method: 'UPI', note: 'two\nlines', tags: ['trip', 'Arbeit'] };
const shown = { ...extras, tags: ['Arbeit', 'trip'] };
const extrasOf = ({ merchant, payment_method, note, tags }) => ({ merchant, payment_method, note, tags });
const none = { merchant: undefined, payment_method: undefined, note: undefined, tags: undefined };

let alice;
let bob;
before(async () => { [alice, bob] = [await person('alice'), await person('bob')]; });
after(closeDatabase);

describe('an expense', () => {
  test('keeps merchant, payment method, note and tags, and shows them wherever it is shown', async () => {
    const made = status(await alice.client.post('/api/expenses', expense(extras)), 201);
    assert.deepEqual(extrasOf(made.json), shown);
    const path = `/api/expenses/${made.json.id}`;
    assert.deepEqual(status(await alice.client.get(path), 200).json, made.json);
    assert.deepEqual((await alice.client.get('/api/expenses?limit=1')).json, [made.json]);
    assert.deepEqual((await alice.client.get('/api/expenses?q=chai')).json, [made.json]);
    await alice.client.delete(path);
    const [trashed] = (await alice.client.get('/api/trash')).json;
    assert.deepEqual(extrasOf(trashed), shown);
    assert.deepEqual(extrasOf((await alice.client.post(`${path}/restore`)).json), shown);
  });

  test('without any has no member of them', async () => {
    const made = await addExpense(alice.client, {});
    for (const name of Object.keys(extras)) assert.ok(!(name in made), name);
  });

  test('is answered the same when its key comes again', async () => {
    const headers = { 'Idempotency-Key': key() };
    const body = expense({ ...extras, note: 'a "quoted" \\ note / slash\nÄ 🍵' });
    const first = status(await alice.client.post('/api/expenses', body, { headers }), 201);
    const again = status(await alice.client.post('/api/expenses', body, { headers }), 201);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal(again.text, first.text);
  });

  test('changes one of them and leaves the others', async () => {
    const made = await addExpense(alice.client, extras);
    const path = `/api/expenses/${made.id}`;
    const changed = status(await alice.client.put(path, { merchant: 'Irani Café' }), 200).json;
    assert.deepEqual(extrasOf(changed), { ...shown, merchant: 'Irani Café' });
    assert.equal(changed.version, made.version + 1);
    const tagged = status(await alice.client.put(path, { tags: ['TRIP', 'new', 'new '] }), 200).json;
    assert.deepEqual(extrasOf(tagged), { ...shown, merchant: 'Irani Café', tags: ['new', 'trip'] });
    const same = status(await alice.client.put(path, { tags: ['New', 'trip'], merchant: 'irani cafe' }), 200).json;
    assert.deepEqual(same, tagged, 'names that differ only by case or accents change nothing');
  });

  for (const [how, empty] of [['null', [null, null, null, null]], ['empty values', ['', '', '', []]],
    ['blanks', [' ', '\u00a0', ' \n ', ['']]]]) {
    test(`is cleared of them by ${how}`, async () => {
      const made = await addExpense(alice.client, extras);
      const [merchant, payment_method, note, tags] = empty;
      const cleared = status(await alice.client.put(`/api/expenses/${made.id}`,
        { merchant, payment_method, note, tags }), 200).json;
      assert.deepEqual(extrasOf(cleared), none);
    });
  }

  test('keeps them in its history', async () => {
    const made = await addExpense(alice.client, extras);
    await alice.client.put(`/api/expenses/${made.id}`, { note: null, tags: [] });
    const [{ snapshot }] = await query('select snapshot from app.expense_history where expense_id = $1', [made.id]);
    assert.equal(snapshot.note, 'two\nlines');
    assert.equal(snapshot.tag_ids.length, 2);
  });

  const bad = [
    ['merchant', 'x'.repeat(101)], ['merchant', 'a\nb'], ['merchant', 5], ['payment_method', 'x'.repeat(61)],
    ['payment_method', {}], ['note', 'a\tb'], ['note', 'x'.repeat(2001)], ['tags', 'work'], ['tags', [1]],
    ['tags', ['a\u0000b']], ['tags', ['x'.repeat(61)]], ['tags', Array.from({ length: 11 }, (_, n) => `t${n}`)],
  ];
  for (const [field, value] of bad) {
    test(`refuses ${field} ${JSON.stringify(value).slice(0, 30)} and stores nothing`, async () => {
      await unchanged(async () => {
        const answer = problem(await alice.client.post('/api/expenses', expense({ [field]: value })), 422);
        if (!JSON.stringify(value).includes('u0000')) assert.equal(answer.json.errors[0].field, field);
      });
    });
  }

  test('of one person never gets a tag or merchant of another', async () => {
    await addExpense(bob.client, { merchant: 'Only Bob', tags: ['only bob'] });
    const made = await addExpense(alice.client, { merchant: 'Only Bob', tags: ['only bob'] });
    const [{ count }] = await query(`select count(*)::int from app.expenses e
      join app.merchants m on m.id = e.merchant_id and m.ledger_id = e.ledger_id
      join app.tags t on t.id = e.tag_ids[1] and t.ledger_id = e.ledger_id where e.id = $1`, [made.id]);
    assert.equal(count, 1);
    const hers = (await alice.client.get('/api/expenses?merchant=only%20bob')).json;
    assert.deepEqual(hers.map(({ id }) => id), [made.id]);
  });
});

describe('filters', () => {
  let api;
  let ledger;
  let rows;
  before(async () => {
    ({ client: api, ledger } = await person('filters'));
    rows = {};
    const add = async (name, more) => { rows[name] = await addExpense(api, { title: name, amount: '10.00', ...more }); };
    await add('plain', { date: '2024-01-01' });
    await add('tea', { date: '2024-01-02', merchant: 'Chaayos', payment_method: 'UPI', tags: ['work', 'daily'] });
    await add('lunch', { date: '2024-01-03', merchant: 'Café Müller', payment_method: 'Card', tags: ['work'], note: '100% paid_back\nby Ravi' });
    await add('train', { date: '2024-01-04', payment_method: 'upi', tags: ['trip'], amount: '99.50' });
  });
  const cases = [
    ['merchant=chaayos', ['tea']],
    ['merchant=CAFE+MULLER', ['lunch']],
    ['payment_method=upi', ['train', 'tea']],
    ['tag=work', ['lunch', 'tea']],
    ['tag=Work&tag=DAILY', ['tea']],
    ['tag=work&tag=trip', []],
    ['tag=', ['train', 'lunch', 'tea', 'plain']],
    ['q=ravi', ['lunch']],
    ['q=100%25+paid_', ['lunch']],
    ['q=muller', ['lunch']],
    ['q=u', ['lunch']],
    ['q=TRI', ['train']],
    ['q=dail', ['tea']],
    ['q=work&max=10', ['lunch', 'tea']],
    ['q=wor&tag=daily&sort=amount_asc', ['tea']],
    ['tag=work&max=10&q=chaa&from=2024-01-01&to=2024-01-31&payment_method=UPI', ['tea']],
    ['payment_method=UPI&min=50&sort=amount_desc', ['train']],
  ];
  for (const [asked, names] of cases) {
    test(`${asked} lists ${names.join() || 'nothing'}, counted and summed`, async () => {
      const answer = status(await api.get(`/api/expenses?${asked}&total=true`), 200);
      assert.deepEqual(answer.json.map(({ title }) => title), names);
      assert.equal(answer.headers['x-total-count'], String(names.length));
      const sum = names.reduce((all, name) => all + Math.round(rows[name].amount * 100), 0) / 100;
      assert.equal(answer.headers['x-total-amount'], names.length > 0 ? `INR ${sum.toFixed(2)}` : '');
    });
  }
  for (const [field, what] of [['merchant', 'merchant'], ['payment_method', 'payment method'], ['tag', 'tag']]) {
    test(`an unknown ${what} is said at its field`, async () => {
      const answer = problem(await api.get(`/api/expenses?${field}=nobody`), 422);
      assert.deepEqual(answer.json.errors[0], { field, code: `unknown_${field}`, message: `There is no ${what} "nobody".` });
    });
  }
  test('a text finds tags wherever it is asked, and only those of one\'s own ledger', async () => {
    const other = await person('tagged');
    const theirs = await addExpense(other.client, { title: 'other', tags: ['Trip to Goa'] });
    const exported = async (who) =>
      status(await who.get('/api/expenses/export?format=json&q=trip'), 200).json.map(({ title }) => title);
    assert.deepEqual([await exported(api), await exported(other.client)], [['train'], ['other']]);
    const body = { action: 'update', filter: { q: 'trip' }, expected_count: 1, set: { category: 'Health' } };
    assert.equal(status(await api.post('/api/expenses/bulk', body), 200).json.count, 1);
    assert.equal((await api.get(`/api/expenses/${rows.train.id}`)).json.category, 'Health');
    assert.equal((await other.client.get(`/api/expenses/${theirs.id}`)).json.category, 'Food');
    assert.deepEqual((await other.client.get('/api/expenses?q=daily')).json, []);
  });
  test('go on over pages, and a cursor is for its own filters only', async () => {
    const first = status(await api.get('/api/expenses?tag=work&limit=1'), 200);
    const next = /<([^>]+)>;\s*rel="next"/.exec(first.headers.link)[1];
    assert.deepEqual((await api.get(next)).json.map(({ title }) => title), ['tea']);
    problem(await api.get(next.replace('tag=work', 'tag=trip')), 422);
  });
  test("a parent category means its children's expenses too, whatever the filter", async () => {
    const [{ id: parent }] = await query(`insert into app.categories (ledger_id, name, position)
      values ($1, 'Travel', 8) returning id`, [ledger]);
    await query(`insert into app.categories (ledger_id, name, position, parent_id) values ($1, 'Flights', 9, $2)`,
      [ledger, parent]);
    await addExpense(api, { title: 'to Pune', category: 'Flights', date: '2024-02-02' });
    await addExpense(api, { title: 'map', category: 'Travel', date: '2024-02-01' });
    await addExpense(api, { title: 'to Goa', category: 'Flights', date: '2024-01-31', tags: ['work'] });
    const titles = async (asked) => {
      const answer = status(await api.get(`/api/expenses?total=true&${asked}`), 200);
      assert.equal(answer.headers['x-total-count'], String(answer.json.length));
      return answer.json.map(({ title }) => title);
    };
    assert.deepEqual(await titles('category=travel'), ['to Pune', 'map', 'to Goa']);
    assert.deepEqual(await titles('category=Flights'), ['to Pune', 'to Goa']);
    assert.deepEqual(await titles('category=Travel&tag=work'), ['to Goa']);
    assert.deepEqual(await titles('category=Travel&from=2024-02-01&to=2024-02-29'), ['to Pune', 'map']);
    const page = status(await api.get('/api/expenses?category=Travel&limit=2'), 200);
    assert.deepEqual((await api.get(/<([^>]+)>/.exec(page.headers.link)[1])).json.map(({ title }) => title), ['to Goa']);
    await query('update app.categories set archived_at = now() where id = $1', [parent]);
    assert.deepEqual((await titles('category=Travel')).includes('map'), true, 'archived ones are still found');
  });
});

test('imported rows carry them too', async () => {
  const { client } = await person('importer');
  const body = importBody([
    importRow({ title: 'One', ...extras }),
    importRow({ title: 'Two', merchant: 'chai point', tags: ['Trip'], note: 'windows\r\nlines' }),
    importRow({ title: 'Three' }),
  ]);
  status(await client.post('/api/imports', body), 201);
  const found = Object.fromEntries((await client.get('/api/expenses')).json.map((it) => [it.title, extrasOf(it)]));
  assert.deepEqual(found, { One: shown, Two: { ...none, merchant: 'Chai Point', note: 'windows\nlines', tags: ['trip'] },
    Three: none });
  const bad = problem(await client.post('/api/imports', importBody([importRow({ title: 'Bad', tags: ['x'.repeat(61)] })])), 422);
  assert.equal(bad.json.errors[0].field, 'rows[0].tags');
});

