// Bad input: each gets a clear sentence and the field as problem JSON, and stores nothing.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';

import { problem, status, unchanged } from '../support/assertions.mjs';
import { addExpense, expense, importBody, importRow, key } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { rawExchange } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { stack } from '../support/stack.mjs';

let user;
let api;
let row;
before(async () => {
  user = await person('bad-input');
  api = user.client;
  row = await addExpense(api);
});
after(closeDatabase);

const json = (text) => ({ raw: text });
const bytes = (...parts) => ({ raw: Buffer.concat(parts.map((part) =>
  (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))) });

// name, field, what to send; the same table for adding and, where it makes sense, for changing.
const fields = [
  ['title missing', 'title', { amount: 1 }, { addOnly: true }],
  ['amount missing', 'amount', { title: 'A' }, { addOnly: true }],
  ['title null', 'title', expense({ title: null })],
  ['amount null', 'amount', expense({ amount: null })],
  ['category null', 'category', expense({ category: null })],
  ['date null', 'date', expense({ date: null })],
  ['currency null', 'currency', expense({ currency: null })],
  ['title a number', 'title', expense({ title: 5 })],
  ['title an array', 'title', expense({ title: ['a'] })],
  ['title an object', 'title', expense({ title: {} })],
  ['amount a boolean', 'amount', expense({ amount: true })],
  ['amount an array', 'amount', expense({ amount: [1] })],
  ['amount an object', 'amount', expense({ amount: {} })],
  ['category a number', 'category', expense({ category: 1 })],
  ['date a number', 'date', expense({ date: 20240115 })],
  ['currency a number', 'currency', expense({ currency: 356 })],
  ['title empty', 'title', expense({ title: '' })],
  ['title blank', 'title', expense({ title: '   ' })],
  ['title of other blanks', 'title', expense({ title: '\u00a0\u2003\u3000' })],
  ['title of 201 characters', 'title', expense({ title: 'a'.repeat(201) })],
  ['title of 201 characters outside the BMP', 'title', expense({ title: '💰'.repeat(201) })],
  ['title with a newline', 'title', expense({ title: 'a\nb' })],
  ['title with ESC', 'title', expense({ title: 'a\u001b[31m' })],
  ['title with DEL', 'title', expense({ title: 'a\u007f' })],
  ['title with a C1 control', 'title', expense({ title: 'a\u0085b' })],
  ['amount zero', 'amount', expense({ amount: 0 })],
  ['amount 0.00 as text', 'amount', expense({ amount: '0.00' })],
  ['amount negative', 'amount', expense({ amount: -5 })],
  ['amount negative zero', 'amount', json('{"title":"A","amount":-0.0}')],
  ['amount with three decimals in INR', 'amount', expense({ amount: '1.005', currency: 'INR' })],
  ['amount with one decimal in JPY', 'amount', expense({ amount: '1.5', currency: 'JPY' })],
  ['amount with four decimals in KWD', 'amount', expense({ amount: '1.0005', currency: 'KWD' })],
  ['amount one above the largest', 'amount', expense({ amount: '90071992547409.92', currency: 'INR' })],
  ['amount of 40 digits', 'amount', json(`{"title":"A","amount":${'9'.repeat(40)}}`)],
  ['amount 1e400', 'amount', json('{"title":"A","amount":1e400}')],
  ['amount 1e-400', 'amount', json('{"title":"A","amount":1e-400}')],
  ['amount 1e999999999999', 'amount', json('{"title":"A","amount":1e999999999999}')],
  ['amount text NaN', 'amount', expense({ amount: 'NaN' })],
  ['amount text Infinity', 'amount', expense({ amount: 'Infinity' })],
  ['amount text empty', 'amount', expense({ amount: '' })],
  ['amount text with a comma', 'amount', expense({ amount: '1,50' })],
  ['amount text with a sign', 'amount', expense({ amount: '+1.50' })],
  ['amount text with blanks', 'amount', expense({ amount: ' 1.50 ' })],
  ['amount text in hexadecimal', 'amount', expense({ amount: '0x10' })],
  ['amount text in other digits', 'amount', expense({ amount: '١٢' })],
  ['date 2024-02-30', 'date', expense({ date: '2024-02-30' })],
  ['date 2023-02-29', 'date', expense({ date: '2023-02-29' })],
  ['date 1900-02-29', 'date', expense({ date: '1900-02-29' })],
  ['date month 13', 'date', expense({ date: '2024-13-01' })],
  ['date month 00', 'date', expense({ date: '2024-00-10' })],
  ['date day 00', 'date', expense({ date: '2024-01-00' })],
  ['date before 1900', 'date', expense({ date: '1899-12-31' })],
  ['date after 2999', 'date', expense({ date: '3000-01-01' })],
  ['date of five-digit year', 'date', expense({ date: '12024-01-01' })],
  ['date in another order', 'date', expense({ date: '15-01-2024' })],
  ['date with slashes', 'date', expense({ date: '2024/01/15' })],
  ['date empty', 'date', expense({ date: '' })],
  ['date a word', 'date', expense({ date: 'yesterday' })],
  ['date infinity, which PostgreSQL would take', 'date', expense({ date: 'infinity' })],
  ['date today, which PostgreSQL would take', 'date', expense({ date: 'today' })],
  ['time 25:00', 'date', expense({ date: '2024-01-15T25:00:00' })],
  ['time 10:61', 'date', expense({ date: '2024-01-15T10:61:00' })],
  ['date with a tail', 'date', expense({ date: '2024-01-15 or so' })],
  ['category unknown', 'category', expense({ category: 'No such category' })],
  ['category of 10,000 characters', 'category', expense({ category: 'x'.repeat(10_000) })],
  ['currency unknown', 'currency', expense({ currency: 'ZZZ' })],
  ['currency too long', 'currency', expense({ currency: 'RUPEES' })],
  ['currency empty', 'currency', expense({ currency: '' })],
  ['unknown field', 'colour', expense({ colour: 'red' })],
  ['field in other letters', 'Title', { ...expense(), Title: 'A' }],
  ['server-owned id', 'id', expense({ id: 1 })],
  ['server-owned version', 'version', expense({ version: 7 })],
  ['server-owned created_at', 'created_at', expense({ created_at: '2024-01-01T00:00:00Z' })],
  ['server-owned deleted_at', 'deleted_at', expense({ deleted_at: null })],
  ['server-owned sample', 'sample', expense({ sample: false })],
  ['server-owned import_id', 'import_id', expense({ import_id: null })],
  ['ledger_id', 'ledger_id', expense({ ledger_id: 1 })],
  ['user_id', 'user_id', expense({ user_id: 1 })],
];

