// Random bodies: whatever is sent, a route answers 2xx or 4xx, never 5xx, and the worker lives on.
// RANDOM_BODIES says how many per route, RANDOM_SEED repeats a run.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { status } from '../support/assertions.mjs';
import { addExpense } from '../support/builders.mjs';
import { closeDatabase } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { openapi } from '../support/openapi.mjs';
import { browserPerson, person } from '../support/people.mjs';
import { generator } from '../support/random.mjs';

const perRoute = Number(process.env.RANDOM_BODIES ?? 10_000);
const seed = Number(process.env.RANDOM_SEED ?? (Date.now() % 2 ** 31));

const names = ['title', 'amount', 'category', 'date', 'currency', 'theme', 'locale', 'time_zone', 'notifications',
  'rows', 'client_id', 'period', 'roll_over', 'thresholds', 'from', 'category_id', 'file_name', 'create_categories',
  'skip_repeats', 'token', 'id', 'version', '', '__proto__', 'ä', '\u0000', 'a.b', 'rows[0]',
  'merchant', 'payment_method', 'note', 'tags', 'name', 'icon', 'color_light', 'parent_id', 'archived', 'ids', 'into', 'expected_count',
  'unit', 'every', 'last_day', 'starts_on', 'ends_on', 'count', 'paused', 'scope', 'expense_id', 'from_expense', 'recurring_id',
  'action', 'filter', 'set', 'confirm', 'expires_in_days'];
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
let browser;
let row;
let budgetId;
let ruleId;
// Of each kind that can be merged: one that goes, and one that it goes into.
const kept = {};
const gone = {};

const kinds = {
  categories: async (name) => status(await user.client.post('/api/categories', { name }), 201),
  merchants: async (name) => addExpense(user.client, { merchant: name }),
  tags: async (name) => addExpense(user.client, { tags: [name] }),
  'payment-methods': async (name) => status(await user.client.post('/api/payment-methods', { name }), 201),
};

async function make(kind) {
  const name = `${kind} ${Math.random()}`;
  await kinds[kind](name);
  return (await user.client.get(`/api/${kind}`)).json.find((it) => it.name === name).id;
}

before(async () => {
  user = await person('random');
  browser = await browserPerson('random');
  row = await addExpense(user.client);
  budgetId = status(await user.client.post('/api/budgets', { amount: 1, period: 'year' }), 201).json.id;
  ruleId = status(await user.client.post('/api/recurring', repeating), 201).json.id;
  for (const kind of Object.keys(kinds)) [kept[kind], gone[kind]] = [await make(kind), await make(kind)];
});
after(closeDatabase);

const expense = { title: 'Tea', amount: '15.50', category: 'Food', date: '2024-01-15', currency: 'INR' };
const importing = { file_name: 'a.csv', currency: 'INR', create_categories: true, skip_repeats: false,
  rows: [{ client_id: 'a', title: 'Tea', amount: '1', category: 'Food', date: '2024-01-15' }] };
const settings = { theme: 'dark', currency: 'EUR', locale: 'en-IN', time_zone: 'UTC', notifications: true,
  first_day_of_week: 1, month_start_day: 1, shortcuts: true };
const budget = { amount: '100.00', period: 'month', currency: 'INR', category_id: null, roll_over: true,
  thresholds: [80, 100], from: '2024-01-15' };
const schedule = { unit: 'month', every: 1, last_day: false, starts_on: '2999-01-15', ends_on: null, count: 5 };
const repeating = { title: 'Rent', amount: '100.00', category: 'Food', currency: 'INR', ...schedule };
const colours = { icon: '🐘', color_light: '#aabbcc', color_dark: '#112233', parent_id: null };
const merging = (kind) => ({ get into() { return kept[kind]; }, expected_count: 0 });
const mergeAgain = (kind) => async () => { gone[kind] = await make(kind); };
const today = new Date().toISOString().slice(0, 10);

/** Method, template of docs/openapi.json, what stands for {id}, a right body; who sends it, and what follows an accepted one. */
const routes = [
  ['POST', '/api/auth/google', null, { token: 'a.b.c' }],
  ['POST', '/api/categories', null, { name: 'Pets', ...colours }],
  ['POST', '/api/categories/order', null, { get ids() { return [kept.categories, gone.categories]; } }],
  ['PUT', '/api/categories/{id}', () => kept.categories, { name: 'Pets', archived: false, ...colours }],
  ...Object.keys(kinds).flatMap((kind) => [
    ...(kind === 'categories' ? [] : [['PUT', `/api/${kind}/{id}`, () => kept[kind], { name: 'Pets' }]]),
    ['POST', `/api/${kind}/{id}/merge`, () => gone[kind], merging(kind), { accepted: mergeAgain(kind) }],
  ]),
  ['POST', '/api/payment-methods', null, { name: 'Pets' }],
  ['POST', '/api/expenses', null, expense],
  ['PUT', '/api/expenses/{id}', () => row.id, expense],
  ['POST', '/api/expenses/bulk', null, { action: 'update', get ids() { return [row.id, 1]; },
    set: { category: 'Food', date: '2025-05-05' } }],
  ['POST', '/api/expenses/export', null, { format: 'json', bom: true, get ids() { return [row.id, 1]; }, sort: 'date_asc' }],
  ['POST', '/api/recurring', null, repeating],
  ['POST', '/api/recurring/preview', null, schedule],
  ['PUT', '/api/recurring/{id}', () => ruleId, { ...repeating, paused: false, scope: 'rule' }],
  ['PUT', '/api/expenses/settings', null, { theme: 'dark', currency: '$', notifications: true }],
  ['PUT', '/api/user-settings', null, settings],
  ['POST', '/api/tokens', null, { name: 'Script', scope: 'read', expires_in_days: 30 }, { by: () => browser }],
  ['DELETE', '/api/account', null, { confirm: 'someone@example.com' }, { by: () => browser }],
  ['POST', '/api/budgets', null, budget],
  ['PUT', '/api/budgets/{id}', () => budgetId, { amount: 5, roll_over: true, thresholds: [80], from: today }],
  ['POST', '/api/imports', null, importing],
  ['POST', '/api/imports/preview', null, importing],
];

describe(`random bodies (seed ${seed})`, () => {
  test('every route that takes one is sent some', () => {
    const taking = Object.entries(openapi().document.paths).flatMap(([path, item]) =>
      Object.keys(item).filter((method) => item[method].requestBody).map((method) => `${method.toUpperCase()} ${path}`));
    assert.deepEqual(routes.map(([method, path]) => `${method} ${path}`).sort(), taking.sort());
  });

  for (const [n, [method, template, id, right, { by, accepted } = {}]] of routes.entries()) {
    test(`${method} ${template}`, async (t) => {
      const random = generator(seed + n);
      const seen = {};
      let sent = 0;
      const worker = async () => {
        while (sent < perRoute) {
          sent += 1;
          const raw = body(random, right);
          const path = id === null ? template : template.replace('{id}', id());
          const answer = await (by?.() ?? user.client).call(method, path, { raw });
          seen[answer.status] = (seen[answer.status] ?? 0) + 1;
          assert.ok(answer.status < 500, `${answer.status} for ${raw.toString('base64')}: ${answer.text}`);
          if (answer.status < 300) await accepted?.();
        }
      };
      await Promise.all(Array.from({ length: 32 }, worker));
      t.diagnostic(`${sent} bodies: ${JSON.stringify(seen)}`);
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
        const answer = await user.client.get(`${pick(paths)}?${query}`, { headers, validate: false });
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
