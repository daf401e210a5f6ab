// ./dev bench, behind tests/load/run: loads, measures, compares, prints, writes the document.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { importBody, importRow } from '../support/builders.mjs';
import { closeDatabase, query } from '../support/database.mjs';
import { call } from '../support/http.mjs';
import { freePorts } from '../support/ports.mjs';
import { destroyStack, root, startStack, stopStack, useStack } from '../support/stack.mjs';
import { capture } from './capture.mjs';
import { goals } from './goals.mjs';
import { load } from './people.mjs';
import { best, crowd, pgbench } from './pgbench.mjs';
import { memory, programSize, startUp } from './pool.mjs';
import { report } from './report.mjs';
import { safety } from './safety.mjs';
import { paths, scenarios } from './scenarios.mjs';
import { stalls } from './stalls.mjs';
import { wrk } from './wrk.mjs';

process.env.TEST_SKIP_OPENAPI = '1';
const { values } = parseArgs({ options: { dir: { type: 'string' }, seconds: { type: 'string', default: '4' },
  connections: { type: 'string', default: '1,16,64' }, large: { type: 'string', default: '1000000' },
  people: { type: 'string', default: '64' }, only: { type: 'string', default: '' },
  out: { type: 'string', default: join(root, 'docs', 'performance.md') }, keep: { type: 'boolean', default: false } } });
const settings = { load: loadavg()[0], began: Date.now(), seconds: Number(values.seconds), large: Number(values.large), people: Number(values.people),
  connections: values.connections.split(',').map(Number) };
const only = values.only.split(',').filter(Boolean);
const wanted = (part) => only.length === 0 || only.includes(part);
const say = (text) => process.stderr.write(`${text}\n`);
const { seconds, connections } = settings;

// A page in the middle, by following the pages to it.
async function middle(person, first, rows) {
  let path = first.replace(/limit=\d+/, 'limit=200');
  for (let page = 0; page < rows / 400; page += 1) {
    const answer = await call('GET', path, { token: person.token });
    path = /<([^>]+)>/.exec(answer.headers.link)[1];
  }
  return path.replace(/limit=\d+/, 'limit=20');
}

async function count(person, path) {
  const answer = await call('GET', `${path}&total=true`, { token: person.token });
  return Number(answer.headers['x-total-count']);
}

