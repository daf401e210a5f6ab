// Every endpoint of the system that we re-implement keeps path, method, JSON keys and meaning, so
// that a client written for it works unchanged; and both spellings of each path answer alike.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem, status, writtenNumbers } from '../support/assertions.mjs';
import { addExpense, expense, importBody, importRow } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { mintIdToken } from '../support/id-token.mjs';
import { person } from '../support/people.mjs';
import { stack } from '../support/stack.mjs';

const expenseKeys = ['amount', 'category', 'created_at', 'currency', 'date', 'id', 'import_id', 'sample',
  'title', 'updated_at', 'version'];
const keysOf = (value) => Object.keys(value).sort();

let user;
let api;
before(async () => { user = await person('contract'); api = user.client; });
after(closeDatabase);

describe('public endpoints', () => {
  test('GET /api/ping says pong to anyone', async () => {
    const answer = status(await anonymous.get('/api/ping'), 200);
    assert.deepEqual(answer.json, { message: 'pong' });
  });

  test('GET /api/config tells what a client needs before anyone signs in', async () => {
    const answer = status(await anonymous.get('/api/config'), 200);
    assert.deepEqual(keysOf(answer.json), ['currencies', 'environment', 'features', 'limits', 'provider',
      'version']);
    assert.equal(answer.json.provider.login_url, '/api/auth/login');
    assert.equal(typeof answer.json.features.sample_data, 'boolean');
    assert.deepEqual(answer.json.limits, { import_rows: 10000, title_length: 200, page_size: 200 });
    const digits = Object.fromEntries(answer.json.currencies.map((it) => [it.code, it.digits]));
    assert.deepEqual([digits.INR, digits.JPY, digits.KWD], [2, 0, 3]);
    assert.match(answer.headers['cache-control'], /max-age=60/);
  });

  test('GET /api/session is 200 for anyone, and names the person who is signed in', async () => {
    assert.deepEqual(status(await anonymous.get('/api/session'), 200).json, { user: null });
    const answer = status(await api.get('/api/session'), 200);
    assert.deepEqual(keysOf(answer.json), ['expires_at', 'settings', 'user']);
    assert.deepEqual(keysOf(answer.json.user), ['email', 'id', 'name', 'picture']);
    assert.equal(answer.json.user.email, user.email);
    assert.equal(answer.json.settings.theme, 'system');
    assert.ok(Date.parse(answer.json.expires_at) > Date.now());
  });

  test('GET /api/session with a token that is no good is 200 with no user, never 401', async () => {
    const answer = await anonymous.get('/api/session', { token: 'nonsense' });
    assert.deepEqual(status(answer, 200).json, { user: null });
  });
});

describe('signing in by token', () => {
  test('POST /api/auth/google gives a bearer token and the person', async () => {
    const idToken = await mintIdToken(await stack(), { sub: 'contract-google', name: 'Contract Google',
      email: 'contract-google@example.com', email_verified: true });
    const answer = status(await anonymous.post('/api/auth/google', { token: idToken }), 200);
    assert.deepEqual(keysOf(answer.json), ['access_token', 'token_type', 'user']);
    assert.equal(answer.json.token_type, 'bearer');
    assert.deepEqual(keysOf(answer.json.user), ['email', 'id', 'name', 'picture']);
    assert.ok(Number.isInteger(answer.json.user.id));
    const me = status(await anonymous.get('/api/auth/me', { token: answer.json.access_token }), 200);
    assert.deepEqual(me.json, answer.json.user);
  });

  test('POST /api/auth/google refuses a bad token with 401 and one readable sentence', async () => {
    problem(await anonymous.post('/api/auth/google', { token: 'not.a.token' }), 401);
  });

  test('POST /api/auth/logout says so, with or without a session', async () => {
    const message = { message: 'Logged out successfully' };
    assert.deepEqual(status(await anonymous.post('/api/auth/logout'), 200).json, message);
    const other = await person('leaves');
    const answer = status(await other.client.post('/api/auth/logout'), 200);
    assert.deepEqual(answer.json, message);
    // Not the storage: other people of the same browser may have something waiting there.
    assert.equal(answer.headers['clear-site-data'], '"cache"');
    problem(await other.client.get('/api/auth/me'), 401, { code: 'unauthenticated' });
  });

  test('GET /api/auth/proxy-image answers nothing but the own stored picture', async () => {
    const address = encodeURIComponent('https://example.com/x.png');
    problem(await api.get(`/api/auth/proxy-image?url=${address}`), 404);
    problem(await anonymous.get(`/api/auth/proxy-image?url=${address}`), 401);
    problem(await api.get('/api/auth/picture'), 404);
  });
});

