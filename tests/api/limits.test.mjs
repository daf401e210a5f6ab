// NGINX's limits, on a stack of its own: the others run without them.
import assert from 'node:assert/strict';
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
      await new Promise((resolve) => { setTimeout(resolve, 1000 * Number(refused[0].headers['retry-after'])); });
      assert.notEqual((await call('GET', path)).status, 429);
    });
  }
});
