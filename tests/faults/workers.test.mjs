// Workers that die, hang, are reloaded or restarted while people work.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { status, until } from '../support/assertions.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { anonymous } from '../support/http.mjs';
import { LedgerChecker } from '../support/ledger-checker.mjs';
import { person } from '../support/people.mjs';
import { isAlive, socketsOf, supervisorOf, workersOf } from '../support/processes.mjs';
import { destroyStack, startStack, stack, useStack, root, build } from '../support/stack.mjs';

const hungSeconds = 3;
let it;
before(async () => {
  it = await startStack({ binary: `${root}/tests/faults/restarting-pool`, args: ['--no-limits'],
    env: { TEST_EXPENSED: `${build}/expensed`, EXPENSE_HUNG_SECONDS: String(hungSeconds), EXPENSE_WORKERS: '2' } });
  useStack(it);
});
after(async () => {
  await closeDatabase();
  destroyStack(await stack());
});

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// Load on; what `act` does; load off; the ledger is checked. Gives back the checker.
async function underLoad(name, act, options) {
  const checker = new LedgerChecker(await person(name), options).start();
  await until(() => checker.count('ok') > 50, { what: 'load' });
  try {
    await act(checker);
  } finally {
    await pause(300);
    await checker.stop();
  }
  await checker.check();
  return checker;
}

describe('a worker killed with -9 under load', () => {
  test('costs at most the requests that it held; each retry with its key gives exactly one row', async (t) => {
    const clients = 12;
    const readers = 4;
    const kills = 5;
    const checker = await underLoad('killed', async (load) => {
      for (let n = 0; n < kills; n += 1) {
        const [victim] = workersOf(it);
        const done = load.count('ok');
        process.kill(victim, 'SIGKILL');
        await until(() => workersOf(it).length === 2 && !workersOf(it).includes(victim),
          { within: 5_000, what: 'a new worker' });
        await until(() => load.count('ok') > done + 100, { what: 'further writes' });
      }
    }, { clients, readers });
    t.diagnostic(checker.summary());
    assert.ok(checker.troubles.length <= kills * (clients + readers), JSON.stringify(checker.troubles.slice(0, 5)));
    assert.ok(checker.troubles.every(({ status: code }) => [502, 503, 'ECONNRESET'].includes(code)),
      JSON.stringify(checker.troubles.slice(0, 5)));
  });

  test('its successor is there within a second', async () => {
    const [victim] = workersOf(it);
    const began = Date.now();
    process.kill(victim, 'SIGKILL');
    await until(() => workersOf(it).length === 2 && !workersOf(it).includes(victim), { every: 10 });
    assert.ok(Date.now() - began < 1_000, `${Date.now() - began} ms`);
    status(await anonymous.get('/api/ping'), 200);
  });

  test('all workers at once: the pool comes back by itself', async () => {
    for (const pid of workersOf(it)) process.kill(pid, 'SIGKILL');
    await until(async () => (await anonymous.get('/api/ping')).status === 200, { within: 5_000 });
    await until(() => workersOf(it).length === 2, { within: 5_000, what: 'all workers' });
  });
});

describe('kept connections', () => {
  test('spread over the workers again by themselves, also when one had to take them all', async (t) => {
    await underLoad('even', async (load) => {
      const [victim, other] = workersOf(it);
      process.kill(victim, 'SIGKILL');
      await until(() => workersOf(it).length === 2 && !workersOf(it).includes(victim), { within: 5_000, what: 'a new worker' });
      const [successor] = workersOf(it).filter((pid) => pid !== other);
      const uneven = socketsOf(other) - socketsOf(successor);
      const done = load.count('ok');
      await until(() => Math.abs(socketsOf(other) - socketsOf(successor)) <= 6, { within: 3_000, what: 'even shares' });
      await until(() => load.count('ok') > done + 100, { what: 'further writes' });
      assert.ok(Math.abs(socketsOf(other) - socketsOf(successor)) <= 10, 'and they stay even');
      t.diagnostic(`${uneven} more, then ${socketsOf(other)} and ${socketsOf(successor)} sockets`);
    }, { clients: 24, readers: 8 });
  });
});

describe('a hung worker', () => {
  test('is replaced, and the requests on other workers never notice', async (t) => {
    const clients = 8;
    const checker = await underLoad('hung', async (load) => {
      const [victim] = workersOf(it);
      process.kill(victim, 'SIGSTOP');
      const done = load.count('ok');
      await until(() => !isAlive(victim), { within: (hungSeconds + 8) * 1000, what: 'the end of the hung worker' });
      await until(() => workersOf(it).length === 2, { within: 3_000, what: 'its successor' });
      await until(() => load.count('ok') > done + 100, { what: 'further writes' });
    }, { clients, readers: 4 });
    t.diagnostic(checker.summary());
    assert.ok(checker.troubles.length <= clients + 4, JSON.stringify(checker.troubles.slice(0, 5)));
  });
});

