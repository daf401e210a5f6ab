// Random bodies: whatever is sent, a route answers 2xx or 4xx, never 5xx, and the worker lives on.
// RANDOM_BODIES says how many per route (10,000; in --ci mode 2,000), RANDOM_SEED repeats a run. A
// route stops after RANDOM_SECONDS and says how far it came.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { status } from '../support/assertions.mjs';
import { addExpense } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { anonymous, call } from '../support/http.mjs';
import { person } from '../support/people.mjs';
import { generator } from '../support/random.mjs';

const perRoute = Number(process.env.RANDOM_BODIES ?? (process.env.TEST_CI ? 2_000 : 10_000));
const seconds = Number(process.env.RANDOM_SECONDS ?? 60);
const seed = Number(process.env.RANDOM_SEED ?? (Date.now() % 2 ** 31));

const names = ['title', 'amount', 'category', 'date', 'currency', 'theme', 'locale', 'time_zone', 'notifications',
  'rows', 'client_id', 'period', 'roll_over', 'thresholds', 'from', 'category_id', 'file_name', 'create_categories',
  'skip_repeats', 'token', 'id', 'version', '', '__proto__', 'ä', '\u0000', 'a.b', 'rows[0]',
  'merchant', 'payment_method', 'note', 'tags', 'name', 'icon', 'color_light', 'parent_id', 'archived', 'ids', 'into', 'expected_count'];
const words = ['', ' ', 'Tea', 'Food', 'Other', '2024-01-15', '2024-02-30', '0000-00-00', '9999-12-31T23:59:60Z', 'INR',
  'JPY', '₹', 'null', 'NaN', '1e309', '-0', '0x1', '15.50', '9007199254740993', 'dark', 'en-IN', 'Asia/Kolkata',
  '\u0000', '\ud800', '\u202e', '💰', '%s%n', "' or 1=1 --", '../../x', '\\', '"', '\n', 'x'.repeat(300)];
const numbers = ['0', '-0', '1', '-1', '1.5', '1e400', '1E-400', '15.505', '0.001', '9007199254740991',
  '9007199254740992', '92233720368547758.07', '9223372036854775808', `1${'0'.repeat(50)}`, '1e5', '00', '.5', '5.', '+1',
  'NaN', 'Infinity', '-', '1e', '0x10'];

function text(random, value) {
  const roll = random();
  let made = JSON.stringify(value);
  if (roll < 0.1) made = made.replaceAll(/[a-z]/g, (letter) => (random() < 0.3
    ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter));
  return made;
}

function value(random, depth) {
  const roll = random();
  const pick = (list) => list[Math.floor(random() * list.length)];
  if (roll < 0.35) return text(random, pick(words));
  if (roll < 0.6) return pick(numbers);
  if (roll < 0.7) return pick(['true', 'false', 'null']);
  if (depth > 9) return '1';
  const count = Math.floor(random() * (random() < 0.02 ? 60 : 4));
  if (roll < 0.82) return `[${Array.from({ length: count }, () => value(random, depth + 1)).join()}]`;
  return object(random, depth + 1, count);
}

function object(random, depth, count) {
  const pairs = Array.from({ length: count }, () => {
    const name = names[Math.floor(random() * names.length)];
    return `${text(random, name)}:${value(random, depth)}`;
  });
  return `{${pairs.join()}}`;
}

// A body that is nearly right, so that random ones come behind the first checks too.
function nearly(random, right) {
  const body = { ...right };
  for (const name of Object.keys(body)) if (random() < 0.15) delete body[name];
  const parts = Object.entries(body).map(([name, it]) =>
    `${text(random, name)}:${random() < 0.3 ? value(random, 1) : JSON.stringify(it)}`);
  if (random() < 0.2) parts.push(`${text(random, names[Math.floor(random() * names.length)])}:${value(random, 1)}`);
  return `{${parts.join()}}`;
}

