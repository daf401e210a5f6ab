// The list at any depth: each row once, in one order, whatever is added meanwhile; and the totals in
// the headers are the sums of the rows.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, toMinor, writtenNumbers } from '../support/assertions.mjs';
import { addExpense, addMany, expense } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { person } from '../support/people.mjs';

const categories = ['Food', 'Entertainment', 'Health', 'Utilities', 'Transport', 'Shopping', 'Other'];
const titles = ['Tea', 'Café au lait', 'Train to Pune', 'tea leaves', 'Movie', '100% juice', 'a_b'];

// 350 rows with many equal days and amounts, so that order must fall back on the id.
const rows = Array.from({ length: 350 }, (_, n) => ({
  title: `${titles[n % titles.length]} ${n % 5}`,
  amount: `${(n * 37) % 50 + 1}.${String((n * 13) % 100).padStart(2, '0')}`,
  category: categories[(n * 3) % categories.length],
  date: `2024-0${1 + (n % 6)}-${String(1 + (n % 10)).padStart(2, '0')}`,
}));

let api;
let all;
before(async () => {
  api = (await person('pages')).client;
  await addMany(api, rows);
  all = [...(await api.get('/api/expenses?limit=200')).json,
    ...(await api.get('/api/expenses?limit=200&skip=200')).json];
});
after(closeDatabase);

const nextOf = (answer) => /<([^>]+)>;\s*rel="next"/.exec(answer.headers.link ?? '')?.[1];

async function walk(path, between) {
  const seen = [];
  const texts = [];
  let next = path;
  for (let page = 0; next; page += 1) {
    assert.ok(page < 100, 'the pages do not end');
    const answer = status(await api.get(next), 200);
    seen.push(...answer.json);
    texts.push(...writtenNumbers(answer.text, 'amount'));
    next = nextOf(answer);
    if (between && page < 3) await between(page);
  }
  return { seen, texts };
}

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const compare = {
  date_desc: (a, b) => b.date.localeCompare(a.date) || b.id - a.id,
  date_asc: (a, b) => a.date.localeCompare(b.date) || a.id - b.id,
  amount_desc: (a, b) => b.amount - a.amount || b.id - a.id,
  amount_asc: (a, b) => a.amount - b.amount || a.id - b.id,
};
const filters = [
  ['', () => true],
  ['q=tea', (row) => fold(row.title).includes('tea')],
  ['q=CAFE', (row) => fold(row.title).includes('cafe')],
  ['q=%25', (row) => row.title.includes('%')],
  ['q=a_b', (row) => row.title.includes('a_b')],
  ['q=e', (row) => fold(row.title).includes('e')],
  ['q=nothing+like+this', () => false],
  ['category=Food', (row) => row.category === 'Food'],
  ['from=2024-02-01&to=2024-03-05', (row) => row.date >= '2024-02-01' && row.date.slice(0, 10) <= '2024-03-05'],
  ['from=2024-04-01', (row) => row.date >= '2024-04-01'],
  ['to=2024-01-31', (row) => row.date.slice(0, 10) <= '2024-01-31'],
  ['min=10&max=20.50', (row) => row.amount >= 10 && row.amount <= 20.5],
  ['min=49', (row) => row.amount >= 49],
  ['category=Transport&q=movie&from=2024-01-01&max=40',
    (row) => row.category === 'Transport' && fold(row.title).includes('movie') && row.amount <= 40],
];

describe('every sort with every filter gives each row once, in order', () => {
  test('all 350 rows are there to begin with', () => {
    assert.equal(all.length, 350);
    assert.equal(new Set(all.map((row) => row.id)).size, 350);
  });

  for (const sort of Object.keys(compare)) {
    for (const [filter, keeps] of filters) {
      test(`sort=${sort}&${filter}`, async () => {
        const expected = all.filter(keeps).sort(compare[sort]);
        const { seen, texts } = await walk(`/api/expenses?limit=23&sort=${sort}&total=true&${filter}`);
        assert.deepEqual(seen.map((row) => row.id), expected.map((row) => row.id));
        const answer = await api.get(`/api/expenses?limit=1&sort=${sort}&total=true&${filter}`);
        assert.equal(answer.headers['x-total-count'], String(expected.length));
        const sum = texts.reduce((total, text) => total + toMinor(text), 0n);
        const told = answer.headers['x-total-amount'] ?? '';
        if (expected.length === 0) assert.equal(told, '');
        else assert.equal(toMinor(/^INR ([\d.]+)$/.exec(told)[1]), sum);
      });
    }
  }
});

