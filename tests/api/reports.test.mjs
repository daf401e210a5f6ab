// Reports say what the rows say: exact sums, shares that add up, every month there.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { problem, status, toMinor, writtenNumbers } from '../support/assertions.mjs';
import { addExpense, addMany, expense } from '../support/builders.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { person } from '../support/people.mjs';

after(closeDatabase);

const inZone = (zone, options) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric',
  month: '2-digit', day: '2-digit', ...options }).format(new Date());

describe('by category', () => {
  test('percentages have two decimals and add up to exactly 100.00', async () => {
    for (const amounts of [['1', '1', '1'], ['0.01', '0.01', '0.01', '0.01', '0.01', '0.01', '0.01'],
      ['33.33', '33.33', '33.34'], ['1', '999999'], ['0.01', '90000000000000.00'], ['5'],
      ['1', '2', '3', '4', '5', '6', '7']]) {
      const { client } = await person('percent');
      const names = ['Food', 'Entertainment', 'Health', 'Utilities', 'Transport', 'Shopping', 'Other'];
      for (const [n, amount] of amounts.entries()) await addExpense(client, { amount, category: names[n] });
      const answer = status(await client.get('/api/expenses/reports/categories'), 200);
      const written = writtenNumbers(answer.text, 'percentage');
      assert.equal(written.reduce((sum, text) => sum + toMinor(text), 0n), 10_000n, `${amounts}: ${written}`);
      assert.equal(answer.json.length, amounts.length);
      const totals = answer.json.map((it) => it.total_amount);
      assert.deepEqual(totals, [...totals].sort((a, b) => b - a), 'largest first');
    }
  });

  test('sums are exact where binary floats are not', async () => {
    const { client } = await person('exact');
    await addMany(client, Array.from({ length: 1000 }, () => ({ amount: '0.10' })));
    await addMany(client, Array.from({ length: 3 }, () => ({ amount: '0.20', category: 'Food' })));
    const answer = await client.get('/api/expenses/reports/categories');
    assert.deepEqual(writtenNumbers(answer.text, 'total_amount'), ['100.00', '0.60']);
  });

  test('a period counts by the day, both ends in', async () => {
    const { client } = await person('period');
    for (const date of ['2024-01-31', '2024-02-01', '2024-02-29', '2024-03-01']) await addExpense(client, { date });
    for (const path of ['categories', 'summary']) {
      const answer = status(await client.get(`/api/expenses/reports/${path}?from=2024-02-01&to=2024-02-29`), 200);
      assert.equal(path === 'summary' ? answer.json.total_count : answer.json[0].count, 2);
    }
    const part = await client.get('/api/expenses/reports/summary?from=2024-01-31&to=2024-02-10');
    assert.equal(part.json.total_count, 2, 'a period that cuts months');
  });
});

describe('by category, two levels', () => {
  const families = async () => {
    const { client, ledger } = await person('levels');
    const other = await person('levels-other');
    await query(`insert into app.categories (ledger_id, name, position, parent_id)
      select $1, v.name, 50, c.id from app.categories c, (values ('Cafés', 'Food'), ('Bus', 'Transport')) v (name, top)
       where c.ledger_id = $1 and c.name = v.top`, [ledger]);
    for (const [category, amount, date] of [['Food', '10.00', '2024-02-10'], ['Cafés', '5.25', '2024-02-11'],
      ['Bus', '20.00', '2024-02-12'], ['Other', '1.00', '2024-02-13'], ['Cafés', '100.00', '2024-03-01']]) {
      await addExpense(client, { category, amount, date });
    }
    await addExpense(other.client, { category: 'Food', amount: '77', date: '2024-02-10' });
    return client;
  };
  const figures = (answer) => status(answer, 200).json.map((it) => [it.category, it.total_amount, it.count]);

  test('`level=top` counts what is below a category as it, whatever the period', async () => {
    const client = await families();
    const path = '/api/expenses/reports/categories?level=top';
    assert.deepEqual(figures(await client.get(path)), [['Food', 115.25, 3], ['Transport', 20, 1], ['Other', 1, 1]]);
    for (const period of ['&from=2024-02-01&to=2024-02-29', '&from=2024-02-10&to=2024-02-20']) {
      const answer = await client.get(path + period);
      assert.deepEqual(figures(answer), [['Transport', 20, 1], ['Food', 15.25, 2], ['Other', 1, 1]]);
      assert.equal(writtenNumbers(answer.text, 'percentage').reduce((sum, it) => sum + toMinor(it), 0n), 10_000n);
    }
    assert.equal(figures(await client.get('/api/expenses/reports/categories?level=all')).length, 4);
  });

  test('`category` opens one of them: its own and what is below it, as shares of their sum', async () => {
    const client = await families();
    const path = '/api/expenses/reports/categories?category=';
    const food = await client.get(`${path}food&to=2024-02-29`);
    assert.deepEqual(figures(food), [['Food', 10, 1], ['Cafés', 5.25, 1]]);
    assert.deepEqual(writtenNumbers(food.text, 'percentage'), ['65.57', '34.43']);
    assert.deepEqual(figures(await client.get(`${path}${encodeURIComponent('cafés')}`)), [['Cafés', 105.25, 2]]);
    assert.deepEqual(figures(await client.get(`${path}Health`)), []);
    problem(await client.get(`${path}Zoo`), 422, { field: 'category' });
    problem(await client.get('/api/expenses/reports/categories?level=second'), 422, { field: 'level' });
  });
});

