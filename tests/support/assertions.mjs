// What tests say about answers.
import assert from 'node:assert/strict';

import { digest } from './database.mjs';

export function status(answer, expected, message = '') {
  assert.equal(answer.status, expected,
    `${message} expected ${expected}, got ${answer.status}: ${answer.text.slice(0, 400)}`);
  return answer;
}

// An error as RFC 9457 says it, with our code and, for a 422, the field.
export function problem(answer, expected, { code, field, fieldCode } = {}) {
  status(answer, expected);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json\b/);
  assert.equal(answer.json.status, expected);
  assert.ok(typeof answer.json.detail === 'string' && answer.json.detail.length > 5, answer.text);
  if (code) assert.equal(answer.json.code, code, answer.text);
  if (field !== undefined) {
    const found = (answer.json.errors ?? []).find((error) => error.field === field);
    assert.ok(found, `no error for the field ${field}: ${answer.text}`);
    assert.ok(found.message.length > 3 && /^[a-z0-9_]+$/.test(found.code), answer.text);
    if (fieldCode) assert.equal(found.code, fieldCode);
  }
  return answer;
}

// Runs `act` and checks that nothing in the database changed by it.
export async function unchanged(act) {
  const before = await digest();
  const result = await act();
  assert.equal(await digest(), before, 'something was stored');
  return result;
}

// The amount as it was written on the wire, before JavaScript makes a double of it.
export function writtenNumbers(text, name) {
  return [...text.matchAll(new RegExp(`"${name}"\\s*:\\s*(-?[0-9.eE+-]+)`, 'g'))].map((it) => it[1]);
}

// Waits for a condition; the only way to wait in these tests.
export async function until(condition, { within = 15_000, every = 50, what = 'the condition' } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what} did not come true in ${within} ms`);
    await new Promise((resolve) => { setTimeout(resolve, every); });
  }
}

// Exact sums of decimal text.
export function addDecimals(texts, digits = 2) {
  return texts.reduce((sum, text) => sum + toMinor(text, digits), 0n);
}

export function toMinor(text, digits = 2) {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text));
  if (part.length > digits) throw new Error(`${text} has more than ${digits} decimals`);
  const minor = BigInt(whole) * 10n ** BigInt(digits) + BigInt(part.padEnd(digits, '0') || '0');
  return sign ? -minor : minor;
}
