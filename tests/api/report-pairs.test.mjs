// Reports that put two periods beside each other, days and merchants: each figure is what the rows say.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, toMinor, writtenNumbers } from '../support/assertions.mjs';
import { addMany } from '../support/builders.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { person } from '../support/people.mjs';

after(closeDatabase);

const reports = '/api/expenses/reports';
const shift = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const todayIn = (zone) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit',
  day: '2-digit' }).format(new Date());
const minor = (rows) => rows.reduce((sum, row) => sum + toMinor(row.amount), 0n);
const between = (rows, from, to) => rows.filter(({ date }) => date >= from && date <= to);

// The same random-looking rows each time: 400 over 130 days up to 10 days after today.
function rowsAround(today) {
  const names = ['Food', 'Transport', 'Cafés', 'Other', 'Health'];
  return Array.from({ length: 400 }, (_, n) => ({
    title: `Row ${n}`, amount: `${(n * 7919) % 900}.${String((n * 31) % 100).padStart(2, '0')}`.replace(/^0\.00$/, '1.00'),
    date: shift(today, 10 - ((n * 53) % 130)), category: names[(n * 17) % 5],
    merchant: n % 3 === 0 ? undefined : ['Big Bazaar', 'Metro', 'Café Central'][n % 7 % 3] }));
}

let mine;
before(async () => {
  const { client, ledger } = await person('pairs');
  const other = await person('pairs-other');
  await query(`insert into app.categories (ledger_id, name, position, parent_id)
    select c.ledger_id, 'Cafés', 50, c.id from app.categories c where c.ledger_id = $1 and c.name = 'Food'`, [ledger]);
  // For a part of each day it is another day there than in UTC, where a new person is.
  const zone = 'Asia/Kolkata';
  status(await client.put('/api/user-settings', { time_zone: zone }), 200);
  const today = todayIn(zone);
  const rows = rowsAround(today);
  await addMany(client, rows);
  await addMany(other.client, [{ amount: '9999', date: today, merchant: 'Secret' }, { amount: '5', date: shift(today, -40) }]);
  mine = { client, rows, today, ledger };
});

const figures = (text, name) => writtenNumbers(text, name).map((it) => toMinor(it));

