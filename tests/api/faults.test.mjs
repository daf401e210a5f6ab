// One test for each fault of the system that we re-implement, as far as the server has a say in it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, unchanged, writtenNumbers } from '../support/assertions.mjs';
import { addExpense, addMany, expense } from '../support/builders.mjs';
import { closeDatabase, one, query } from '../support/database.mjs';
import { anonymous, call } from '../support/http.mjs';
import { mintIdToken } from '../support/id-token.mjs';
import { person, signInByBrowser, signInWithToken } from '../support/people.mjs';
import { stack } from '../support/stack.mjs';

let user;
let api;
before(async () => { user = await person('faults'); api = user.client; });
after(closeDatabase);

describe('money and data', () => {
  test('1. amounts are exact: ten times 0.10 is 1.00, and 0.1 + 0.2 is 0.30', async () => {
    const { client } = await person('float');
    await addMany(client, Array.from({ length: 10 }, () => ({ amount: '0.10' })));
    const first = await client.get('/api/expenses/reports/summary');
    assert.equal(writtenNumbers(first.text, 'total_amount')[0], '1.00');
    await addMany(client, [{ amount: '0.1', category: 'Food' }, { amount: '0.2', category: 'Food' }]);
    const food = await client.get('/api/expenses/reports/categories');
    assert.deepEqual(writtenNumbers(food.text, 'total_amount'), ['1.00', '0.30']);
    const kind = await one(`select data_type from information_schema.columns
      where table_schema = 'app' and table_name = 'expenses' and column_name = 'amount_minor'`);
    assert.equal(kind.data_type, 'bigint');
    const floats = await query(`select table_name, column_name from information_schema.columns
      where table_schema = 'app' and data_type in ('real', 'double precision', 'money')`);
    assert.deepEqual(floats, []);
  });

  test('2. negative, zero, NaN and Infinity are refused, and the database would refuse them too', async () => {
    await unchanged(async () => {
      for (const raw of ['-1', '0', 'NaN', 'Infinity', '-Infinity', '1e400', '"NaN"', '"-1"']) {
        const answer = await api.call('POST', '/api/expenses', { raw: `{"title":"A","amount":${raw}}` });
        problem(answer, /^-?[NI]/.test(raw) ? 400 : 422); // NaN and Infinity are no JSON
      }
    });
    const row = await addExpense(api);
    for (const value of ['0', '-5', '9007199254740992']) {
      await assert.rejects(query(`update app.expenses set amount_minor = ${value}
        where ledger_id = $1 and id = $2`, [user.ledger, row.id]), /check constraint/);
    }
  });

  test('3. an edit that does not name the date leaves the day, whatever the zone', async () => {
    const { client } = await person('day');
    for (const zone of ['Asia/Kolkata', 'Pacific/Kiritimati', 'America/Adak']) {
      await client.put('/api/user-settings', { time_zone: zone });
      const row = await addExpense(client, { date: '2024-01-15' });
      const changed = (await client.put(`/api/expenses/${row.id}`, { title: 'Edited' })).json;
      assert.equal(changed.date, '2024-01-15T00:00:00');
      const sentBack = (await client.put(`/api/expenses/${row.id}`, { date: changed.date })).json;
      assert.equal(sentBack.date, '2024-01-15T00:00:00');
    }
  });

  test("4. the default day is the day in the person's own zone", async () => {
    const { client } = await person('today');
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      await client.put('/api/user-settings', { time_zone: zone });
      const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date());
      const days = [today()];
      const row = (await client.post('/api/expenses', { title: 'Now', amount: 1 })).json;
      days.push(today());
      assert.ok(days.includes(row.date.slice(0, 10)), `${row.date} in ${zone}`);
    }
  });

  test('5. a day is stored as a date: an offset that a client sends does not move it', async () => {
    for (const sent of ['2024-01-15T00:30:00+05:30', '2024-01-15T23:30:00-08:00', '2024-01-15T00:00:00Z',
      '2024-01-15']) {
      const row = await addExpense(api, { date: sent });
      assert.equal(row.date.slice(0, 10), '2024-01-15');
      const stored = await one('select spent_on::text from app.expenses where ledger_id = $1 and id = $2',
        [user.ledger, row.id]);
      assert.equal(stored.spent_on, '2024-01-15');
    }
  });

  test('6. currency belongs to the expense: changing the default relabels nothing', async () => {
    const { client } = await person('currency');
    const row = await addExpense(client);
    await client.put('/api/user-settings', { currency: 'USD' });
    assert.equal((await client.get(`/api/expenses/${row.id}`)).json.currency, 'INR');
    assert.equal((await addExpense(client)).currency, 'USD');
    const summary = (await client.get('/api/expenses/reports/summary')).json;
    assert.equal(summary.currency, 'USD');
    assert.deepEqual(summary.other_currencies.map((it) => [it.currency, it.count]), [['INR', 1]]);
  });

  test('7. seeding destroys nothing, and what it adds can be told apart and removed', async () => {
    const { client } = await person('seed');
    const own = [await addExpense(client), await addExpense(client)];
    status(await client.post('/api/expenses/seed?count=5'), 201);
    const list = (await client.get('/api/expenses')).json;
    assert.equal(list.length, 7);
    for (const row of own) assert.deepEqual(list.find((it) => it.id === row.id), row);
    await client.delete('/api/expenses/sample');
    assert.equal((await client.get('/api/expenses')).json.length, 2);
    problem(await client.post('/api/expenses/seed?count=100000'), 422, { field: 'count' });
  });

  test('8. delete and clear can be taken back', async () => {
    const { client } = await person('undo');
    const rows = [await addExpense(client), await addExpense(client)];
    await client.delete(`/api/expenses/${rows[0].id}`);
    await client.post(`/api/expenses/${rows[0].id}/restore`);
    await client.delete('/api/expenses/clear');
    await client.post('/api/trash/restore');
    const back = (await client.get('/api/expenses?sort=date_asc')).json;
    assert.deepEqual(back.map((row) => [row.id, row.title]), rows.map((row) => [row.id, row.title]));
  });

  test('9. totals and averages cover every row, not the first 100', async () => {
    const { client } = await person('all-rows');
    await addMany(client, Array.from({ length: 250 }, () => ({ amount: '2' })));
    const summary = (await client.get('/api/expenses/reports/summary')).json;
    assert.deepEqual([summary.total_amount, summary.total_count, summary.average_amount], [500, 250, 2]);
    const list = await client.get('/api/expenses?total=true');
    assert.equal(list.json.length, 100);
    assert.equal(list.headers['x-total-count'], '250');
    assert.match(list.headers.link, /rel="next"/);
  });

  test('10. the list and the categories come in an order', async () => {
    const { client } = await person('order');
    for (const [date, amount, category] of [['2024-01-01', 5, 'Food'], ['2024-03-01', 1, 'Health'],
      ['2024-02-01', 9, 'Other']]) await addExpense(client, { date, amount, category });
    assert.deepEqual((await client.get('/api/expenses')).json.map((row) => row.amount), [1, 9, 5]);
    assert.deepEqual((await client.get('/api/expenses/reports/categories')).json.map((it) => it.total_amount),
      [9, 5, 1]);
    assert.deepEqual((await client.get('/api/expenses/reports/summary')).json.categories
      .map((it) => it.total_amount), [9, 5, 1]);
  });

  test('11. the monthly report is of whole months, without the future, and shares add to 100', async () => {
    const { client } = await person('monthly');
    const months = (await client.get('/api/expenses/reports/monthly?months=2')).json;
    assert.equal(months.length, 2);
    await addMany(client, [{ date: `${months[0].key}-01`, amount: '1' }, { date: `${months[1].key}-01`, amount: '1',
      category: 'Food' }, { date: '2998-01-01', amount: '1', category: 'Health' }]);
    assert.deepEqual((await client.get('/api/expenses/reports/monthly?months=2')).json.map((it) => it.count), [1, 1]);
    const shares = await client.get('/api/expenses/reports/categories');
    assert.deepEqual(writtenNumbers(shares.text, 'percentage').sort(), ['33.33', '33.33', '33.34']);
  });

  test('12. title and category have bounds, and there is one list of categories, by an endpoint', async () => {
    for (const [field, value] of [['title', ''], ['title', ' '], ['title', 'x'.repeat(201)], ['category', 'Whatever']]) {
      problem(await unchanged(() => api.post('/api/expenses', expense({ [field]: value }))), 422, { field });
    }
    assert.equal((await addExpense(api, { category: '  ' })).category, 'Other');
    assert.equal((await api.get('/api/categories')).json.length, 7);
  });
});

