// Every figure that the API gives, against sums of the raw rows (support/figures.mjs): random ledgers
// with two currencies, sub-categories, merchants, trash, entries of days to come, months from the 31st.
// RANDOM_SEED repeats a run.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { status } from '../support/assertions.mjs';
import { closeDatabase } from '../support/database.mjs';
import { addDays, clock, daysFrom, digits, exact, Figures, mean, minor, periodOf } from '../support/figures.mjs';
import { person } from '../support/people.mjs';
import { generator } from '../support/random.mjs';

after(closeDatabase);

const seed = Number(process.env.RANDOM_SEED ?? (Date.now() % 2 ** 31));
const today = clock();

const merchants = ['Chai Point', 'Metro', 'Corner shop', undefined];
const names = ['Food', 'Lunches', 'Snacks', 'Transport', 'Trains', 'Health', 'Other'];
const text = (amount, currency) => {
  const plain = String(amount).padStart(digits[currency] + 1, '0');
  return `${plain.slice(0, -digits[currency])}.${plain.slice(-digits[currency])}`;
};
const sorted = (list) => list.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
const same = (found, wanted, what) => assert.deepEqual(sorted(found), sorted(wanted), `${what} (seed ${seed})`);

async function makeLedger(random) {
  const who = await person('figures');
  const { client } = who;
  const pick = (list) => list[Math.floor(random() * list.length)];
  const ids = Object.fromEntries((await client.get('/api/categories')).json.map((it) => [it.name, it.id]));
  for (const [name, parent] of [['Lunches', 'Food'], ['Snacks', 'Food'], ['Trains', 'Transport']]) {
    ids[name] = status(await client.post('/api/categories', { name, parent_id: ids[parent] }), 201).json.id;
  }
  const entry = () => {
    const currency = random() < 0.8 ? 'INR' : 'KWD';
    // Mostly the last year, some years ago, some to come; the last days of months more often than others.
    const day = addDays(today, random() < 0.9 ? 40 - Math.floor(random() * 420) : 500 - Math.floor(random() * 2500));
    return { title: pick(['Tea', 'Ticket', 'Rent', 'Soup']), amount: text(1 + Math.floor(random() ** 3 * 1_000_000), currency),
      currency, category: pick(names), date: random() < 0.15 ? `${day.slice(0, 8)}28` : day, ...(random() < 0.6
        ? { merchant: pick(merchants) ?? 'Kiosk' } : {}) };
  };
  const made = [];
  for (let n = 0; n < 260; n += 20) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.post('/api/expenses', entry())));
    made.push(...answers.map((answer) => status(answer, 201).json.id));
  }
  for (const [n, id] of made.entries()) {
    if (n % 9 === 0) status(await client.delete(`/api/expenses/${id}`), 200);
    if (n % 36 === 0) status(await client.post(`/api/expenses/${id}/restore`), 200);
    if (n % 11 === 5) {
      const { merchant: _, ...change } = entry();
      const answer = await client.put(`/api/expenses/${id}`, change);
      assert.ok([200, 404].includes(answer.status), answer.text);
    }
  }
  return { who, client, ids };
}

async function addBudgets(client, ids) {
  const made = [];
  for (const [category, kind, currency, amount, rollOver, ago] of [[undefined, 'month', 'INR', '9000.00', true, 700],
    ['Food', 'month', 'INR', '2500.00', true, 300], ['Food', 'week', 'INR', '600.00', false, 200],
    ['Lunches', 'month', 'KWD', '400.500', true, 400], ['Transport', 'year', 'INR', '20000.00', true, 900],
    [undefined, 'week', 'KWD', '90.000', true, 500]]) {
    const body = { period: kind, currency, amount, roll_over: rollOver, from: addDays(today, -ago),
      ...(category ? { category_id: ids[category] } : {}) };
    const { json } = status(await client.post('/api/budgets', body), 201);
    made.push({ id: json.id, kind, category, currency,
      terms: [{ from: body.from, amount: minor(amount, currency), rollOver }] });
  }
  // One changes now, and again in the next period.
  const [first] = made;
  for (const [amount, rollOver, from] of [['7000.00', true, today], ['8000.00', false, addDays(today, 45)]]) {
    status(await client.put(`/api/budgets/${first.id}`, { amount, roll_over: rollOver, from }), 200);
    first.terms.push({ from, amount: minor(amount, 'INR'), rollOver });
  }
  return made;
}

const ranges = (settings) => [{}, { from: addDays(today, -400), to: today }, { from: '2020-02-29', to: '2020-02-29' },
  { from: addDays(today, -45), to: addDays(today, 45) }, { from: addDays(today, 1) }, { to: addDays(today, -100) },
  ...['month', 'week', 'year'].map((kind) => {
    const { first, last } = periodOf(kind, addDays(today, -20), settings);
    return { from: first, to: last };
  })];
