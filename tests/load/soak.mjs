// ./dev bench --soak MINUTES: the mix at a steady rate, the pool's memory once a minute, and whether it
// stays flat. Writes docs/memory.md.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { closeDatabase, query } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { destroyStack, root, startStack, useStack } from '../support/stack.mjs';
import { load } from './people.mjs';
import { memory } from './pool.mjs';
import { scenarios } from './scenarios.mjs';

process.env.TEST_SKIP_OPENAPI = '1';
const { values } = parseArgs({ options: { dir: { type: 'string' }, minutes: { type: 'string', default: '60' },
  rate: { type: 'string', default: '50' }, out: { type: 'string', default: join(root, 'docs', 'memory.md') } } });
const minutes = Number(values.minutes);
const rate = Number(values.rate);
const IN_FLIGHT = 16;
const LIMIT_MB = 32;
const FLAT = 1.05;

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

// Sends requests[0], [1], … at a steady rate, so many in flight at most: a machine that is busy with something
// else would otherwise pile them up, and what a higher pile takes is no growth over time.
async function play(requests, seconds, tally) {
  const began = performance.now();
  const open = new Set();
  for (let n = 0; n < seconds * rate; n += 1) {
    const due = began + (n * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 2) await new Promise((resolve) => { setTimeout(resolve, wait); });
    while (open.size >= IN_FLIGHT) await Promise.race(open);
    const [method, path, token, raw] = requests[tally.sent % requests.length];
    tally.sent += 1;
    const one = call(method, path, { token, raw }).then((answer) => {
      if (answer.status >= 400) tally.failed += 1;
    }, () => { tally.failed += 1; });
    const ended = one.finally(() => open.delete(ended));
    open.add(ended);
  }
  await Promise.all(open);
}

const dir = values.dir ?? join(root, 'var', 'soak', 'stack');
try { destroyStack({ dir }); } catch { /* there was none */ }
const it = await startStack({ dir, args: ['--no-limits'], env: { EXPENSE_LOG_LEVEL: 'warning' } });
useStack(it);
try {
  const people = await load(it, { prefix: 'many', users: 64, rows: 1_000 });
  const [tiny] = await load(it, { prefix: 'tiny', users: 1, rows: 100 });
  await query('vacuum analyze');
  const { requests } = scenarios({ people, tiny, tenth: tiny, large: tiny, deep: {} })
    .find(({ key }) => key === 'mix');
  const tally = { sent: 0, failed: 0 };
  const samples = [memory(it)];
  for (let minute = 1; minute <= minutes; minute += 1) {
    await play(requests, 60, tally);
    samples.push(memory(it));
    const { api, apiOwn } = samples.at(-1);
    process.stderr.write(`minute ${minute}: ${api.toFixed(2)} MB, ${apiOwn.toFixed(2)} MB of it its own, ${tally.sent} sent, ` +
      `${tally.failed} failed\n`);
  }
  const quarter = Math.max(1, Math.floor(minutes / 4));
  const own = samples.map(({ apiOwn }) => apiOwn);
  const early = median(own.slice(quarter, 2 * quarter + 1));
  const late = median(own.slice(-quarter));
  const highest = Math.max(...samples.map(({ api }) => api));
  const flat = late <= FLAT * early && highest <= LIMIT_MB;
  const text = ['# Memory over time', '',
    `Written by \`./dev bench --soak ${minutes}\`: the mix of docs/performance.md at ${rate} requests/s, ${IN_FLIGHT} in flight`,
    'at most, and the memory of the whole api pool once a minute: its proportional set size (PSS), and what of it',
    'is its own (anonymous), because the share in the pages of libraries also changes with what else runs.', '',
    '| | |', '|---|--:|',
    `| Requests sent / failed | ${tally.sent.toLocaleString('en')} / ${tally.failed} |`,
    `| PSS at the start / highest | ${samples[0].api.toFixed(2)} MB / ${highest.toFixed(2)} MB |`,
    `| Own memory at the start | ${own[0].toFixed(2)} MB |`,
    `| Own memory, median of the second quarter | ${early.toFixed(2)} MB |`,
    `| Own memory, median of the last quarter | ${late.toFixed(2)} MB |`,
    `| Flat (last ≤ ${FLAT} × second quarter, PSS ≤ ${LIMIT_MB} MB) | ${flat ? 'yes' : '**no**'} |`, '',
    `Own memory every minute, in MB: ${own.map((it) => it.toFixed(2)).join(' ')}`, '',
    `Load average of the machine at the end: ${loadavg()[0].toFixed(1)}.`, ''].join('\n');
  process.stdout.write(text);
  if (values.out !== '-') writeFileSync(values.out, text);
  if (!flat || tally.failed > 0) process.exitCode = 1;
} finally {
  await closeDatabase();
  destroyStack({ dir });
}