async function nginxAlone(dir) {
  const [port] = await freePorts(1);
  const place = join(dir, 'nginx-alone');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'nginx.conf'), `daemon off; worker_processes auto; pid ${place}/pid; error_log ${place}/error.log;
    events { worker_connections 1024; } http { access_log off; client_body_temp_path ${place}/b; proxy_temp_path ${place}/p;
    fastcgi_temp_path ${place}/f; uwsgi_temp_path ${place}/u; scgi_temp_path ${place}/s;
    server { listen 127.0.0.1:${port}; location / { return 200 "ok"; } } }\n`);
  const child = spawn('nginx', ['-e', `${place}/error.log`, '-c', `${place}/nginx.conf`], { stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  await new Promise((resolve) => { setTimeout(resolve, 500); });
  const results = {};
  for (const count of connections) {
    results[count] = await wrk({ dir, origin: `http://127.0.0.1:${port}`, requests: [['GET', '/', 'x']], connections: count, seconds });
  }
  child.kill('SIGQUIT');
  return results;
}

// The statements of one request, for several people: the values of one are replaced by another's.
async function statementsFor(it, scenario, people, headers = {}) {
  const lists = [];
  for (const person of people) {
    const [method, path, , text] = scenario.requests.find((request) => request[2] === person.token);
    lists.push(await capture(it, async () => {
      const answer = await call(method, path, { token: person.token, raw: text, headers });
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
    }));
    if (lists.at(-1).length < 2) throw new Error(`${scenario.name}: the log shows ${lists.at(-1).length} statements`);
  }
  return lists;
}

async function importTime(person) {
  const rows = Array.from({ length: 10_000 }, (_, n) => importRow({ title: `Imported ${n}`, amount: `${n % 800 + 1}.75`,
    date: `20${10 + (n % 15)}-0${1 + (n % 9)}-${10 + (n % 18)}` }));
  const began = process.hrtime.bigint();
  const answer = await call('POST', '/api/imports', { token: person.token, body: importBody(rows, { skip_repeats: true }) });
  if (answer.status !== 201) throw new Error(answer.text);
  return Number(process.hrtime.bigint() - began) / 1e6;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

// Ours beside pgbench, at the number of clients that serves it best. In turns, so that a machine that is
// busy now and then does not spoil the share: each turn gives one, and the one in the middle counts.
async function compare(ours, options) {
  const { clients } = best({ ...options, seconds: 1 });
  const part = Math.max(1, Math.round(seconds / 2));
  const turns = [];
  for (let n = 0; n < 9; n += 1) {
    turns.push({ ours: await ours(part), theirs: pgbench({ ...options, clients, seconds: part }) });
  }
  const of = (name) => turns.map((turn) => turn.ours[name]);
  const figures = { rate: median(of('rate')), p50: median(of('p50')), p99: median(of('p99')), quietest: Math.min(...of('p99')),
    mean: median(of('mean')), max: Math.max(...of('max')), failures: of('failures').reduce((a, b) => a + b, 0) };
  const ceiling = { clients, rate: median(turns.map(({ theirs }) => theirs.rate)),
    share: median(turns.map((turn) => turn.ours.rate / turn.theirs.rate)),
    crowd: options.reads ? crowd({ ...options, clients: connections.at(-1), seconds }) : null };
  return { figures, ceiling };
}

async function measure(it, dir) {
  const results = { connections, http: {}, ceiling: {}, names: {} };
  say('Loading people');
  const people = await load(it, { prefix: 'many', users: settings.people, rows: 1_000 });
  const [tiny] = await load(it, { prefix: 'tiny', users: 1, rows: 100 });
  const [tenth] = await load(it, { prefix: 'tenth', users: 1, rows: settings.large / 10 });
  const [large] = await load(it, { prefix: 'large', users: 1, rows: settings.large });
  await query('vacuum analyze');
  await query('checkpoint');
  const deep = { all: await middle(large, paths.all, settings.large),
    filtered: await middle(large, paths.filtered, await count(large, paths.filtered)) };
  const all = scenarios({ people, tiny, tenth, large, deep });
  for (const one of all) results.names[one.key] = one.name;
  const find = (key) => all.find((scenario) => scenario.key === key);
  if (wanted('memory')) results.memory = { before: memory(it) };
  const some = people.slice(0, 8);
  const captured = {};
  if (wanted('ceiling') || wanted('safety')) {
    say('Learning the statements');
    for (const scenario of all.filter((one) => one.ceiling)) captured[scenario.key] = await statementsFor(it, scenario, some);
  }
  const limit = (key, clients) => pgbench({ dir, dsn: it.env.API_DSN, people: captured[key], clients, seconds: 1, reads: true });
  for (const scenario of all) {
    if (wanted('http') && (!scenario.growth || wanted('growth'))) {
      results.http[scenario.key] = {};
      for (const count of scenario.growth ? [1] : connections) {
        const ours = (time) => wrk({ dir, origin: it.origin, ...scenario, connections: count, seconds: time });
        let figures;
        if (captured[scenario.key] && wanted('ceiling') && count === connections.at(-1)) {
          const { ceiling, figures: both } = await compare(ours, { dir, dsn: it.env.API_DSN,
            people: captured[scenario.key], reads: scenario.requests[0][0] === 'GET' });
          figures = both;
          results.ceiling[scenario.key] = ceiling;
          say(`pgbench ${scenario.key.padEnd(28)} ${ceiling.rate.toFixed(0).padStart(7)}/s with ${ceiling.clients} clients`);
        } else figures = await ours(seconds);
        results.http[scenario.key][count] = figures;
        // A run that ends between a deletion and its return would leave the next one 404s.
        if (scenario.slices) for (const { token } of people) await call('POST', '/api/trash/restore', { token });
        say(`${scenario.name.padEnd(36)} c=${String(count).padEnd(3)} ${figures.rate.toFixed(0).padStart(7)}/s  p50 ` +
          `${figures.p50.toFixed(2)}  p99 ${figures.p99.toFixed(2)}  max ${figures.max.toFixed(1)} ms  failed ${figures.failures}`);
      }
    }
  }
  if (wanted('ceiling')) {
    const pairs = [];
    for (let n = 0; n < 7; n += 1) {
      const ours = await wrk({ dir, origin: it.origin, ...find('list20'), connections: 1, seconds: 1 });
      pairs.push({ ours: ours.mean, libpq: limit('list20', 1).latency });
    }
    results.latency = pairs.sort((a, b) => (a.ours - a.libpq) - (b.ours - b.libpq))[3];
  }
  if (wanted('http')) results.nginx = await nginxAlone(dir);
  if (results.memory) results.memory.after = memory(it);

  if (wanted('import')) results.importing = { small: await importTime(people.at(-1)), large: await importTime(large) };
  if (wanted('startup')) {
    results.startup = await startUp(it, people[0].token);
    results.size = programSize(it);
  }
  if (wanted('safety')) {
    say('Measuring each safety');
    captured.addWithKey = await statementsFor(it, find('add'), some, { 'Idempotency-Key': `bench-key-${process.pid}` });
    results.safety = await safety(it, { dir, captured, seconds });
  }
  return results;
}

const dir = values.dir ?? join(root, 'var', 'bench', 'stack');
const workDir = `${dir}.work`;
mkdirSync(workDir, { recursive: true });
try { destroyStack({ dir }); } catch { /* there was none */ }
const it = await startStack({ dir, args: ['--no-limits'], env: { EXPENSE_LOG_LEVEL: 'warning' } });
useStack(it);
try {
  settings.stalls = await stalls(5);
  const results = await measure(it, workDir);
  const reached = goals({ ...results, top: connections.at(-1) });
  const text = report({ settings, results, goals: reached });
  process.stdout.write(`${text}\n`);
  if (values.out !== '-') writeFileSync(values.out, `${text}`);
} finally {
  await closeDatabase();
  if (values.keep) stopStack({ dir });
  else destroyStack({ dir });
  rmSync(workDir, { recursive: true, force: true });
  say('Done.');
}