const address = (path, values) => {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return `${path}?${new URLSearchParams(pairs)}`;
};

async function checkLists(client, figures, settings) {
  const filters = [...ranges(settings), { category: 'Food' }, { category: 'Snacks', currency: 'INR' }, { merchant: 'Metro' },
    { q: 'te' }, { currency: 'KWD', from: addDays(today, -200) }, { category: 'Transport', merchant: 'Kiosk', q: 'RENT' },
    { currency: 'INR', min: '100.00', max: '2500.00' }, { category: 'Food', min: '1000', currency: 'INR', to: today }];
  for (const filter of filters) {
    const wanted = { ...filter };
    for (const name of ['min', 'max']) if (filter[name]) wanted[name] = minor(filter[name], 'INR');
    const answer = status(await client.get(address('/api/expenses', { ...filter, total: 'true', limit: 7 })), 200);
    const what = `list ${JSON.stringify(filter)}`;
    assert.equal(Number(answer.headers['x-total-count']), figures.count(wanted), `${what} (seed ${seed})`);
    const sums = answer.headers['x-total-amount'].split(', ').filter(Boolean).map((it) => it.split(' '));
    same(sums.map(([code, sum]) => [code, minor(sum, code)]),
      figures.groups(wanted, (row) => row.currency).map(([code, sum]) => [code, sum]), what);
  }
  // Page by page: the rows themselves, each once.
  const seen = [];
  for (let path = '/api/expenses?limit=50'; path;) {
    const answer = status(await client.get(path), 200);
    seen.push(...exact(answer).map((row) => [row.id, minor(row.amount, row.currency), row.category, row.date.slice(0, 10)]));
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
  }
  same(seen, figures.rows().map((row) => [Number(row.id), row.amount_minor, row.category, row.day]), 'pages');
  const exported = exact(status(await client.get('/api/expenses/export?format=json&category=Food', { validate: false }), 200));
  same(exported.map((row) => [row.id, minor(row.amount, row.currency)]),
    figures.rows({ category: 'Food' }).map((row) => [Number(row.id), row.amount_minor]), 'export');
  same((await client.get('/api/categories')).json.map((it) => [it.name, it.count]), figures.categories.map((it) =>
    [it.name, figures.rows().filter((row) => row.category_id === it.id).length]), 'categories');
}

async function checkShares(client, figures, settings) {
  for (const range of ranges(settings)) {
    for (const currency of ['INR', 'KWD']) {
      const filter = { ...range, currency };
      const what = JSON.stringify(filter);
      const summary = exact(status(await client.get(address('/api/expenses/reports/summary', filter)), 200));
      assert.deepEqual([minor(summary.total_amount, currency), summary.total_count, minor(summary.average_amount, currency)],
        [figures.sum(filter), figures.count(filter), mean(figures.sum(filter), figures.count(filter))], `summary ${what}`);
      const shares = (list) => list.map((it) => [it.category, minor(it.total_amount, currency), it.count]);
      same(shares(summary.categories), figures.groups(filter, (row) => row.category), `summary ${what}`);
      const other = currency === 'INR' ? 'KWD' : 'INR';
      same(summary.other_currencies.map((it) => [it.currency, minor(it.total_amount, it.currency), it.count]),
        figures.groups({ ...range, currency: other }, (row) => row.currency), `others ${what}`);
      for (const [more, keyOf] of [[{}, (row) => row.category], [{ level: 'top' }, (row) => figures.top(row.category)],
        [{ category: 'Food' }, (row) => row.category]]) {
        const found = exact(status(await client.get(address('/api/expenses/reports/categories', { ...filter, ...more })), 200));
        same(shares(found), figures.groups({ ...filter, category: more.category }, keyOf), `categories ${what} ${JSON.stringify(more)}`);
        const percent = found.reduce((sum, it) => sum + minor(it.percentage, 'INR'), 0n);
        assert.equal(percent, found.length > 0 ? 10_000n : 0n, `shares ${what}`);
      }
      const shops = exact(status(await client.get(address('/api/expenses/reports/merchants', { ...filter, limit: 2 })), 200));
      assert.deepEqual([minor(shops.total_amount, currency), shops.count], [figures.sum(filter), figures.count(filter)], `merchants ${what}`);
      const every = figures.groups(filter, (row) => row.merchant);
      const told = shops.merchants.map((it) => [it.merchant, minor(it.total_amount, currency), it.count]);
      for (const line of told) assert.deepEqual(line, every.find(([name]) => name === line[0]), `merchants ${what}`);
      const rest = every.filter(([name]) => !told.some(([known]) => known === name));
      assert.deepEqual(shops.others === null ? [0n, 0] : [minor(shops.others.total_amount, currency), shops.others.count],
        [rest.reduce((sum, it) => sum + it[1], 0n), rest.reduce((sum, it) => sum + it[2], 0)], `other merchants ${what}`);
    }
  }
}