describe('by month', () => {
  test('every month is there, ascending, up to the current one, empty ones too', async () => {
    const { client } = await person('months');
    const zone = 'Asia/Kolkata';
    status(await client.put('/api/user-settings', { time_zone: zone }), 200);
    const now = inZone(zone).slice(0, 7);
    for (const months of [1, 6, 13, 120]) {
      const { json } = status(await client.get(`/api/expenses/reports/monthly?months=${months}`), 200);
      assert.equal(json.length, months);
      assert.ok(json.every((it, n) => n === 0 || it.key > json[n - 1].key));
      assert.equal(json.at(-1).key, now);
      for (const it of json) {
        const name = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' })
          .format(new Date(`${it.key}-15T00:00:00Z`));
        assert.equal(it.month, name);
        assert.deepEqual([it.total_amount, it.count], [0, 0]);
      }
    }
  });

  test('the first month is whole, and the future is left out', async () => {
    const { client } = await person('whole');
    const { json: [first] } = await client.get('/api/expenses/reports/monthly?months=3');
    await addExpense(client, { date: `${first.key}-01` });
    await addExpense(client, { date: '2999-01-01' });
    const { json } = await client.get('/api/expenses/reports/monthly?months=3');
    assert.deepEqual(json.map((it) => it.count), [1, 0, 0]);
  });

  test("the current month is the person's own, on either side of the date line", async () => {
    for (const zone of ['Pacific/Kiritimati', 'America/Adak', 'Asia/Kathmandu', 'Pacific/Pago_Pago']) {
      const { client } = await person('zone');
      status(await client.put('/api/user-settings', { time_zone: zone }), 200);
      const before = inZone(zone);
      const made = status(await client.post('/api/expenses', { title: 'Now', amount: 1 }), 201).json;
      const last = (await client.get('/api/expenses/reports/monthly?months=1')).json[0];
      const later = inZone(zone);
      assert.ok([before, later].includes(made.date.slice(0, 10)), `${zone}: ${made.date}`);
      assert.ok([before, later].some((day) => day.startsWith(last.key)), `${zone}: ${last.key}`);
      assert.equal(last.count, 1);
    }
  });
});