describe('security', () => {
  test('13. proxy-image fetches nothing: 401 for nobody, 404 for any address that is not the own picture', async () => {
    const it = await stack();
    for (const url of [it.internal, 'http://169.254.169.254/latest/meta-data', 'file:///etc/passwd',
      `${it.issuer}/.well-known/openid-configuration`, 'https://example.com/a.png', 'gopher://x', '']) {
      const path = `/api/auth/proxy-image?url=${encodeURIComponent(url)}`;
      problem(await anonymous.get(path), 401);
      const answer = await api.get(path);
      assert.ok([404, 422].includes(answer.status), `${url}: ${answer.status}`);
      assert.match(answer.headers['content-type'], /problem\+json/);
    }
  });

  test('14. an ID token is checked here, by keys: issuer, audience, expiry, verified e-mail', async () => {
    const it = await stack();
    const claims = { sub: 'claims', email: 'claims@example.com', email_verified: true, name: 'Claims' };
    const now = Math.floor(Date.now() / 1000);
    status(await anonymous.post('/api/auth/google', { token: await mintIdToken(it, claims) }), 200);
    for (const change of [{ iss: 'https://evil.example' }, { aud: 'someone-else' }, { exp: now - 3600 },
      { iat: now + 86_400 }, { sub: '' }, { aud: ['expense-tracker', 'someone-else'] }]) {
      const token = await mintIdToken(it, { ...claims, ...change });
      const answer = await anonymous.post('/api/auth/google', { token });
      assert.equal(answer.status, 401, `${JSON.stringify(change)}: ${answer.text}`);
    }
    const good = await mintIdToken(it, claims);
    const [head, body, mac] = good.split('.');
    const flipped = mac[5] === 'A' ? 'B' : 'A';
    for (const token of [`${head}.${body}.`, `${head}.${body}.${mac.slice(0, 5)}${flipped}${mac.slice(6)}`, `${head}.${body}`]) {
      problem(await anonymous.post('/api/auth/google', { token }), 401);
    }
  });

  test('15. a failed sign-in is 401 and tells nothing of the inside', async () => {
    for (const token of ['x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', "'; select 1; --"]) {
      const answer = problem(await anonymous.post('/api/auth/google', { token }), 401);
      assert.doesNotMatch(answer.text, /jwt|openssl|sql|curl|http:|kid|errno/i);
    }
  });

  test('15b. two people with one e-mail address are two people, and a changed address is the same one', async () => {
    const email = `shared-${process.pid}@example.com`;
    const first = await signInWithToken({ sub: `s1-${process.pid}`, email, email_verified: true, name: 'A' });
    const two = await signInWithToken({ sub: `s2-${process.pid}`, email, email_verified: true, name: 'B' });
    assert.notEqual(first.id, two.id);
    const again = await signInWithToken({ sub: `s1-${process.pid}`, email: `new-${email}`, email_verified: true, name: 'A' });
    assert.equal(again.id, first.id);
    assert.equal((await again.client.get('/api/auth/me')).json.email, `new-${email}`);
  });

  test('16. signing out ends the session at once, and so does disabling the person', async () => {
    const leaving = await person('leaving');
    status(await leaving.client.post('/api/auth/logout'), 200);
    for (let n = 0; n < 10; n += 1) problem(await leaving.client.get('/api/expenses'), 401);
    const disabled = await person('disabled');
    status(await disabled.client.get('/api/auth/me'), 200);
    await query('update app.users set disabled_at = now() where id = $1', [disabled.id]);
    problem(await disabled.client.get('/api/auth/me'), 401);
    const { cookie } = await signInByBrowser(`cookie-${process.pid}`);
    const out = await call('POST', '/api/auth/logout', { cookie, headers: { 'Sec-Fetch-Site': 'same-origin' }, body: {} });
    status(out, 200);
    assert.match(String(out.headers['set-cookie']), /__Host-session=;.*Max-Age=0/i);
    problem(await call('GET', '/api/auth/me', { cookie }), 401);
  });

  test('16b. the browser\'s session is a cookie that no script reads', async () => {
    const { setCookie, cookie } = await signInByBrowser(`attributes-${process.pid}`);
    assert.match(setCookie, /^__Host-session=[\w-]+\.[\w-]+\.[\w-]+;/);
    for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict']) assert.ok(setCookie.includes(attribute));
    assert.doesNotMatch(setCookie, /domain=/i);
    const session = await call('GET', '/api/session', { cookie });
    assert.ok(!session.text.includes(cookie.split('.')[2]), 'the token is in a body');
  });

  test('17. settings need a session, and the metrics are not public', async () => {
    problem(await anonymous.get('/api/expenses/settings'), 401);
    problem(await anonymous.put('/api/expenses/settings', { theme: 'dark' }), 401);
    problem(await anonymous.get('/api/metrics'), 404);
  });

  test('18. no answer has CORS headers, and the CSP names no foreign host', async () => {
    for (const path of ['/', '/api/ping', '/api/nothing']) {
      const { headers } = await call('GET', path, { headers: { Origin: 'https://evil.example' }, validate: false });
      assert.equal(headers['access-control-allow-origin'], undefined);
      assert.doesNotMatch(headers['content-security-policy'], /https?:|\*|unsafe/);
    }
  });
});