describe('changes', () => {
  test('two periods of one length: totals, counts, averages and the largest are those of the rows', async () => {
    const { client, rows, today } = mine;
    const [from, to] = [shift(today, -40), shift(today, -21)];
    const answer = status(await client.get(`${reports}/changes?from=${from}&to=${to}`), 200);
    const [now, then] = [between(rows, from, to), between(rows, shift(from, -20), shift(from, -1))];
    assert.deepEqual([answer.json.previous_from, answer.json.previous_to, answer.json.partial],
      [shift(from, -20), shift(from, -1), false]);
    assert.equal(figures(answer.text, 'total_amount')[0], minor(now));
    assert.equal(figures(answer.text, 'previous_amount')[0], minor(then));
    assert.equal(figures(answer.text, 'change')[0], minor(now) - minor(then));
    assert.deepEqual([answer.json.count, answer.json.previous_count], [now.length, then.length]);
    const percent = (Number(minor(now) - minor(then)) / Number(minor(then))) * 100;
    assert.ok(Math.abs(answer.json.change_percentage - percent) <= 0.0501, `${answer.json.change_percentage} ${percent}`);
    assert.ok(Math.abs(answer.json.daily_average * 100 - Number(minor(now)) / 20) <= 0.51);
    const top = now.reduce((most, row) => (toMinor(row.amount) > toMinor(most.amount) ? row : most));
    assert.equal(answer.json.largest.amount, Number(top.amount));
    const named = (await client.get(`/api/expenses/${answer.json.largest.id}`)).json;
    assert.equal(named.title, answer.json.largest.title);
  });

  test('categories are told with what is below them, merchants by name; each adds up from its rows', async () => {
    const { client, rows, today } = mine;
    const [from, to] = [shift(today, -30), shift(today, -1)];
    const [a, b] = [shift(today, -75), shift(today, -40)];
    const answer = status(await client.get(
      `${reports}/changes?from=${from}&to=${to}&previous_from=${a}&previous_to=${b}`), 200);
    const { categories, merchants } = answer.json;
    assert.deepEqual(categories.map((it) => it.category).sort(), ['Food', 'Health', 'Other', 'Transport']);
    assert.deepEqual(merchants.map((it) => it.merchant).sort(), ['Big Bazaar', 'Café Central', 'Metro']);
    for (const list of [categories, merchants]) {
      for (const one of list) {
        const own = (row) => (one.merchant ? row.merchant === one.merchant
          : (row.category === 'Cafés' ? 'Food' : row.category) === one.category);
        const [now, then] = [between(rows, from, to).filter(own), between(rows, a, b).filter(own)];
        assert.deepEqual([one.total_amount, one.count, one.previous_amount, one.previous_count],
          [Number(minor(now)) / 100, now.length, Number(minor(then)) / 100, then.length], JSON.stringify(one));
      }
      const moved = list.map((it) => Math.abs(it.change));
      assert.deepEqual(moved, [...moved].sort((x, y) => y - x), 'what moved most first');
    }
  });

  test('a month that is still running is compared with the same days of the one before', async () => {
    const { client, rows, today } = mine;
    for (const start of [1, 25]) {
      status(await client.put('/api/user-settings', { month_start_day: start }), 200);
      const { json, text } = status(await client.get(`${reports}/changes`), 200);
      const [period] = await query(`select m.first_day::text, m.last_day::text, b.first_day::text as before_first,
          b.last_day::text as before_last
        from app.month_period($1::date, $2::smallint) m, app.month_period(m.first_day - 1, $2::smallint) b`, [today, start]);
      assert.deepEqual([json.from, json.to, json.previous_from, json.previous_to],
        [period.first_day, period.last_day, period.before_first, period.before_last]);
      const days = Math.round((Date.parse(today) - Date.parse(json.from)) / 86_400_000);
      const until = [shift(json.previous_from, days), json.previous_to].sort()[0];
      const last = json.to === today;
      assert.deepEqual([json.until, json.previous_until, json.partial, json.days],
        [today, last ? json.previous_to : until, !last, days + 1]);
      assert.equal(figures(text, 'total_amount')[0], minor(between(rows, json.from, today)), 'nothing after today');
      assert.equal(figures(text, 'previous_amount')[0], minor(between(rows, json.previous_from, json.previous_until)));
    }
    status(await client.put('/api/user-settings', { month_start_day: 1 }), 200);
  });

  test('with nothing before, a change has no percentage; with nothing at all, everything is 0', async () => {
    const { client } = await person('pairs-empty');
    const empty = status(await client.get(`${reports}/changes`), 200).json;
    assert.deepEqual([empty.total_amount, empty.change, empty.change_percentage, empty.largest, empty.categories,
      empty.merchants], [0, 0, null, null, [], []]);
    await addMany(client, [{ amount: '3.00', date: '2024-02-02' }]);
    const first = status(await client.get(`${reports}/changes?from=2024-02-01&to=2024-02-29`), 200).json;
    assert.deepEqual([first.total_amount, first.change, first.change_percentage], [3, 3, null]);
    const gone = status(await client.get(`${reports}/changes?from=2024-02-03&to=2024-02-04`), 200).json;
    assert.deepEqual([gone.total_amount, gone.change, gone.change_percentage], [0, -3, -100]);
  });

  test('a period without its other day, backwards or too long is refused at its field', async () => {
    const { client } = mine;
    for (const [text, field] of [['from=2024-01-01', 'to'], ['to=2024-01-01', 'from'], ['from=2024-02-02&to=2024-02-01', 'to'],
      ['from=1990-01-01&to=2024-01-01', 'to'], ['from=x&to=2024-01-01', 'from'], ['currency=QQQ', 'currency'],
      ['from=2024-01-01&to=2024-01-02&previous_from=2023-01-01', 'previous_to'],
      ['previous_from=2023-01-01&previous_to=2023-01-02', 'from'], ['from=2024-01-01&from=2024-01-01&to=2024-01-02', 'from']]) {
      problem(await client.get(`${reports}/changes?${text}`), 422, { field });
      problem(await client.get(`${reports}/pace?${text}`), 422, { field });
    }
    problem(await client.get(`${reports}/pace?from=2023-01-01&to=2024-12-31`), 422, { field: 'to' });
  });
});

describe('pace', () => {
  test('each day says what was spent up to it, in both periods', async () => {
    const { client, rows, today } = mine;
    const [from, to] = [shift(today, -45), shift(today, -15)];
    const { json, text } = status(await client.get(
      `${reports}/pace?from=${from}&to=${to}&previous_from=${shift(from, -28)}&previous_to=${shift(from, -1)}`), 200);
    const sums = (first, days) => Array.from({ length: days }, (_, n) =>
      minor(between(rows, first, shift(first, n))));
    const written = (name) => JSON.parse(`[${new RegExp(`"${name}":\\[([^\\]]*)`).exec(text)[1]
      .replaceAll(/[\d.]+/g, '"$&"')}]`).map((it) => toMinor(it));
    assert.deepEqual(written('current'), sums(from, 31));
    assert.deepEqual(written('previous'), sums(shift(from, -28), 28));
    assert.equal(json.partial, false);
  });

  test('a running month ends today, the one before is whole', async () => {
    const { client, rows, today } = mine;
    const { json } = status(await client.get(`${reports}/pace`), 200);
    assert.equal(json.until, today);
    assert.equal(json.current.length, Number(today.slice(8)));
    assert.equal(json.previous.length, Number(json.previous_to.slice(8)));
    assert.equal(BigInt(Math.round(json.current.at(-1) * 100)), minor(between(rows, json.from, today)));
    assert.equal(BigInt(Math.round(json.previous.at(-1) * 100)), minor(between(rows, json.previous_from, json.previous_to)));
  });
});

