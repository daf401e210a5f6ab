// NGINX's limits, on a stack of its own: the others run without them.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';

import { problem } from '../support/assertions.mjs';
import { call } from '../support/http.mjs';
import { destroyStack, startStack, useStack } from '../support/stack.mjs';

let it;
before(async () => {
  it = await startStack({ args: ['--postgres', 'fsync=off'], env: { EXPENSE_WORKERS: '1' } });
  useStack(it);
});
after(() => destroyStack(it));

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const atOnce = (count, path) => Promise.all(Array.from({ length: count }, () => call('GET', path)));

describe('somebody who asks too fast', () => {
  for (const [what, path, count] of [['the API', '/api/ping', 400], ['signing in', '/api/auth/login', 60]]) {
    test(`gets 429 as a problem with Retry-After from ${what}, and is served again after it`, async () => {
      const answers = await atOnce(count, path);
      const refused = answers.filter(({ status }) => status === 429);
      assert.ok(refused.length > 0 && refused.length < count, `${refused.length} of ${count}`);
      assert.ok(answers.every(({ status }) => [200, 303, 429].includes(status)));
      for (const answer of refused) {
        problem(answer, 429, { code: 'too_many_requests' });
        assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
        assert.match(answer.headers['strict-transport-security'], /max-age=/);
      }
      await pause(1000 * Number(refused[0].headers['retry-after']));
      assert.notEqual((await call('GET', path)).status, 429);
    });
  }
});

describe('a client that sends a byte a second', () => {
  const inFlight = async () => /^expense_requests_in_flight (\d+)$/m.exec((await call('GET', '/metrics', { internal: true })).text)[1];
  // Sends the start, then drips; the promise is what the server answered until it closed.
  function drip(start, byte) {
    const socket = connect(it.port, '127.0.0.1');
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (part) => { text += part.toString('latin1'); });
    socket.write(start);
    const timer = setInterval(() => socket.write(byte), 1000);
    const closed = new Promise((resolve) => { socket.on('close', () => { clearInterval(timer); resolve(text); }); });
    return { socket, closed };
  }

  test('holds no worker, and slow headers are given up after 10 s', async () => {
    const headers = Array.from({ length: 10 }, () => drip(`GET /api/ping HTTP/1.1\r\nHost: localhost\r\nX-Slow: `, 'x'));
    const bodies = Array.from({ length: 10 }, () => drip('POST /api/auth/google HTTP/1.1\r\nHost: localhost\r\n'
      + 'Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{', ' '));
    try {
      const began = Date.now();
      let served = 0;
      while (Date.now() - began < 8_000) {
        assert.equal((await call('GET', '/api/ping')).status, 200);
        assert.equal(await inFlight(), '0', 'the one worker has nothing to wait for');
        served += 1;
        await pause(200);
      }
      assert.ok(served > 20, `${served} answers beside the slow ones`);
      const answers = await Promise.all(headers.map(({ closed }) => closed));
      assert.ok(Date.now() - began < 15_000, `${Date.now() - began} ms`);
      for (const text of answers) assert.match(text, /^$|^HTTP\/1\.1 408 /);
    } finally {
      for (const { socket } of [...headers, ...bodies]) socket.destroy();
      await Promise.all(bodies.map(({ closed }) => closed));
    }
  });
});