describe('robustness', () => {
  test('21. a token that ended says 401 in so many words, never an empty list', async () => {
    const { client, id } = await person('ended');
    await addExpense(client);
    await query(`update app.sessions set expires_at = now() - interval '1 second' where user_id = $1`, [id]);
    const answer = problem(await client.get('/api/expenses'), 401, { code: 'unauthenticated' });
    assert.match(answer.headers['www-authenticate'], /^Bearer/);
  });

  test('21b. a session that was idle for too long ends too', async () => {
    const { client, id } = await person('idle');
    await query(`update app.sessions set last_seen_at = now() - make_interval(secs => idle_seconds + 5)
      where user_id = $1`, [id]);
    problem(await client.get('/api/expenses'), 401);
  });

  test('22. every error has a sentence in detail', async () => {
    for (const answer of [await api.get('/api/expenses/999999999'), await api.get('/api/nothing'),
      await api.post('/api/expenses', {}), await anonymous.get('/api/expenses'), await api.call('PATCH', '/api/expenses')]) {
      assert.match(answer.json.detail, /^[A-Z].{5,}/);
    }
  });

  test('23. rows belong to somebody by constraint, keys begin with the ledger, settings are one per person', async () => {
    const nullable = await query(`select table_name from information_schema.columns where table_schema = 'app'
      and column_name = 'ledger_id' and is_nullable = 'YES'`);
    assert.deepEqual(nullable.filter((it) => !['ledger_members'].includes(it.table_name)), []);
    const [{ n }] = await query(`select count(*) as n from pg_indexes where schemaname = 'app' and tablename = 'expenses'
      and indexdef ~ '\\(ledger_id, spent_on DESC, id DESC\\)'`);
    assert.ok(Number(n) >= 1);
    const both = await Promise.all(Array.from({ length: 10 }, () => api.put('/api/user-settings', { theme: 'dark' })));
    assert.ok(both.every((answer) => answer.status === 200));
    const [{ rows }] = await query('select count(*) as rows from app.user_settings where user_id = $1', [user.id]);
    assert.equal(Number(rows), 1);
  });

  test('23b. ten first sign-ins of one person at once make one person', async () => {
    const it = await stack();
    const token = await mintIdToken(it, { sub: `race-${process.pid}`, email: 'race@example.com', email_verified: true,
      name: 'Race' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => anonymous.post('/api/auth/google', { token })));
    assert.equal(new Set(answers.map((answer) => status(answer, 200).json.user.id)).size, 1);
  });

  // tests/faults has the other states: the database away, a schema that does not fit, migrations at once.
  test('24. health says that the database and the schema are there', async () => {
    const ready = await call('GET', '/readyz', { internal: true });
    assert.equal(ready.status, 200);
    assert.match(ready.text, /"ready":true,"degraded":false,"workers":[1-9]\d*,"schema_ok":[1-9]/);
  });

  test('unbounded queries: skip, limit, months and count have bounds instead of 500', async () => {
    for (const path of ['/api/expenses?skip=-1', '/api/expenses?limit=-1', '/api/expenses?limit=100000',
      '/api/expenses/reports/monthly?months=99999999', '/api/expenses/reports/monthly?months=-1']) {
      problem(await api.get(path), 422);
    }
  });

  test('explicit null and U+0000 are 422 instead of 500', async () => {
    const row = await addExpense(api);
    for (const raw of ['{"title":null}', '{"amount":null}', '{"category":null}', '{"title":"a\\u0000"}']) {
      problem(await api.call('PUT', `/api/expenses/${row.id}`, { raw }), 422);
    }
  });

  test('lost updates: the second of two editors is told', async () => {
    const row = await addExpense(api);
    const tag = (await api.get(`/api/expenses/${row.id}`)).headers.etag;
    status(await api.put(`/api/expenses/${row.id}`, { title: 'One' }, { headers: { 'If-Match': tag } }), 200);
    problem(await api.put(`/api/expenses/${row.id}`, { title: 'Two' }, { headers: { 'If-Match': tag } }), 412);
  });
});