function body(random, right) {
  const roll = random();
  let made = roll < 0.6 ? nearly(random, right) : roll < 0.85
    ? object(random, 0, 1 + Math.floor(random() * 6)) : value(random, 0);
  let bytes = Buffer.from(made);
  if (random() < 0.15 && bytes.length > 0) {
    bytes = Buffer.from(bytes);
    for (let n = 0; n < 1 + random() * 4; n += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  }
  if (random() < 0.05) bytes = bytes.subarray(0, Math.floor(random() * bytes.length));
  return bytes;
}

let user;
let row;
let budgetId;
before(async () => {
  user = await person('random');
  row = await addExpense(user.client);
  budgetId = (await user.client.post('/api/budgets', { amount: 1, period: 'year' })).json.id;
});
after(closeDatabase);

const expense = { title: 'Tea', amount: '15.50', category: 'Food', date: '2024-01-15', currency: 'INR' };
const importing = { file_name: 'a.csv', currency: 'INR', create_categories: true, skip_repeats: false,
  rows: [{ client_id: 'a', title: 'Tea', amount: '1', category: 'Food', date: '2024-01-15' }] };
const settings = { theme: 'dark', currency: 'EUR', locale: 'en-IN', time_zone: 'UTC', notifications: true };
const budget = { amount: '100.00', period: 'month', currency: 'INR', category_id: null, roll_over: true,
  thresholds: [80, 100], from: '2024-01-15' };
const routes = [
  ['POST', () => '/api/expenses', expense],
  ['PUT', () => `/api/expenses/${row.id}`, expense],
  ['PUT', () => '/api/user-settings', settings],
  ['PUT', () => '/api/expenses/settings', { theme: 'dark', currency: '$', notifications: true }],
  ['POST', () => '/api/budgets', budget],
  ['PUT', () => `/api/budgets/${budgetId}`, { amount: 5, roll_over: true, thresholds: [80],
    from: new Date().toISOString().slice(0, 10) }],
  ['POST', () => '/api/categories', { name: 'Pets', icon: '🐘', color_light: '#aabbcc', color_dark: '#112233', parent_id: null }],
  ['POST', () => '/api/categories/order', { ids: [1, 2, 3] }],
  ['POST', () => '/api/imports', importing],
  ['POST', () => '/api/imports/preview', importing],
  ['POST', () => '/api/expenses/export', { format: 'json', bom: true, get ids() { return [row.id, 1]; }, sort: 'date_asc' }],
  ['POST', () => '/api/auth/google', { token: 'a.b.c' }],
];

describe(`random bodies (seed ${seed})`, () => {
  for (const [n, [method, path, right]] of routes.entries()) {
    test(`${method} ${path.toString().replace(/^\(\) => ./, '').slice(0, -1)}`, async (t) => {
      const random = generator(seed + n);
      const end = Date.now() + seconds * 1000;
      const seen = {};
      let sent = 0;
      const worker = async () => {
        while (sent < perRoute && Date.now() < end) {
          sent += 1;
          const raw = body(random, right);
          const answer = await call(method, path(), { raw, token: user.token });
          seen[answer.status] = (seen[answer.status] ?? 0) + 1;
          assert.ok(answer.status < 500, `${answer.status} for ${raw.toString('base64')}: ${answer.text}`);
        }
      };
      await Promise.all(Array.from({ length: 32 }, worker));
      t.diagnostic(`${sent} of ${perRoute} bodies: ${JSON.stringify(seen)}`);
      assert.ok(sent >= Math.min(perRoute, 500), `only ${sent} bodies in ${seconds} s`);
    });
  }

  test('queries and headers too', async () => {
    const random = generator(seed + 99);
    const pick = (list) => list[Math.floor(random() * list.length)];
    const keys = ['skip', 'limit', 'q', 'category', 'from', 'to', 'min', 'max', 'sort', 'cursor', 'currency', 'total',
      'months', 'count', 'date', 'x', '%00', ''];
    const values = [...words, ...numbers].map(percentEncode).concat(['%', '%f', '%ff%fe', '%00', '%c0%af', '+', '=']);
    const paths = ['/api/expenses', '/api/trash', '/api/expenses/reports/monthly', '/api/expenses/reports/summary',
      '/api/expenses/reports/categories', '/api/imports', '/api/auth/proxy-image', '/api/auth/login', '/api/auth/callback',
      '/api/session', '/api/budgets'];
    let sent = 0;
    const worker = async () => {
      while (sent < perRoute / 2) {
        sent += 1;
        const query = Array.from({ length: Math.floor(random() * 5) }, () => `${pick(keys)}=${pick(values)}`).join('&');
        const headers = random() < 0.3 ? { [pick(['If-Match', 'Idempotency-Key', 'If-None-Match', 'Range', 'Cookie'])]:
          pick(words.filter((word) => /^[\x21-\x7e]*$/.test(word))) } : {};
        const answer = await call('GET', `${pick(paths)}?${query}`, { token: user.token, headers, validate: false });
        assert.ok(answer.status < 500, `${answer.status} for ${query}: ${answer.text}`);
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  });

  test('after all that the server answers as before', async () => {
    status(await anonymous.get('/api/ping'), 200);
    status(await user.client.post('/api/expenses', expense), 201);
    status(await user.client.get('/api/expenses/reports/summary'), 200);
  });
});

// encodeURIComponent that does not throw on a lone surrogate.
function percentEncode(word) {
  return [...Buffer.from(word)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