describe('cursors', () => {
  test('rows added between pages shift nothing: no old row is shown twice or missed', async () => {
    const before = all.map((row) => row.id);
    const added = [];
    const { seen } = await walk('/api/expenses?limit=50', async (page) => {
      for (const date of ['2999-01-01', '1950-01-01', '2024-03-03']) {
        added.push((await addExpense(api, { date, title: `Between ${page}` })).id);
      }
    });
    const ids = seen.map((row) => row.id);
    assert.equal(new Set(ids).size, ids.length, 'a row came twice');
    assert.deepEqual(ids.filter((id) => !added.includes(id)), before);
    for (const id of added) await api.delete(`/api/expenses/${id}`);
  });

  test('rows deleted between pages do not hide their neighbours', async () => {
    const extra = [];
    for (let n = 0; n < 30; n += 1) extra.push((await addExpense(api, { date: '2998-01-01' })).id);
    const first = await api.get('/api/expenses?limit=10&from=2998-01-01&to=2998-01-01');
    for (const row of first.json) await api.delete(`/api/expenses/${row.id}`);
    const { seen } = await walk(nextOf(first));
    assert.deepEqual(seen.map((row) => row.id), extra.slice(0, 20).reverse());
    for (const row of seen) await api.delete(`/api/expenses/${row.id}`);
  });

  test('the last page has no next, and a full last page too', async () => {
    assert.equal(nextOf(await api.get('/api/expenses?limit=200&skip=200')), undefined);
    const exact = await api.get('/api/expenses?category=Food&limit=50');
    assert.equal(exact.json.length, 50);
    assert.equal(nextOf(exact), undefined);
  });

  test('a tampered cursor is 422, whatever was changed', async () => {
    const next = nextOf(await api.get('/api/expenses?limit=5'));
    const url = new URL(next, 'http://localhost');
    const cursor = url.searchParams.get('cursor');
    const bad = [cursor.slice(0, -1), `${cursor}A`, cursor.toLowerCase(), 'A', 'x'.repeat(5000),
      Buffer.from('{"id":1}').toString('base64url'),
      ...Array.from({ length: cursor.length }, (_, at) =>
        cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1))];
    for (const one of bad) {
      if (one === cursor) continue;
      problem(await api.get(`/api/expenses?limit=5&cursor=${encodeURIComponent(one)}`), 422, { field: 'cursor' });
    }
  });

  test('a cursor does not open another order', async () => {
    const url = new URL(nextOf(await api.get('/api/expenses?limit=5')), 'http://localhost');
    url.searchParams.set('sort', 'amount_asc');
    problem(await api.get(`${url.pathname}${url.search}`), 422, { field: 'cursor' });
  });

  test('the trash is paged too', async () => {
    const other = (await person('trash-pages')).client;
    await addMany(other, rows.slice(0, 45));
    await other.delete('/api/expenses/clear');
    const ids = [];
    let next = '/api/trash?limit=20';
    while (next) {
      const answer = status(await other.get(next), 200);
      ids.push(...answer.json.map((row) => row.id));
      next = nextOf(answer);
    }
    assert.equal(ids.length, 45);
    assert.equal(new Set(ids).size, 45);
    problem(await other.get('/api/trash?cursor=abc'), 422, { field: 'cursor' });
    problem(await other.get('/api/trash?limit=0'), 422, { field: 'limit' });
  });
});

describe('totals in headers', () => {
  test('without total=true nothing is counted', async () => {
    const answer = await api.get('/api/expenses?limit=1');
    assert.equal(answer.headers['x-total-count'], undefined);
    assert.equal(answer.headers['x-total-amount'], undefined);
  });

  test('each currency is summed by itself, with its own decimals', async () => {
    const other = (await person('currencies')).client;
    for (const [amount, currency] of [['1.10', 'INR'], ['2.20', 'INR'], ['300', 'JPY'], ['0.125', 'KWD'],
      ['5.00', 'USD']]) {
      status(await other.post('/api/expenses', expense({ amount, currency })), 201);
    }
    const answer = await other.get('/api/expenses?total=true');
    assert.equal(answer.headers['x-total-count'], '5');
    assert.deepEqual(answer.headers['x-total-amount'].split(/,\s*/).sort(),
      ['INR 3.30', 'JPY 300', 'KWD 0.125', 'USD 5.00']);
    const yen = await other.get('/api/expenses?currency=JPY&total=true');
    assert.equal(yen.headers['x-total-amount'], 'JPY 300');
    assert.deepEqual(writtenNumbers(yen.text, 'amount'), ['300']);
  });

  test('sums beyond what a double can hold are exact', async () => {
    const other = (await person('large')).client;
    await addMany(other, Array.from({ length: 300 }, () => ({ amount: '90071992547409.91' })));
    const answer = await other.get('/api/expenses?limit=1&total=true');
    assert.equal(answer.headers['x-total-amount'], 'INR 27021597764222973.00');
  });
});

describe('a list is of one moment', () => {
  test('each entry has its category, and the totals fit, while categories are merged and entries added', async () => {
    const other = (await person('moment')).client;
    const named = (name) => other.post('/api/categories', { name }).then((answer) => status(answer, 201).json);
    const into = await named('Stays');
    let done = false;
    const lists = (async () => {
      let count = 0;
      for (; !done; count += 1) {
        const answer = status(await other.get('/api/expenses?limit=200&total=true'), 200);
        assert.equal(answer.headers['x-total-count'], String(answer.json.length));
        for (const row of answer.json) assert.match(row.category, /^(Stays|Goes \d+)$/);
      }
      return count;
    })();
    for (let n = 0; n < 30; n += 1) {
      const goes = await named(`Goes ${n}`);
      await addMany(other, Array.from({ length: 5 }, () => ({ category: goes.name })));
      status(await other.post(`/api/categories/${goes.id}/merge`, { into: into.id }), 200);
    }
    done = true;
    assert.ok(await lists > 20);
  });
});