describe('summary', () => {
  test('what is dated after today counts, as in the list, and `to` leaves it out', async () => {
    const { client } = await person('later');
    await addExpense(client, { amount: '10.00', date: '2024-01-15' });
    await addExpense(client, { amount: '2.50', date: '2999-01-15' });
    const list = await client.get('/api/expenses?total=true');
    assert.equal(list.headers['x-total-amount'], 'INR 12.50');
    for (const [query, total, count] of [['', '12.50', 2], ['?to=2998-12-31', '10.00', 1]]) {
      const summary = await client.get(`/api/expenses/reports/summary${query}`);
      assert.equal(writtenNumbers(summary.text, 'total_amount')[0], total);
      assert.equal(summary.json.total_count, count);
      const parts = (await client.get(`/api/expenses/reports/categories${query}`)).json;
      assert.equal(parts.reduce((sum, it) => sum + it.count, 0), count);
    }
  });

  test('total, count and average agree with the categories and the rows', async () => {
    const { client } = await person('summary');
    await addMany(client, Array.from({ length: 97 }, (_, n) => ({
      amount: `${n + 1}.${String(n).padStart(2, '0')}`, category: ['Food', 'Health', 'Other'][n % 3] })));
    const list = await client.get('/api/expenses?limit=200');
    const sum = writtenNumbers(list.text, 'amount').reduce((total, text) => total + toMinor(text), 0n);
    const answer = status(await client.get('/api/expenses/reports/summary'), 200);
    const [total] = writtenNumbers(answer.text, 'total_amount');
    assert.equal(toMinor(total), sum);
    assert.equal(answer.json.total_count, 97);
    assert.equal(answer.json.categories.reduce((n, it) => n + it.count, 0), 97);
    const parts = (await client.get('/api/expenses/reports/categories'));
    assert.deepEqual(answer.json.categories, parts.json);
    assert.equal(writtenNumbers(parts.text, 'total_amount').reduce((all, text) => all + toMinor(text), 0n), sum);
  });

  test('the average is rounded half to even in the currency\'s decimals', async () => {
    for (const [amounts, currency, average] of [
      [['0.01', '0.02'], 'INR', '0.02'], [['0.02', '0.03'], 'INR', '0.02'], [['1', '1', '2'], 'JPY', '1'],
      [['1', '2'], 'JPY', '2'], [['2', '3'], 'JPY', '2'], [['0.001', '0.002'], 'KWD', '0.002'],
      [['10', '10', '11'], 'INR', '10.33']]) {
      const { client } = await person('average');
      for (const amount of amounts) await addExpense(client, { amount, currency });
      const answer = await client.get(`/api/expenses/reports/summary?currency=${currency}`);
      assert.deepEqual(writtenNumbers(answer.text, 'average_amount'), [average], `${amounts} ${currency}`);
    }
  });

  test('other currencies are named, never added to one another, and keep their decimals', async () => {
    const { client } = await person('others');
    await client.post('/api/expenses', expense({ amount: '10.00' }));
    await client.post('/api/expenses', expense({ amount: '500', currency: 'JPY' }));
    await client.post('/api/expenses', expense({ amount: '1.125', currency: 'KWD' }));
    const inr = status(await client.get('/api/expenses/reports/summary'), 200);
    assert.equal(inr.json.currency, 'INR');
    assert.equal(inr.json.total_amount, 10);
    assert.deepEqual(inr.json.other_currencies.sort((a, b) => a.currency.localeCompare(b.currency)),
      [{ currency: 'JPY', total_amount: 500, count: 1 }, { currency: 'KWD', total_amount: 1.125, count: 1 }]);
    assert.ok(inr.text.includes('1.125') && /"total_amount":\s*500[,}]/.test(inr.text), inr.text);
    const yen = await client.get('/api/expenses/reports/summary?currency=JPY');
    assert.deepEqual([yen.json.currency, yen.json.total_amount, yen.json.average_amount], ['JPY', 500, 500]);
    await client.put('/api/user-settings', { currency: 'KWD' });
    assert.equal((await client.get('/api/expenses/reports/summary')).json.currency, 'KWD');
    const [month] = (await client.get('/api/expenses/reports/monthly?months=120&currency=KWD')).json
      .filter((it) => it.count > 0);
    assert.equal(month.total_amount, 1.125);
  });

  test('deleting, restoring, editing, clearing and undoing are in the totals at once', async () => {
    const { client, ledger } = await person('kept');
    const row = await addExpense(client, { amount: '10' });
    const made = await addMany(client, [{ amount: '5' }, { amount: '6' }]);
    const total = async () => (await client.get('/api/expenses/reports/summary')).json.total_amount;
    assert.equal(await total(), 21);
    await client.put(`/api/expenses/${row.id}`, { amount: '20', category: 'Health', date: '2023-05-05' });
    assert.equal(await total(), 31);
    await client.delete(`/api/expenses/${row.id}`);
    assert.equal(await total(), 11);
    await client.post(`/api/expenses/${row.id}/restore`);
    assert.equal(await total(), 31);
    await client.delete(`/api/imports/${made.id}`);
    assert.equal(await total(), 20);
    await client.delete('/api/expenses/clear');
    assert.equal(await total(), 0);
    await client.post('/api/trash/restore');
    const difference = await query(`
      with rebuilt as (
        select date_trunc('month', spent_on)::date as month, category_id, currency::text,
               sum(amount_minor)::numeric as amount_minor, count(*) as count
        from app.expenses where ledger_id = $1 and deleted_at is null
        group by 1, 2, 3),
      kept as (
        select month, category_id, currency::text, amount_minor::numeric, count
        from app.monthly_totals where ledger_id = $1 and count <> 0)
      (table rebuilt except table kept) union all (table kept except table rebuilt)`, [ledger]);
    assert.deepEqual(difference, []);
  });

  test('one summary never mixes two moments while rows come and go', async () => {
    const { client } = await person('moment');
    let running = true;
    const writer = (async () => {
      while (running) {
        const row = await addExpense(client, { amount: '7', category: 'Food' });
        await client.delete(`/api/expenses/${row.id}`);
      }
    })();
    for (let n = 0; n < 100; n += 1) {
      const { json } = await client.get('/api/expenses/reports/summary');
      const count = json.categories.reduce((sum, it) => sum + it.count, 0);
      assert.equal(json.total_count, count);
      assert.equal(json.total_amount, count * 7);
    }
    running = false;
    await writer;
  });
});