async function checkMonths(client, figures) {
  for (const [start, currency] of [[1, 'INR'], [31, 'INR'], [31, 'KWD'], [29, 'INR']]) {
    const path = address('/api/expenses/reports/monthly', { months: 14, month_start: start, currency, previous: 'true' });
    const months = exact(status(await client.get(path), 200));
    assert.equal(months.length, 14);
    let { first, last } = periodOf('month', today, { monthStart: start });
    for (const month of months.toReversed()) {
      assert.deepEqual([month.from, month.to], [first, last], `month from the ${start}.`);
      const filter = { from: first, to: last, currency };
      assert.deepEqual([minor(month.total_amount, currency), month.count], [figures.sum(filter), figures.count(filter)], path);
      ({ first, last } = periodOf('month', addDays(first, -1), { monthStart: start }));
    }
    for (const month of months) {
      let period = { first: month.from };
      for (let step = 0; step < 14; step += 1) period = periodOf('month', addDays(period.first, -1), { monthStart: start });
      const filter = { from: period.first, to: period.last, currency };
      assert.deepEqual([minor(month.previous_amount, currency), month.previous_count],
        [figures.sum(filter), figures.count(filter)], `${path}: beside ${month.key}`);
    }
  }
  const plain = exact(status(await client.get('/api/expenses/reports/monthly?months=6&currency=KWD'), 200));
  for (const month of plain) {
    const { first, last } = periodOf('month', `${month.key}-01`, { monthStart: 1 });
    assert.equal(minor(month.total_amount, 'KWD'), figures.sum({ from: first, to: last, currency: 'KWD' }), month.key);
  }
}

async function checkDays(client, figures, settings) {
  const now = periodOf('month', today, settings);
  const before = periodOf('month', addDays(now.first, -1), settings);
  const own = [{ from: addDays(today, -70), to: addDays(today, -41) }, { from: addDays(today, -5), to: addDays(today, 5) }];
  for (const [asked, first, last, previousFirst, previousLast] of [[{}, now.first, now.last, before.first, before.last],
    ...own.map((it) => [it, it.from, it.to, addDays(it.from, -daysFrom(it.from, it.to)), addDays(it.from, -1)])]) {
    for (const currency of ['INR', 'KWD']) {
      const what = `${JSON.stringify(asked)} ${currency} (seed ${seed})`;
      const pace = exact(status(await client.get(address('/api/expenses/reports/pace', { ...asked, currency })), 200));
      const partial = first <= today && today < last;
      const until = partial ? today : last;
      assert.deepEqual([pace.from, pace.to, pace.until, pace.previous_from, pace.previous_to],
        [first, last, until, previousFirst, previousLast], what);
      const line = (from, to) => Array.from({ length: daysFrom(from, to) }, (_, n) => figures.sum({ from, to: addDays(from, n), currency }));
      assert.deepEqual(pace.current.map((it) => minor(it, currency)), line(first, until), `pace ${what}`);
      assert.deepEqual(pace.previous.map((it) => minor(it, currency)), line(previousFirst, previousLast), `pace before ${what}`);
      const changes = exact(status(await client.get(address('/api/expenses/reports/changes', { ...asked, currency })), 200));
      const sameDay = addDays(previousFirst, daysFrom(first, until) - 1);
      const previousUntil = partial && sameDay < previousLast ? sameDay : previousLast;
      const [here, there] = [{ from: first, to: until, currency }, { from: previousFirst, to: previousUntil, currency }];
      assert.equal(changes.previous_until, previousUntil, what);
      assert.deepEqual([minor(changes.total_amount, currency), changes.count, minor(changes.previous_amount, currency),
        changes.previous_count, minor(changes.change, currency), minor(changes.daily_average, currency)],
      [figures.sum(here), figures.count(here), figures.sum(there), figures.count(there), figures.sum(here) - figures.sum(there),
        mean(figures.sum(here), daysFrom(first, until))], `changes ${what}`);
      for (const [list, name, keyOf] of [[changes.categories, 'category', (row) => figures.top(row.category)],
        [changes.merchants, 'merchant', (row) => row.merchant]]) {
        const [a, b] = [new Map(), new Map()];
        for (const [to, filter] of [[a, here], [b, there]]) {
          for (const [key, sum, count] of figures.groups(filter, keyOf)) if (key !== null) to.set(key, [sum, count]);
        }
        const keys = [...new Set([...a.keys(), ...b.keys()])];
        same(list.map((it) => [it[name], minor(it.total_amount, currency), it.count, minor(it.previous_amount, currency),
          it.previous_count, minor(it.change, currency)]), keys.map((key) => {
          const [[sum, count], [old, oldCount]] = [a.get(key) ?? [0n, 0], b.get(key) ?? [0n, 0]];
          return [key, sum, count, old, oldCount, sum - old];
        }), `changes by ${name} ${what}`);
      }
    }
  }
  for (const currency of ['INR', 'KWD']) {
    const filter = { from: addDays(today, -300), to: addDays(today, 60), currency };
    const { days } = exact(status(await client.get(address('/api/expenses/reports/days', filter)), 200));
    same(days.map((it) => [it.date, minor(it.total_amount, currency), it.count]), figures.groups(filter, (row) => row.day), 'days');
  }
}