describe('fields of an expense', () => {
  for (const [name, field, what, { addOnly } = {}] of fields) {
    const options = what.raw === undefined ? { body: what } : what;
    test(`adding: ${name}`, () => unchanged(async () => {
      problem(await api.call('POST', '/api/expenses', options), 422, { field });
    }));
    if (addOnly) continue;
    test(`changing: ${name}`, () => unchanged(async () => {
      problem(await api.call('PUT', `/api/expenses/${row.id}`, options), 422, { field });
    }));
  }

  test('all faults of one body are told at once', () => unchanged(async () => {
    const answer = problem(await api.post('/api/expenses',
      { title: '', amount: -1, date: '2024-02-30', colour: 'red' }), 422, { code: 'invalid' });
    assert.deepEqual(answer.json.errors.map((it) => it.field).sort(), ['amount', 'colour', 'date', 'title']);
  }));

  test('a title of exactly 200 characters is taken, counted in characters', async () => {
    const title = '💰'.repeat(200);
    assert.equal(status(await api.post('/api/expenses', expense({ title })), 201).json.title, title);
  });

  test('text is stored as typed: quotes, markup, SQL, right-to-left, emoji with joiners', async () => {
    for (const title of ["Robert'); drop table app.expenses;--", '<script>alert(1)</script>', '=1+1',
      '"quoted" \\ back', 'שלום عالم', '👨‍👩‍👧‍👦', '%_\\', 'é = é']) {
      const made = status(await api.post('/api/expenses', expense({ title })), 201).json;
      assert.equal(made.title, title);
      assert.equal((await api.get(`/api/expenses/${made.id}`)).json.title, title);
    }
  });
});