describe('expenses', () => {
  test('POST /api/expenses creates: 201, Location, ETag, the whole row', async () => {
    const answer = status(await api.post('/api/expenses', expense({ currency: 'INR' })), 201);
    const row = answer.json;
    assert.deepEqual(keysOf(row), expenseKeys);
    assert.ok(Number.isInteger(row.id) && row.id > 0);
    assert.deepEqual(writtenNumbers(answer.text, 'amount'), ['15.50']);
    assert.equal(row.title, 'Tea');
    assert.equal(row.category, 'Food');
    assert.equal(row.date, '2024-01-15T00:00:00');
    assert.match(row.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal(row.updated_at, row.created_at);
    assert.deepEqual([row.version, row.sample, row.import_id], [1, false, null]);
    assert.equal(answer.headers.etag, '"1"');
    assert.equal(answer.headers.location, `/api/expenses/${row.id}`);
    const read = status(await api.get(answer.headers.location), 200);
    assert.equal(read.text, answer.text);
    assert.equal(read.headers.etag, '"1"');
  });

  test('an amount may be a number or decimal text, and comes back as typed', async () => {
    for (const [sent, written] of [['0.01', '0.01'], [0.1, '0.10'], ['1000000', '1000000.00'],
      ['90071992547409.91', '90071992547409.91'], [1e3, '1000.00']]) {
      const answer = status(await api.post('/api/expenses', expense({ amount: sent })), 201, String(sent));
      assert.deepEqual(writtenNumbers(answer.text, 'amount'), [written]);
    }
  });

  test('an empty or absent category becomes Other, an absent date today, both as before', async () => {
    for (const body of [{ title: 'A', amount: 1, category: '' }, { title: 'A', amount: 1 }]) {
      const row = status(await api.post('/api/expenses', body), 201).json;
      assert.equal(row.category, 'Other');
      assert.match(row.date, /^\d{4}-\d\d-\d\dT/);
      const days = Math.abs(Date.parse(`${row.date}Z`) - Date.now()) / 86_400_000;
      assert.ok(days < 2, row.date);
    }
  });

  test('a timestamp keeps its own day and time, whatever its offset', async () => {
    for (const [sent, kept] of [
      ['2024-01-15T10:30:00', '2024-01-15T10:30:00'],
      ['2024-01-15T23:30:00-11:00', '2024-01-15T23:30:00'],
      ['2024-01-15T00:30:00.000Z', '2024-01-15T00:30:00'],
      ['2024-01-15T00:15:00+14:00', '2024-01-15T00:15:00'],
    ]) {
      assert.equal((await addExpense(api, { date: sent })).date, kept);
    }
  });

  test('GET /api/expenses is a bare array, newest day first, with limit and skip', async () => {
    const other = (await person('lists')).client;
    const days = ['2024-01-02', '2024-03-01', '2024-02-01', '2024-02-01'];
    for (const date of days) await addExpense(other, { date });
    const all = status(await other.get('/api/expenses'), 200).json;
    assert.deepEqual(all.map((row) => row.date.slice(0, 10)), ['2024-03-01', '2024-02-01', '2024-02-01',
      '2024-01-02']);
    assert.ok(all[1].id > all[2].id, 'the later of one day comes first');
    const page = status(await other.get('/api/expenses?skip=1&limit=2'), 200).json;
    assert.deepEqual(page, all.slice(1, 3));
  });

  test('PUT /api/expenses/{id} changes only what it names', async () => {
    const row = await addExpense(api);
    const answer = status(await api.put(`/api/expenses/${row.id}`, { amount: 20 }), 200);
    assert.deepEqual({ ...answer.json, amount: 0, updated_at: '' },
      { ...row, amount: 0, updated_at: '', version: 2 });
    assert.deepEqual(writtenNumbers(answer.text, 'amount'), ['20.00']);
    assert.equal(answer.headers.etag, '"2"');
    const all = await api.put(`/api/expenses/${row.id}`,
      { title: 'Coffee', amount: '1.25', category: 'Health', date: '2023-12-31', currency: 'USD' });
    assert.equal(all.json.title, 'Coffee');
    assert.equal(all.json.category, 'Health');
    assert.equal(all.json.date, '2023-12-31T00:00:00');
    assert.equal(all.json.currency, 'USD');
    assert.equal(all.json.version, 3);
  });

  test('DELETE /api/expenses/{id} gives the row back and hides it', async () => {
    const row = await addExpense(api);
    const answer = status(await api.delete(`/api/expenses/${row.id}`), 200);
    assert.equal(answer.json.id, row.id);
    assert.equal(answer.json.title, row.title);
    const gone = problem(await api.get(`/api/expenses/${row.id}`), 404, { code: 'not_found' });
    assert.equal(gone.json.detail, 'Expense not found');
    problem(await api.delete(`/api/expenses/${row.id}`), 404);
    problem(await api.put(`/api/expenses/${row.id}`, { amount: 1 }), 404);
  });

  test('POST /api/expenses/{id}/restore takes a deletion back, and is harmless on a live row', async () => {
    const row = await addExpense(api);
    await api.delete(`/api/expenses/${row.id}`);
    const back = status(await api.post(`/api/expenses/${row.id}/restore`), 200);
    assert.equal(back.json.title, row.title);
    const again = status(await api.post(`/api/expenses/${row.id}/restore`), 200);
    assert.equal(again.text, back.text);
    problem(await api.post('/api/expenses/999999999999/restore'), 404);
  });

  test('the trash lists what was deleted, newest first, and restores it all', async () => {
    const other = (await person('trash')).client;
    const rows = [await addExpense(other), await addExpense(other), await addExpense(other)];
    for (const row of rows) await other.delete(`/api/expenses/${row.id}`);
    const trash = status(await other.get('/api/trash'), 200).json;
    assert.deepEqual(trash.map((it) => it.id), rows.map((it) => it.id).reverse());
    assert.deepEqual(keysOf(trash[0]), [...expenseKeys, 'deleted_at'].sort());
    const answer = status(await other.post('/api/trash/restore'), 200);
    assert.equal(answer.json.count, 3);
    assert.equal(status(await other.get('/api/trash'), 200).json.length, 0);
    assert.equal((await other.get('/api/expenses')).json.length, 3);
  });

  test('DELETE /api/expenses/clear empties the list into the trash', async () => {
    const other = (await person('clears')).client;
    await addExpense(other);
    await addExpense(other);
    const answer = status(await other.delete('/api/expenses/clear'), 200);
    assert.deepEqual(answer.json, { message: 'All expenses cleared successfully', count: 2 });
    assert.deepEqual((await other.get('/api/expenses')).json, []);
    assert.equal((await other.get('/api/trash')).json.length, 2);
  });

  test('POST /api/expenses/seed adds marked rows, and DELETE /api/expenses/sample removes them', async () => {
    const other = (await person('seeds')).client;
    const own = await addExpense(other);
    const rows = status(await other.post('/api/expenses/seed?count=12'), 201).json;
    assert.equal(rows.length, 12);
    assert.ok(rows.every((row) => row.sample === true && keysOf(row).join() === expenseKeys.join()));
    assert.equal(status(await other.post('/api/expenses/seed'), 201).json.length, 10);
    const answer = status(await other.delete('/api/expenses/sample'), 200);
    assert.equal(answer.json.count, 22);
    assert.equal(typeof answer.json.message, 'string');
    assert.deepEqual((await other.get('/api/expenses')).json.map((row) => row.id), [own.id]);
  });
});

describe('settings', () => {
  test('GET and PUT /api/user-settings keep what a person sets', async () => {
    const other = (await person('settings')).client;
    const first = status(await other.get('/api/user-settings'), 200);
    assert.deepEqual(keysOf(first.json), ['currency', 'first_day_of_week', 'locale', 'month_start_day',
      'notifications', 'shortcuts', 'theme', 'time_zone', 'version']);
    assert.deepEqual([first.json.first_day_of_week, first.json.month_start_day, first.json.shortcuts],
      [null, 1, true]);
    assert.equal(first.json.currency, 'INR');
    const changed = status(await other.put('/api/user-settings', { theme: 'dark', currency: '€',
      locale: 'de-DE', time_zone: 'Europe/Berlin', notifications: false, first_day_of_week: 0,
      month_start_day: 25, shortcuts: false }), 200);
    assert.deepEqual(changed.json, { theme: 'dark', currency: 'EUR', locale: 'de-DE',
      time_zone: 'Europe/Berlin', notifications: false, first_day_of_week: 0, month_start_day: 25,
      shortcuts: false, version: first.json.version + 1 });
    assert.equal(changed.headers.etag, `"${changed.json.version}"`);
    assert.deepEqual((await other.get('/api/user-settings')).json, changed.json);
  });

  test('the first day of the week goes back to the locale by null, and stays when not named', async () => {
    const other = (await person('week')).client;
    const put = async (body) => status(await other.put('/api/user-settings', body), 200).json;
    assert.equal((await put({ first_day_of_week: 6 })).first_day_of_week, 6);
    assert.equal((await put({ theme: 'dark' })).first_day_of_week, 6);
    const back = await put({ first_day_of_week: null });
    assert.equal(back.first_day_of_week, null);
    assert.deepEqual(await put({ first_day_of_week: null }), back);
  });

  test('a currency may be one of the four symbols or any ISO 4217 code', async () => {
    for (const [sent, kept] of [['₹', 'INR'], ['$', 'USD'], ['€', 'EUR'], ['£', 'GBP'], ['JPY', 'JPY']]) {
      assert.equal(status(await api.put('/api/user-settings', { currency: sent }), 200).json.currency, kept);
    }
    await api.put('/api/user-settings', { currency: 'INR' });
  });

  test('GET and PUT /api/expenses/settings are the same store under the old path', async () => {
    const other = (await person('old-settings')).client;
    const first = status(await other.get('/api/expenses/settings'), 200);
    assert.deepEqual(keysOf(first.json), ['currency', 'notifications', 'theme']);
    const changed = status(await other.put('/api/expenses/settings', { currency: '$', theme: 'light',
      notifications: false }), 200);
    assert.deepEqual(keysOf(changed.json), ['currency', 'notifications', 'theme']);
    const same = (await other.get('/api/user-settings')).json;
    assert.deepEqual([same.currency, same.theme, same.notifications], ['USD', 'light', false]);
  });
});

describe('categories and reports', () => {
  test('GET /api/categories gives the seven of old, in order, with their pictures', async () => {
    const { json } = status(await api.get('/api/categories'), 200);
    assert.deepEqual(json.map((it) => it.name), ['Food', 'Entertainment', 'Health', 'Utilities', 'Transport',
      'Shopping', 'Other']);
    assert.deepEqual(json.map((it) => it.icon), ['🍕', '🎬', '💪', '📄', '🚗', '🛍️', '📦']);
    for (const it of json) {
      assert.deepEqual(keysOf(it), ['archived', 'color_dark', 'color_light', 'count', 'fallback', 'icon', 'id', 'name',
        'parent_id', 'position', 'suggestions', 'version']);
      assert.ok(it.suggestions.length > 3);
    }
  });

  test('the three reports have their keys, also when there is nothing', async () => {
    const other = (await person('reports')).client;
    assert.deepEqual(status(await other.get('/api/expenses/reports/categories'), 200).json, []);
    assert.equal(status(await other.get('/api/expenses/reports/monthly'), 200).json.length, 6);
    const summary = status(await other.get('/api/expenses/reports/summary'), 200).json;
    assert.deepEqual(keysOf(summary), ['average_amount', 'categories', 'currency', 'other_currencies',
      'total_amount', 'total_count']);
    assert.deepEqual([summary.total_amount, summary.total_count, summary.average_amount], [0, 0, 0]);
    await addExpense(other);
    const [category] = (await other.get('/api/expenses/reports/categories')).json;
    assert.deepEqual(keysOf(category), ['category', 'count', 'percentage', 'total_amount']);
    const months = (await other.get('/api/expenses/reports/monthly?months=120')).json;
    assert.deepEqual(keysOf(months[0]), ['count', 'key', 'month', 'total_amount']);
    const january = months.find((it) => it.key === '2024-01');
    assert.deepEqual([january.month, january.total_amount, january.count], ['January 2024', 15.5, 1]);
  });
});

describe('imports', () => {
  test('POST, GET and DELETE of imports have their keys', async () => {
    const other = (await person('imports')).client;
    const made = status(await other.post('/api/imports', importBody([importRow()])), 201).json;
    assert.deepEqual(keysOf(made), ['categories_created', 'count', 'id', 'repeats', 'skipped']);
    const [listed] = status(await other.get('/api/imports'), 200).json;
    assert.deepEqual(keysOf(listed), ['count', 'created_at', 'file_name', 'id', 'undone_at']);
    const preview = status(await other.post('/api/imports/preview', importBody([importRow()])), 200).json;
    assert.deepEqual(keysOf(preview), ['archived_categories', 'new', 'repeats', 'rows', 'unknown_categories']);
    const undone = status(await other.delete(`/api/imports/${made.id}`), 200).json;
    assert.deepEqual(undone, { deleted: 1, kept: 0 });
  });
});

describe('both slash spellings', () => {
  const both = ['/api/ping', '/api/config', '/api/session', '/api/auth/me', '/api/categories',
    '/api/expenses', '/api/expenses/settings', '/api/user-settings', '/api/trash', '/api/imports',
    '/api/expenses/reports/categories', '/api/expenses/reports/monthly', '/api/expenses/reports/summary'];
  for (const path of both) {
    test(`GET ${path} and ${path}/ answer alike, without a redirect`, async () => {
      const plain = status(await api.get(path), 200);
      const slashed = status(await api.get(`${path}/`), 200);
      assert.equal(slashed.text, plain.text);
    });
  }

  test('writes take both spellings too', async () => {
    const row = status(await api.post('/api/expenses/', expense()), 201).json;
    status(await api.get(`/api/expenses/${row.id}/`), 200);
    status(await api.put(`/api/expenses/${row.id}/`, { title: 'Slash' }), 200);
    status(await api.delete(`/api/expenses/${row.id}/`), 200);
    status(await api.post(`/api/expenses/${row.id}/restore/`), 200);
    status(await api.put('/api/user-settings/', { theme: 'light' }), 200);
    status(await api.put('/api/expenses/settings/', { theme: 'dark' }), 200);
    status(await api.post('/api/trash/restore/'), 200);
    status(await api.post('/api/imports/preview/', importBody([importRow()])), 200);
    status(await api.delete('/api/expenses/sample/'), 200);
    status(await api.post('/api/auth/logout/', undefined, { token: undefined }), 200);
  });
});