async function checkBudgets(client, figures, settings, budgets) {
  for (const date of [today, addDays(today, -33), addDays(today, -190), addDays(today, 50), '2999-12-31']) {
    const list = exact(status(await client.get(`/api/budgets?date=${date}`), 200));
    const there = budgets.filter((it) => periodOf(it.kind, it.terms[0].from, settings).first <= date);
    same(list.map((it) => [it.id]), there.map((it) => [it.id]), `budgets of ${date}`);
    // Walking week by week to the year 2999 would take too long; the far future is asked of the years and months only.
    for (const known of there.filter((it) => date < '2900' || it.kind === 'year')) {
      const { state, ...found } = list.find((it) => it.id === known.id);
      const wanted = figures.budget(known, date, settings);
      const what = `${known.kind} ${known.category ?? 'all'} ${known.currency} on ${date} (seed ${seed})`;
      assert.deepEqual([state.first_day, state.last_day, state.count, state.in_other_currencies,
        ...['carried', 'limit', 'spent', 'remaining'].map((name) => minor(state[name], found.currency))],
      [wanted.first, wanted.last, wanted.count, wanted.others, wanted.carried, wanted.limit, wanted.spent,
        wanted.limit - wanted.spent], what);
      const percent = wanted.limit > 0n ? (wanted.spent * 10_000n) / wanted.limit : null;
      assert.equal(state.percent === null ? null : minor(state.percent, 'INR'), percent, `percent of ${what}`);
    }
  }
  const warned = exact(status(await client.get('/api/alerts'), 200));
  for (const known of budgets) {
    const wanted = figures.budget(known, today, settings);
    const due = [100, 80].find((it) => wanted.spent * 100n >= wanted.limit * BigInt(it));
    const found = warned.find((it) => it.budget_id === known.id && it.first_day === wanted.first);
    assert.equal(found?.threshold, due, `warning of ${known.kind} ${known.category} (seed ${seed})`);
  }
}

for (const monthStart of [31, 1]) {
  describe(`every figure of a random ledger, months from the ${monthStart}. (seed ${seed})`, () => {
    const settings = { monthStart, weekStart: 0 };
    const ready = (async () => {
      const made = await makeLedger(generator(seed + monthStart));
      status(await made.client.put('/api/user-settings', { month_start_day: monthStart, first_day_of_week: 0,
        time_zone: 'UTC', currency: 'INR' }), 200);
      const budgets = await addBudgets(made.client, made.ids);
      // One category becomes part of another, with its entries and its trash.
      status(await made.client.post(`/api/categories/${made.ids.Snacks}/merge`, { into: made.ids.Lunches }), 200);
      status(await made.client.post('/api/categories', { name: 'Snacks', parent_id: made.ids.Food }), 201);
      return { ...made, budgets, figures: await Figures.of(made.who.ledger) };
    })();
    ready.catch(() => {}); // each test says it

    test('the ledger has what makes figures go wrong', async () => {
      const { figures } = await ready;
      assert.ok(figures.all.some((row) => !row.live) && figures.count({ from: addDays(today, 1) }) > 3);
      assert.ok(figures.count({ currency: 'KWD' }) > 20 && figures.count({ category: 'Lunches' }) > 20);
    });
    for (const [name, check] of [['lists, pages, export and counts', checkLists], ['summaries and shares', checkShares],
      ['months, and those beside them', checkMonths], ['days, their line and what changed', checkDays],
      ['budgets and warnings', checkBudgets]]) {
      test(name, async () => {
        const { client, figures, budgets } = await ready;
        await check(client, figures, settings, budgets);
      });
    }
  });
}