describe('reload and restart', () => {
  test('a reload (SIGHUP) under load loses no request, and brings new workers', async (t) => {
    const checker = await underLoad('reload', async (load) => {
      for (let n = 0; n < 4; n += 1) {
        const old = workersOf(it);
        process.kill(supervisorOf(it), 'SIGHUP');
        await until(() => workersOf(it).some((pid) => !old.includes(pid)), { what: 'a new generation' });
        await until(() => !workersOf(it).some((pid) => old.includes(pid)),
          { within: 25_000, what: 'the end of the old generation' });
        const done = load.count('ok');
        await until(() => load.count('ok') > done + 50, { what: 'further writes' });
      }
    });
    t.diagnostic(checker.summary());
    assert.deepEqual(checker.troubles, []);
  });

  test('a restart of the pool (SIGTERM, the socket stays) under load loses at most what NGINX was sending on kept '
    + 'connections; each retry with its key gives exactly one row', async (t) => {
    const clients = 12;
    const readers = 4;
    const restarts = 3;
    const checker = await underLoad('restart', async (load) => {
      for (let n = 0; n < restarts; n += 1) {
        const old = supervisorOf(it);
        process.kill(old, 'SIGTERM');
        await until(() => !isAlive(old), { within: 25_000, what: 'the end of the old pool' });
        await until(() => workersOf(it).length === 2, { what: 'the new pool' });
        const done = load.count('ok');
        await until(() => load.count('ok') > done + 50, { what: 'further writes' });
      }
    }, { clients, readers });
    t.diagnostic(checker.summary());
    assert.ok(checker.troubles.length <= restarts * (clients + readers), JSON.stringify(checker.troubles.slice(0, 5)));
    assert.ok(checker.troubles.every(({ status: code }) => [502, 503].includes(code)),
      JSON.stringify(checker.troubles.slice(0, 5)));
  });
});

describe('a thousand people on the same connections', () => {
  test('never see one another\'s rows, also between requests that fail', async () => {
    const people = [];
    while (people.length < 1_000) {
      people.push(...await Promise.all(Array.from({ length: 20 }, () => person('crowd'))));
    }
    let next = 0;
    const eachOnce = async (act) => {
      next = 0;
      await Promise.all(Array.from({ length: 64 }, async () => {
        while (next < people.length) {
          const one = people[next];
          next += 1;
          await act(one);
        }
      }));
    };
    await eachOnce(async (one) => {
      one.row = status(await one.client.post('/api/expenses', { title: `Of ${one.subject}`, amount: '1.00',
        date: '2024-01-15' }), 201).json;
    });
    const acts = [
      async (one) => {
        const { json } = status(await one.client.get('/api/expenses?total=true'), 200);
        assert.deepEqual(json.map((row) => row.title), [`Of ${one.subject}`]);
      },
      async (one) => assert.equal((await one.client.get('/api/auth/me')).json.id, one.id),
      async (one) => assert.equal((await one.client.get('/api/expenses/reports/summary')).json.total_count, 1),
      async (one) => assert.equal((await one.client.get(`/api/expenses/${one.row.id}`)).json.title, `Of ${one.subject}`),
      async (one) => {
        const other = people[Math.floor(Math.random() * people.length)];
        if (other !== one) status(await one.client.get(`/api/expenses/${other.row.id}`), 404);
      },
      async (one) => status(await one.client.post('/api/expenses', { title: 'X', amount: '1', category: 'Nope' }), 422),
      async () => status(await anonymous.get('/api/expenses', { token: 'x.y.z' }), 401),
      async (one) => assert.equal((await one.client.get('/api/session')).json.user.id, one.id),
    ];
    await Promise.all(Array.from({ length: 64 }, async () => {
      for (let n = 0; n < 150; n += 1) {
        const one = people[Math.floor(Math.random() * people.length)];
        await acts[Math.floor(Math.random() * acts.length)](one);
      }
    }));
    const mixed = await query(`select count(*) as n from app.expenses e join app.ledger_members m using (ledger_id)
      join app.identities i on i.user_id = m.user_id where e.title like 'Of crowd%' and e.title <> 'Of ' || i.subject`);
    assert.equal(Number(mixed[0].n), 0);
  });
});
