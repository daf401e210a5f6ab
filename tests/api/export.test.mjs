// Export: everything that the list would show, as one file of any length. Page follows page while it is
// sent, text that a spreadsheet would run is made harmless, and nobody else's row is in it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, addMany } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { browserPerson, person } from '../support/people.mjs';

let alice;
let bob;
before(async () => { [alice, bob] = [await person('alice'), await person('bob')]; });
after(closeDatabase);

const exported = async (who, rest) => status(await who.client.get(`/api/expenses/export?${rest}`), 200);
const path = (format, rest = '') => `format=${format}${rest}`;

const names = ['Date', 'Title', 'Amount', 'Currency', 'Category', 'Merchant', 'Payment method', 'Tags', 'Note'];

// RFC 4180, as strictly as the file says.
function parseCsv(text) {
  const rows = [];
  let row = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    assert.ok(match, 'not RFC 4180');
    row.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]);
    if (match[3] !== ',') { rows.push(row); row = []; }
  }
  return rows;
}

describe('a CSV', () => {
  test('has names, ISO dates, exact amounts and harmless text', async () => {
    const who = await person('csv');
    const rows = [
      { title: '=SUM(A1)', amount: '90071992547409.91', date: '2024-01-05' },
      { title: '+1', amount: '0.01', date: '2024-01-04' },
      { title: "'quoted'", amount: '7', currency: 'JPY', date: '2024-01-03' },
      { title: 'Tea, "hot"; ₹', amount: '15.5', date: '2024-01-02T08:30:00' },
      { title: '＝2', amount: '1.234', currency: 'KWD', date: '2024-01-01' }];
    for (const row of rows) await addExpense(who.client, { currency: 'INR', category: 'Food', ...row });
    const answer = await exported(who, path('csv'));
    assert.match(answer.headers['content-type'], /^text\/csv; charset=utf-8/);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="expenses-\d{4}-\d\d-\d\d\.csv"$/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.deepEqual(parseCsv(answer.text), [
      names,
      ['2024-01-05', "'=SUM(A1)", '90071992547409.91', 'INR', 'Food', '', '', '', ''],
      ['2024-01-04', "'+1", '0.01', 'INR', 'Food', '', '', '', ''],
      ['2024-01-03', "''quoted'", '7', 'JPY', 'Food', '', '', '', ''],
      ['2024-01-02T08:30:00', 'Tea, "hot"; ₹', '15.50', 'INR', 'Food', '', '', '', ''],
      ['2024-01-01', "'＝2", '1.234', 'KWD', 'Food', '', '', '', '']]);
    assert.equal((await exported(who, path('csv', '&bom=true'))).text, `\uFEFF${answer.text}`);
  });

  test('has merchant, payment method, tags and note; the tags are a line of CSV themselves', async () => {
    const who = await person('extras');
    await addExpense(who.client, { title: 'Plain', date: '2024-01-02' });
    await addExpense(who.client, { title: 'All', date: '2024-01-01', merchant: '@home', payment_method: 'Card',
      tags: ['trip', 'a, "b"', '=x'], note: 'First line\nSecond, "quoted"' });
    const [, plain, all] = parseCsv((await exported(who, path('csv'))).text);
    assert.deepEqual(plain.slice(5), ['', '', '', '']);
    assert.deepEqual([all[5], all[6], all[8]], ["'@home", 'Card', 'First line\nSecond, "quoted"']);
    const [tags] = parseCsv(`${all[7].replace(/^'/, '')}\r\n`);
    assert.deepEqual(tags.map((it) => it.replace(/^'/, '')).sort(), ['=x', 'a, "b"', 'trip']);
    const [, row] = (await exported(who, path('json'))).json;
    assert.deepEqual([row.merchant, row.payment_method, row.tags.length, row.note],
      ['@home', 'Card', 3, 'First line\nSecond, "quoted"']);
  });

  test('of nothing has its names alone', async () => {
    const who = await person('empty');
    assert.equal((await exported(who, path('csv'))).text, `${names.join()}\r\n`);
    assert.deepEqual((await exported(who, path('json'))).json, []);
  });
});

describe('any length', () => {
  const sizes = [499, 500, 501, 1000, 1001, 2345];
  for (const size of sizes) {
    test(`${size} rows come once each, in the list's order`, async () => {
      const who = await person('long');
      await addMany(who.client, Array.from({ length: size }, (_, n) => ({ title: `Row ${n}`,
        amount: `${1 + (n % 700)}.25`, date: `2024-0${1 + (n % 9)}-${String(1 + (n % 28)).padStart(2, '0')}` })));
      for (const sort of ['date_desc', 'date_asc', 'amount_desc', 'amount_asc']) {
        const rows = (await exported(who, path('json', `&sort=${sort}`))).json;
        assert.equal(new Set(rows.map((it) => it.id)).size, size);
        assert.equal(rows.length, size);
        const at = sort.startsWith('date') ? (it) => it.date : (it) => it.amount;
        const sign = sort.endsWith('desc') ? -1 : 1;
        const sorted = rows.toSorted((a, b) => sign * (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : a.id - b.id));
        assert.deepEqual(rows.map((it) => it.id), sorted.map((it) => it.id));
      }
      const csv = parseCsv((await exported(who, path('csv', '&q=row'))).text);
      assert.equal(csv.length, size + 1);
    });
  }

  test('an answer of more than one part does not say how long it will be', async () => {
    const who = await person('parts');
    await addMany(who.client, Array.from({ length: 1200 }, (_, n) => ({ title: `Row ${n}` })));
    const answer = await exported(who, path('csv'));
    assert.equal(answer.headers['content-length'], undefined);
    assert.equal(answer.headers['transfer-encoding'], 'chunked');
    const head = status(await who.client.call('HEAD', `/api/expenses/export?${path('csv')}`), 200);
    assert.equal(head.text, '');
  });
});

describe('the filters', () => {
  test('are those of the list', async () => {
    const who = await person('filters');
    await addMany(who.client, [
      { title: 'Chai', amount: '10', date: '2024-03-01', category: 'Food' },
      { title: 'Bus', amount: '20', date: '2024-03-02', category: 'Transport' },
      { title: 'Café', amount: '30', date: '2024-04-01', category: 'Food' }]);
    for (const filter of ['q=cafe', 'category=Food', 'from=2024-03-02', 'to=2024-03-31', 'min=15', 'max=25',
      'currency=INR', 'sort=amount_asc', 'q=a&category=Food&from=2024-01-01&min=5&max=100', 'currency=USD']) {
      const list = (await who.client.get(`/api/expenses?${filter}`)).json;
      assert.deepEqual((await exported(who, path('json', `&${filter}`))).json, list, filter);
    }
  });

  test('bad ones are told by field', async () => {
    for (const [rest, field] of [['', 'format'], ['format=xml', 'format'], ['format=csv&format=json', 'format'],
      ['format=csv&bom=1', 'bom'], ['format=csv&from=yesterday', 'from'], ['format=csv&sort=title', 'sort']]) {
      problem(await alice.client.get(`/api/expenses/export?${rest}`), 422, { field });
    }
  });
});

describe('expenses named by their ids', () => {
  const named = (who, body, options) => who.client.post('/api/expenses/export', body, options);
  const got = async (who, body) => status(await named(who, { format: 'json', ...body }), 200);

  test('come once each in the order of the list, whatever the order of the ids', async () => {
    const who = await person('named');
    await addMany(who.client, Array.from({ length: 1203 }, (_, n) => ({ title: `Row ${n}`,
      amount: `${1 + (n % 70)}.25`, date: `2024-0${1 + (n % 9)}-${String(1 + (n % 28)).padStart(2, '0')}` })));
    for (const sort of [undefined, 'date_desc', 'date_asc', 'amount_desc', 'amount_asc']) {
      const all = (await exported(who, path('json', sort ? `&sort=${sort}` : ''))).json;
      for (const size of [1, 499, 500, 501, 1000, 1200]) {
        const chosen = all.slice(1, 1 + size);
        const ids = chosen.map((it) => it.id).sort((a, b) => (a % 97) - (b % 97) || a - b);
        const answer = await got(who, { ids: [...ids, ...ids.slice(0, 3)], ...(sort ? { sort } : {}) });
        assert.deepEqual(answer.json, chosen, `${sort} ${size}`);
      }
    }
    const ids = (await exported(who, path('json'))).json.map((it) => it.id);
    const csv = await got(who, { format: 'csv', ids });
    assert.equal(csv.text, (await exported(who, path('csv'))).text);
    assert.match(csv.headers['content-type'], /^text\/csv; charset=utf-8/);
    assert.match(csv.headers['content-disposition'], /^attachment; filename="expenses-\d{4}-\d\d-\d\d\.csv"$/);
    assert.equal(csv.headers['cache-control'], 'no-store');
    assert.equal((await got(who, { format: 'csv', bom: true, ids })).text, `\uFEFF${csv.text}`);
  });

  test("are one's own that are there: others, absent ones and the trash are left out alike", async () => {
    const [hers, gone] = [await addExpense(alice.client, { title: 'Named' }), await addExpense(alice.client)];
    await alice.client.delete(`/api/expenses/${gone.id}`);
    const his = await addExpense(bob.client, { title: 'His own' });
    const ids = [his.id, hers.id, gone.id, 987_654_321_012];
    assert.deepEqual((await unchanged(() => got(alice, { ids }))).json.map((it) => it.title), ['Named']);
    assert.deepEqual((await got(bob, { ids })).json.map((it) => it.title), ['His own']);
    const none = await got(bob, { format: 'csv', ids: [hers.id] });
    assert.equal(none.text, `${names.join()}\r\n`);
    assert.equal(none.text, (await got(bob, { format: 'csv', ids: [987_654_321_012] })).text);
    assert.deepEqual((await got(bob, { ids: [hers.id] })).json, []);
  });

  test('may be ten thousand, as long as ids get', async () => {
    const row = await addExpense(alice.client, { title: 'Among many' });
    const ids = Array.from({ length: 9_999 }, (_, n) => 9_007_199_254_740_991 - n);
    assert.equal((await got(alice, { ids: [...ids, row.id] })).json[0].title, 'Among many');
    problem(await named(alice, { format: 'csv', ids: [...ids, row.id, 1] }), 422, { field: 'ids' });
  });

  test('bad bodies are told by field', async () => {
    const right = { format: 'csv', ids: [1] };
    for (const [change, field] of [[{ format: 'xml' }, 'format'], [{ format: undefined }, 'format'],
      [{ format: null }, 'format'], [{ ids: undefined }, 'ids'], [{ ids: [] }, 'ids'], [{ ids: [0] }, 'ids'],
      [{ ids: ['1'] }, 'ids'], [{ ids: [1.5] }, 'ids'], [{ ids: [null] }, 'ids'], [{ ids: {} }, 'ids'],
      [{ bom: 'true' }, 'bom'], [{ sort: 'title' }, 'sort'], [{ sort: 1 }, 'sort'], [{ filter: {} }, 'filter']]) {
      problem(await named(alice, { ...right, ...change }), 422, { field });
    }
    const both = problem(await named(alice, { format: 'xml', ids: [] }), 422, { field: 'ids' });
    assert.equal(both.json.errors.length, 2);
    problem(await alice.client.post('/api/expenses/export', undefined, { raw: '[]' }), 422);
    problem(await alice.client.post('/api/expenses/export', undefined, { raw: '{' }), 400);
  });

  test('need a session, and from a browser our own page', async () => {
    problem(await anonymous.post('/api/expenses/export', { format: 'csv', ids: [1] }), 401);
    const her = await browserPerson('sameorigin');
    const row = await addExpense(her, { title: 'Mine' });
    const body = { format: 'json', ids: [row.id] };
    assert.equal(status(await her.post('/api/expenses/export', body), 200).json.length, 1);
    problem(await her.post('/api/expenses/export', body, { headers: { 'Sec-Fetch-Site': 'cross-site' } }), 403,
      { code: 'csrf' });
    problem(await her.post('/api/expenses/export', undefined, { raw: JSON.stringify(body),
      headers: { 'Content-Type': 'text/plain' } }), 415);
  });
});

describe('two people', () => {
  test("never see each other's rows; the trash is not in it; nobody is 401", async () => {
    await addExpense(alice.client, { title: 'Only Alice' });
    const gone = await addExpense(alice.client, { title: 'Thrown away' });
    await alice.client.delete(`/api/expenses/${gone.id}`);
    await addExpense(bob.client, { title: 'Only Bob' });
    for (const format of ['csv', 'json']) {
      const [hers, his] = [await exported(alice, path(format)), await exported(bob, path(format))];
      assert.ok(hers.text.includes('Only Alice') && !hers.text.includes('Only Bob'));
      assert.ok(!hers.text.includes('Thrown away'));
      assert.ok(his.text.includes('Only Bob') && !his.text.includes('Only Alice'));
    }
    problem(await anonymous.get(`/api/expenses/export?${path('csv')}`), 401);
  });

  test('a session that has ended before is 401, as JSON', async () => {
    const who = await person('leaves');
    await who.client.post('/api/auth/logout');
    problem(await who.client.get(`/api/expenses/export?${path('csv')}`), 401, { code: 'unauthenticated' });
  });
});