// What is wrong with the whole body; on every route that takes one. What is no JSON at all is 400
// (malformed_json), what is JSON but not acceptable is 422.
const malformed = { status: 400, code: 'malformed_json' };
const bodies = [
  ['nothing at all', json(''), malformed],
  ['blanks only', json('  \n '), malformed],
  ['not JSON', json('title=Tea&amount=1'), malformed],
  ['half a body', json('{"title":"Tea"'), malformed],
  ['a tail after the end', json('{"title":"Tea","amount":1} x'), malformed],
  ['two bodies', json('{"title":"Tea","amount":1}{}'), malformed],
  ['an array', json('[{"title":"Tea","amount":1}]')],
  ['a string', json('"Tea"')],
  ['a number', json('1')],
  ['null', json('null')],
  ['the bare word NaN', json('{"title":"Tea","amount":NaN}'), malformed],
  ['the bare word Infinity', json('{"title":"Tea","amount":Infinity}'), malformed],
  ['single quotes', json("{'title':'Tea','amount':1}"), malformed],
  ['a comment', json('{"title":"Tea",/* here */"amount":1}'), malformed],
  ['a trailing comma', json('{"title":"Tea","amount":1,}'), malformed],
  ['a leading zero', json('{"title":"Tea","amount":01}'), malformed],
  ['a byte order mark', bytes([0xef, 0xbb, 0xbf], '{"title":"Tea","amount":1}'), malformed],
  ['UTF-16', bytes(Buffer.from('{"title":"Tea","amount":1}', 'utf16le')), malformed],
  ['bad UTF-8 in a string', bytes('{"title":"', [0xc3, 0x28], '","amount":1}')],
  ['overlong UTF-8', bytes('{"title":"', [0xc0, 0xaf], '","amount":1}')],
  ['a surrogate in UTF-8', bytes('{"title":"', [0xed, 0xa0, 0x80], '","amount":1}')],
  ['UTF-8 above U+10FFFF', bytes('{"title":"', [0xf4, 0x90, 0x80, 0x80], '","amount":1}')],
  ['a lone surrogate escape', json('{"title":"\\ud800","amount":1}')],
  ['a raw control character', bytes('{"title":"a', [0x01], 'b","amount":1}'), malformed],
  ['a raw NUL', bytes('{"title":"a', [0x00], 'b","amount":1}'), malformed],
  ['U+0000, which PostgreSQL\'s text cannot hold', json('{"title":"a\\u0000b","amount":1}'), { code: 'bad_text' }],
  ['U+0000 in a name', json('{"title\\u0000":"Tea","amount":1}')],
  ['a bad escape', json('{"title":"\\x41","amount":1}'), malformed],
  ['binary', bytes(Buffer.from(Array.from({ length: 256 }, (_, n) => n))), malformed],
  ['the same key twice', json('{"title":"Tea","amount":1,"amount":2}'), { code: 'duplicate_key' }],
  ['the same key twice, once escaped', json('{"title":"Tea","amount":1,"\\u0061mount":2}'),
    { code: 'duplicate_key' }],
  ['nine levels', json(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`)],
  ['30,000 open brackets', json('['.repeat(30_000))],
  ['30,000 open braces', json('{"a":'.repeat(6_000))],
];

const routes = [['POST', () => '/api/expenses'], ['PUT', () => `/api/expenses/${row.id}`],
  ['PUT', () => '/api/user-settings'], ['PUT', () => '/api/expenses/settings'],
  ['POST', () => '/api/imports'], ['POST', () => '/api/imports/preview']];

describe('bodies', () => {
  for (const [name, options, { status: expected = 422, code } = {}] of bodies) {
    test(name, () => unchanged(async () => {
      for (const [method, path] of routes) {
        problem(await api.call(method, path(), options), expected, { code });
      }
    }));
  }

  test('a signing-in client gets the same care, also before anyone is known', () => unchanged(async () => {
    for (const [, options] of bodies) {
      const answer = await api.call('POST', '/api/auth/google', { ...options, token: undefined });
      assert.ok([400, 401, 422].includes(answer.status), `${answer.status} ${answer.text}`);
    }
    for (const body of [{}, { token: 5 }, { token: null }, { token: 'x', more: 1 }, { token: '' },
      { token: 'x'.repeat(20_000) }]) {
      const answer = await api.post('/api/auth/google', body, { token: undefined });
      assert.ok([401, 422].includes(answer.status), `${answer.status} ${answer.text}`);
    }
  }));

  test('a body over 64 KiB is 413, and an import may have 8 MiB', () => unchanged(async () => {
    const large = JSON.stringify(expense({ title: 'x'.repeat(70_000) }));
    problem(await api.call('POST', '/api/expenses', json(large)), 413);
    problem(await api.call('PUT', `/api/expenses/${row.id}`, json(large)), 413);
    const chunked = await api.call('POST', '/api/expenses', { ...json(large),
      headers: { 'Content-Length': null, 'Transfer-Encoding': 'chunked' } });
    problem(chunked, 413);
    problem(await api.call('POST', '/api/imports', json(`{"rows":"${'x'.repeat(100_000)}"}`)), 422);
    problem(await api.call('POST', '/api/imports', json('x'.repeat(9 * 1024 * 1024))), 413);
  }));

  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x',
    'application/xml', 'application/jsonp', '', null]) {
    test(`content type ${JSON.stringify(type)} is 415`, () => unchanged(async () => {
      for (const [method, path] of routes) {
        problem(await api.call(method, path(), { body: expense(), headers: { 'Content-Type': type } }), 415);
      }
    }));
  }

  test('application/json with a charset or in other letters is taken', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8']) {
      status(await api.call('POST', '/api/expenses', { body: expense(), headers: { 'Content-Type': type } }), 201);
    }
  });
});

describe('settings', () => {
  const bad = [['theme', { theme: 'pink' }], ['theme', { theme: null }], ['theme', { theme: 1 }],
    ['currency', { currency: '¥' }], ['currency', { currency: 'ZZZ' }], ['currency', { currency: null }],
    ['locale', { locale: 'not a locale!' }], ['locale', { locale: 'x'.repeat(100) }],
    ['locale', { locale: null }], ['time_zone', { time_zone: 'Mars/Olympus' }],
    ['time_zone', { time_zone: '' }], ['time_zone', { time_zone: 'UTC; drop table' }],
    ['time_zone', { time_zone: 7 }], ['notifications', { notifications: 'yes' }],
    ['first_day_of_week', { first_day_of_week: 7 }], ['first_day_of_week', { first_day_of_week: 1.5 }],
    ['month_start_day', { month_start_day: 0 }], ['month_start_day', { month_start_day: 32 }],
    ['month_start_day', { month_start_day: null }], ['shortcuts', { shortcuts: null }],
    ['notifications', { notifications: 1 }], ['notifications', { notifications: null }],
    ['version', { version: 3 }], ['user_id', { user_id: 3 }], ['colour', { colour: 'red' }]];
  for (const [field, body] of bad) {
    test(`${JSON.stringify(body).slice(0, 60)}`, () => unchanged(async () => {
      problem(await api.put('/api/user-settings', body), 422, { field });
      if (!['locale', 'time_zone'].includes(field)) {
        problem(await api.put('/api/expenses/settings', body), 422, { field });
      }
    }));
  }
});

describe('imports', () => {
  const bad = [
    ['rows', importBody([])], ['rows', importBody('x')], ['rows', { ...importBody([]), rows: undefined }],
    ['rows', importBody(null)], ['rows[0]', importBody([5])], ['rows[0]', importBody([null])],
    ['currency', importBody([importRow()], { currency: 'ZZZ' })],
    ['create_categories', importBody([importRow()], { create_categories: 'yes' })],
    ['skip_repeats', importBody([importRow()], { skip_repeats: 0 })],
    ['file_name', importBody([importRow()], { file_name: 'x'.repeat(10_000) })],
    ['file_name', importBody([importRow()], { file_name: 5 })],
    ['colour', importBody([importRow()], { colour: 'red' })],
    ['rows[0].title', importBody([importRow({ title: '' })])],
    ['rows[0].title', importBody([importRow({ title: 'a\u0007' })])],
    ['rows[0].amount', importBody([importRow({ amount: '1.234' })])],
    ['rows[0].amount', importBody([importRow({ amount: -1 })])],
    ['rows[0].amount', importBody([importRow({ amount: undefined })])],
    ['rows[0].date', importBody([importRow({ date: '2024-02-30' })])],
    ['rows[0].category', importBody([importRow({ category: 'Unknown thing' })])],
    ['rows[0].colour', importBody([importRow({ colour: 'red' })])],
    ['rows[1].client_id', importBody([importRow(), importRow({ client_id: 5 })])],
    ['rows[12].amount', importBody(Array.from({ length: 20 }, (_, n) =>
      importRow(n === 12 ? { amount: 'abc' } : {})))],
  ];
  for (const [field, body] of bad) {
    test(`${field}: ${JSON.stringify(body).slice(0, 90)}`, () => unchanged(async () => {
      problem(await api.post('/api/imports', body), 422, { field });
      if (!field.endsWith('.category')) {
        problem(await api.post('/api/imports/preview', body), 422, { field });
      }
    }));
  }

  test('10,001 rows are too many', () => unchanged(async () => {
    const rows = Array.from({ length: 10_001 }, () => importRow());
    problem(await api.post('/api/imports', importBody(rows)), 422, { field: 'rows' });
  }));
});

describe('queries', () => {
  const bad = [
    ['limit', 'limit=0'], ['limit', 'limit=201'], ['limit', 'limit=-1'], ['limit', 'limit=ten'],
    ['limit', 'limit=1.5'], ['limit', 'limit=99999999999999999999'],
    ['skip', 'skip=-1'], ['skip', 'skip=1000001'], ['skip', 'skip=x'],
    ['sort', 'sort=title'], ['sort', 'sort=date_desc;drop'], ['from', 'from=2024-02-30'],
    ['to', 'to=yesterday'], ['min', 'min=abc'], ['cursor', 'cursor=abc'],
    ['currency', 'currency=ZZZ'], ['total', 'total=maybe'],
    ['limit', 'limit=1&limit=2'],
    ['q', `q=${'x'.repeat(1000)}`],
  ];
  for (const [field, query] of bad) {
    test(`GET /api/expenses?${query.slice(0, 40)} is 422 for ${field}`, () => unchanged(async () => {
      problem(await api.get(`/api/expenses?${query}`), 422, { field });
    }));
  }

  test('a query that cannot be decoded is 422', async () => {
    for (const query of ['q=%00', 'q=%ff', 'q=%zz', 'q=%', 'q=%c0%af', 'q=%ed%a0%80']) {
      problem(await api.get(`/api/expenses?${query}`), 422, { code: 'bad_query' });
    }
  });

  test('a period that ends before it begins and a range upside down hold nothing', async () => {
    for (const query of ['from=2024-02-01&to=2024-01-01', 'min=10&max=5']) {
      const answer = await api.get(`/api/expenses?${query}&total=true`);
      if (answer.status === 422) continue;
      assert.deepEqual([answer.json, answer.headers['x-total-count']], [[], '0'], query);
    }
  });

  for (const query of ['months=0', 'months=121', 'months=-6', 'months=x', 'months=99999999999', 'currency=X']) {
    test(`GET monthly?${query} is 422`, async () => {
      problem(await api.get(`/api/expenses/reports/monthly?${query}`), 422, { field: query.split('=')[0] });
    });
  }

  for (const query of ['from=2024-02-30', 'to=x', 'currency=ZZZ']) {
    test(`GET summary and categories?${query} are 422`, async () => {
      const field = query.split('=')[0];
      problem(await api.get(`/api/expenses/reports/summary?${query}`), 422, { field });
      problem(await api.get(`/api/expenses/reports/categories?${query}`), 422, { field });
    });
  }

  for (const query of ['count=0', 'count=1001', 'count=-1', 'count=x', 'count=1e3']) {
    test(`POST seed?${query} is 422 and adds nothing`, () => unchanged(async () => {
      problem(await api.post(`/api/expenses/seed?${query}`), 422, { field: 'count' });
    }));
  }
});

describe('paths, methods, versions, keys', () => {
  test('an unknown route is 404 as a problem', async () => {
    for (const path of ['/api/nothing', '/api', '/api/', '/api/expenses/1/2', '/api/expense', '/api/../etc/passwd',
      '/api/expenses/reports', '/api/expenses/reports/weekly', '/api/metrics', '/api/Expenses']) {
      problem(await api.get(path), 404);
    }
  });

  test('an id that is no positive number is 404', () => unchanged(async () => {
    for (const id of ['0', '-1', 'abc', '1.5', '1e3', '99999999999999999999999', '9223372036854775808', '%31%00',
      '１', '+1', ' 1', '1;drop', '..', '9223372036854775807']) {
      const path = `/api/expenses/${encodeURIComponent(decodeURIComponent(id))}`;
      for (const method of ['GET', 'DELETE']) {
        const answer = await api.call(method, path, { validate: false });
        assert.ok([404, 400, 405].includes(answer.status), `${method} ${path} → ${answer.status} ${answer.text}`);
      }
    }
  }));

  test('a wrong method is 405 with Allow', async () => {
    for (const [method, path, allow] of [
      ['PATCH', '/api/expenses/1', ['DELETE', 'GET', 'PUT']], ['PUT', '/api/expenses', ['GET', 'POST']],
      ['DELETE', '/api/ping', ['GET']], ['POST', '/api/user-settings', ['GET', 'PUT']],
      ['GET', '/api/auth/google', ['POST']], ['GET', '/api/auth/logout', ['POST']],
      ['GET', '/api/expenses/1/restore', ['POST']], ['PURGE', '/api/categories', ['GET', 'POST']]]) {
      const answer = problem(await api.call(method, path), 405, { code: 'method_not_allowed' });
      const told = answer.headers.allow.split(/,\s*/);
      for (const one of allow) assert.ok(told.includes(one), `${method} ${path}: Allow: ${answer.headers.allow}`);
      assert.ok(!told.includes(method));
    }
  });

  test('a stale version is 412 and changes nothing', () => unchanged(async () => {
    for (const tag of ['"99"', '"0"', 'W/"1"', '"abc"', '"99", "98"']) {
      const headers = { 'If-Match': tag };
      const put = await api.put(`/api/expenses/${row.id}`, { title: 'Stale' }, { headers });
      assert.ok([412, 422].includes(put.status), `${tag}: ${put.status} ${put.text}`);
      const gone = await api.delete(`/api/expenses/${row.id}`, { headers });
      assert.ok([412, 422].includes(gone.status), `${tag}: ${gone.status}`);
    }
    problem(await api.put(`/api/expenses/${row.id}`, { title: 'Stale' }, { headers: { 'If-Match': '"99"' } }),
      412, { code: 'version_mismatch' });
    problem(await api.put('/api/user-settings', { theme: 'dark' }, { headers: { 'If-Match': '"99"' } }), 412);
  }));

  test('an idempotency key that is too long or not visible ASCII is refused', () => unchanged(async () => {
    for (const bad of ['x'.repeat(256), 'with blank', 'caf\u00e9']) {
      problem(await api.post('/api/expenses', expense(), { headers: { 'Idempotency-Key': bad } }), 400,
        { code: 'invalid_idempotency_key' });
    }
  }));

  test('a used key with another body is 422 idempotency_key_reused', async () => {
    const headers = { 'Idempotency-Key': key() };
    status(await api.post('/api/expenses', expense(), { headers }), 201);
    await unchanged(async () => {
      problem(await api.post('/api/expenses', expense({ amount: 99 }), { headers }), 422,
        { code: 'idempotency_key_reused' });
    });
  });
});

describe('lies about length', () => {
  const head = async (lines) => {
    const { port } = await stack();
    return `POST /api/expenses HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${user.token}\r\n` +
      `Content-Type: application/json\r\n${lines}\r\n\r\n`;
  };
  const body = JSON.stringify(expense());

  test('a body shorter than Content-Length stores nothing', () => unchanged(async () => {
    await rawExchange(await head(`Content-Length: ${body.length + 10}\r\nConnection: close`) + body);
  }));

  test('a chunked body that stops before its end stores nothing', () => unchanged(async () => {
    await rawExchange(await head('Transfer-Encoding: chunked\r\nConnection: close') +
      `${body.length.toString(16)}\r\n${body}\r\n`);
  }));

  test('a chunk size that is no number, or enormous, is refused', () => unchanged(async () => {
    for (const size of ['zz', '-5', 'ffffffffffffffff', '7fffffffffffffff']) {
      const answer = await rawExchange(await head('Transfer-Encoding: chunked\r\nConnection: close') +
        `${size}\r\n${body}\r\n0\r\n\r\n`);
      assert.match(answer, /^(HTTP\/1\.1 4\d\d|$)/);
    }
  }));

  test('both Content-Length and Transfer-Encoding are refused', () => unchanged(async () => {
    const answer = await rawExchange(await head(`Content-Length: ${body.length}\r\nTransfer-Encoding: chunked` +
      '\r\nConnection: close') + `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    assert.match(answer, /^(HTTP\/1\.1 4\d\d|$)/);
  }));

  test('two lengths, a negative one and a huge one are refused', () => unchanged(async () => {
    for (const lines of [`Content-Length: ${body.length}\r\nContent-Length: 1`, 'Content-Length: -1',
      'Content-Length: 99999999999999999999', 'Content-Length: 10 10']) {
      const answer = await rawExchange(await head(`${lines}\r\nConnection: close`) + body);
      assert.match(answer, /^(HTTP\/1\.1 4\d\d|$)/, lines);
    }
  }));

  test('a chunked body that is honest is taken', async () => {
    const answer = await rawExchange(await head('Transfer-Encoding: chunked\r\nConnection: close') +
      `5\r\n${body.slice(0, 5)}\r\n${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`,
    { keepOpen: true });
    assert.match(answer, /^HTTP\/1\.1 201/);
  });
});
