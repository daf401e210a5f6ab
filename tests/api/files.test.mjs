// What NGINX serves by itself: the web app, compressed, with rules for caches.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { addMany, importRow } from '../support/builders.mjs';
import { anonymous } from '../support/http.mjs';
import { person } from '../support/people.mjs';

const get = (path, headers) => anonymous.get(path, { headers, validate: false });
const asPage = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' };
const assets = async () => (await get('/', asPage)).text.match(/\/assets\/[^"]+\.(js|css)/g);

describe('the web app', () => {
  test('its page is asked for each time, its parts never again', async () => {
    const page = await get('/', asPage);
    assert.equal(page.status, 200);
    assert.equal(page.headers['cache-control'], 'no-cache');
    const parts = await assets();
    assert.ok(parts.length >= 2);
    for (const path of parts) {
      const { status, headers } = await get(path);
      assert.deepEqual([status, headers['cache-control']], [200, 'public, max-age=31536000, immutable'], path);
    }
  });

  test('comes compressed for who takes that, and is the same', async () => {
    for (const path of await assets()) {
      const plain = await get(path);
      assert.equal(plain.headers['content-encoding'], undefined);
      if (plain.bytes.length < 2048) continue;
      const zipped = await get(path, { 'Accept-Encoding': 'gzip' });
      assert.equal(zipped.headers['content-encoding'], 'gzip', path);
      assert.match(zipped.headers.vary, /accept-encoding/i);
      assert.ok(zipped.bytes.length < plain.bytes.length * 0.7, path);
      assert.ok(gunzipSync(zipped.bytes).equals(plain.bytes), path);
    }
  });

  test('a page of the app that is opened by its address is there; a part that is missing is not the page', async () => {
    const page = await get('/reports/months', asPage);
    assert.equal(page.status, 200);
    assert.match(page.headers['content-type'], /^text\/html/);
    const missing = await get('/assets/nothing-1234.js');
    assert.equal(missing.status, 404);
    assert.doesNotMatch(missing.headers['cache-control'] ?? '', /immutable/);
  });
});

test('a long answer of the API comes compressed, and no cache keeps it', async () => {
  const { client } = await person('zip');
  await addMany(client, Array.from({ length: 100 }, (_, n) => importRow({ title: `Lunch ${n}` })));
  const plain = await client.get('/api/expenses?limit=100');
  const zipped = await client.get('/api/expenses?limit=100', { headers: { 'Accept-Encoding': 'gzip' }, validate: false });
  assert.equal(zipped.headers['content-encoding'], 'gzip');
  assert.equal(zipped.headers['cache-control'], 'no-store');
  assert.ok(gunzipSync(zipped.bytes).equals(plain.bytes));
});
