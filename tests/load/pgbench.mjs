// The ceiling: pgbench with the statements of a request in one pipeline, as the workers send them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// As the workers' connections for short work have them (lib/db/connect.c): a ceiling with other settings
// would be another question.
const options = ['TimeZone=UTC', 'DateStyle=ISO', 'IntervalStyle=iso_8601', 'search_path=', 'statement_timeout=4000',
  'lock_timeout=2000', 'jit=off', 'bytea_output=hex', 'extra_float_digits=1', 'plan_cache_mode=force_generic_plan',
  'enable_bitmapscan=off']
  .map((setting) => `-c ${setting}`).join(' ');

// One script per person: values become variables, so that prepared mode sends them as parameters.
// `random` names values that must differ each time.
function script(statements, { random = [], alone = false }) {
  const definitions = {};
  const lines = statements.map(({ sql, values }, n) => {
    const text = sql.replaceAll(/\$(\d+)/g, (_, number) => {
      const value = values[Number(number) - 1];
      if (value === null || value === undefined) return 'null';
      if (random.includes(value)) return ':random_key';
      const name = `v${n}_${number}`;
      definitions[name] = value;
      return `:${name}`;
    });
    return `${text.replaceAll('\n', ' ')};`;
  });
  const head = random.length > 0 ? ['\\set random_key random(1, 9000000000000000000)'] : [];
  const body = alone || lines.length === 1 ? lines : ['\\startpipeline', ...lines, '\\endpipeline'];
  return { text: `${[...head, ...body].join('\n')}\n`, definitions };
}

// people: one list of statements each. `reads`: on the workers' connections for reads a unit sees one
// snapshot. `more`: further words for pgbench. Gives back {rate, latency (ms)}.
export function pgbench({ dir, dsn, people, clients, seconds, random, reads = false, more = [] }) {
  // Once a minute two clients move the same session forward: the later one tries again, as workers do.
  const args = ['-n', '-M', 'prepared', '--max-tries=5', '-c', String(clients), '-j', String(Math.min(clients, 2)), '-T', String(seconds), ...more];
  people.forEach((statements, n) => {
    const { text, definitions } = script(statements, { random });
    const named = Object.entries(definitions);
    let renamed = text;
    for (const [name, value] of named) {
      renamed = renamed.replaceAll(new RegExp(`:${name}\\b`, 'g'), `:p${n}_${name}`);
      args.push('-D', `p${n}_${name}=${value}`);
    }
    const file = join(dir, `pgbench-${n}.sql`);
    writeFileSync(file, renamed);
    args.push('-f', file);
  });
  const result = spawnSync('pgbench', [...args, dsn], { encoding: 'utf8', maxBuffer: 1 << 26,
    env: { ...process.env, PGOPTIONS: reads ? `${options} -c default_transaction_isolation=repeatable\\ read` : options } });
  const rate = /tps = ([\d.]+)/.exec(result.stdout ?? '');
  if (result.status !== 0 || !rate) throw new Error(`pgbench: ${result.stderr}\n${result.stdout}`);
  const failed = /number of failed transactions: (\d+)/.exec(result.stdout);
  if (failed && Number(failed[1]) > 0) throw new Error(`pgbench: ${failed[1]} failed\n${result.stderr}`);
  return { rate: Number(rate[1]), latency: Number(/latency average = ([\d.]+) ms/.exec(result.stdout)[1]), clients };
}

// As many clients at once as there are connections through NGINX: what waiting costs without any of us.
// The first two seconds, in which each client prepares its statements, don't count. Gives back {p50, p99} (ms).
export function crowd({ dir, seconds, ...options }) {
  const warmUp = 2;
  const logs = join(dir, 'pgbench-log');
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs);
  pgbench({ ...options, dir, seconds: seconds + warmUp, more: ['--log', `--log-prefix=${logs}/of`] });
  // client, transaction, microseconds, script, seconds since 1970, microseconds of them, tries
  const lines = readdirSync(logs).flatMap((name) => readFileSync(join(logs, name), 'utf8').trimEnd().split('\n'))
    .map((line) => line.split(' ').map(Number));
  const began = lines.reduce((first, line) => Math.min(first, line[4]), Infinity);
  const times = lines.filter((line) => line[4] >= began + warmUp).map((line) => line[2] / 1000).toSorted((a, b) => a - b);
  const at = (part) => times[Math.floor(part * (times.length - 1))];
  return { p50: at(0.5), p99: at(0.99) };
}

export function best(options, counts = [1, 2, 4, 8, 16]) {
  return counts.map((clients) => pgbench({ ...options, clients })).reduce((a, b) => (b.rate > a.rate ? b : a));
}