describe('days', () => {
  test('every day with expenses is there once, with its sum and number', async () => {
    const { client, rows, today } = mine;
    const [from, to] = [shift(today, -100), shift(today, 3)];
    const { json } = status(await client.get(`${reports}/days?from=${from}&to=${to}`), 200);
    const days = [...new Set(between(rows, from, to).map((row) => row.date))].sort();
    assert.deepEqual(json.days.map((it) => it.date), days);
    for (const day of json.days) {
      const own = rows.filter((row) => row.date === day.date);
      assert.deepEqual([day.total_amount, day.count], [Number(minor(own)) / 100, own.length]);
    }
    const year = status(await client.get(`${reports}/days`), 200).json;
    assert.deepEqual([year.from, year.to], [shift(today, -364), today]);
    problem(await client.get(`${reports}/days?from=2000-01-01&to=2024-01-01`), 422, { field: 'to' });
  });
});

describe('by merchant', () => {
  test('sums, numbers and shares; what names none is one line; what is beyond the limit is told together', async () => {
    const { client, rows, today } = mine;
    const [from, to] = [shift(today, -90), today];
    const all = status(await client.get(`${reports}/merchants?from=${from}&to=${to}`), 200);
    const own = (name) => between(rows, from, to).filter((row) => (row.merchant ?? null) === name);
    assert.equal(figures(all.text, 'total_amount')[0], minor(between(rows, from, to)));
    assert.equal(all.json.merchants.length, 4);
    for (const one of all.json.merchants) {
      assert.deepEqual([one.total_amount, one.count], [Number(minor(own(one.merchant))) / 100, own(one.merchant).length]);
    }
    assert.equal(figures(all.text, 'percentage').reduce((sum, it) => sum + it, 0n), 10_000n);
    assert.equal(all.json.others, null);
    const two = status(await client.get(`${reports}/merchants?from=${from}&to=${to}&limit=2`), 200);
    assert.deepEqual(two.json.merchants, all.json.merchants.slice(0, 2));
    assert.equal(two.json.others.count, all.json.merchants.slice(2).reduce((sum, it) => sum + it.count, 0));
    assert.equal(figures(two.text, 'percentage').reduce((sum, it) => sum + it, 0n), 10_000n);
    problem(await client.get(`${reports}/merchants?limit=0`), 422, { field: 'limit' });
  });
});

describe('by month', () => {
  test('each beside the one as many months before, and by pay day', async () => {
    const { client, rows, today } = mine;
    const plain = status(await client.get(`${reports}/monthly?months=2&previous=true`), 200).json;
    assert.equal(plain.length, 2);
    for (const one of plain) {
      const of = (key) => Number(minor(rows.filter((row) => row.date.startsWith(key)))) / 100;
      assert.deepEqual([one.total_amount, one.previous_amount], [of(one.key), of(one.previous_key)]);
      assert.equal(Number(one.key.slice(5)) - ((Number(one.previous_key.slice(5)) + 1) % 12 + 1), 0);
    }
    for (const start of [1, 25, 31]) {
      const { json } = status(await client.get(`${reports}/monthly?months=3&previous=true&month_start=${start}`), 200);
      assert.equal(json.length, 3);
      assert.ok(json[2].from <= today && json[2].to >= today);
      for (const [n, one] of json.entries()) {
        if (n > 0) assert.equal(shift(json[n - 1].to, 1), one.from, 'no gap, no overlap');
        const [period] = await query('select first_day::text, last_day::text from app.month_period($1::date, $2::smallint)',
          [one.from, start]);
        assert.deepEqual([one.from, one.to], [period.first_day, period.last_day]);
        assert.deepEqual([one.total_amount, one.count],
          [Number(minor(between(rows, one.from, one.to))) / 100, between(rows, one.from, one.to).length]);
      }
    }
    problem(await client.get(`${reports}/monthly?month_start=32`), 422, { field: 'month_start' });
    problem(await client.get(`${reports}/monthly?previous=maybe`), 422, { field: 'previous' });
  });
});

test("no report has another one's rows, nor answers without a session", async () => {
  const stranger = await person('pairs-stranger');
  for (const path of ['changes', 'pace', 'days', 'merchants', 'monthly?previous=true&month_start=25', 'categories?level=top']) {
    const own = status(await stranger.client.get(`${reports}/${path}`), 200);
    assert.ok(!/9999|Secret|Big Bazaar|Row \d/.test(own.text), own.text);
    assert.ok(!/Secret|9999\.00/.test((await mine.client.get(`${reports}/${path}`)).text));
  }
});
