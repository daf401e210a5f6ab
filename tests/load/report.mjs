// Prints the results as one Markdown document; docs/performance.md is this text.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1));

function table(head, rows) {
  return [`| ${head.join(' | ')} |`, `|${head.map((_, n) => (n === 0 ? '---' : '--:')).join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

const version = (command, ...args) => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim().split('\n')[0];
  } catch {
    return command;
  }
};

function machine() {
  const [{ model }] = cpus();
  const system = /PRETTY_NAME="([^"]+)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${system}, ` +
    `${version('postgres', '--version').includes('PostgreSQL') ? version('postgres', '--version') : version('psql', '--version')}, wrk, nginx`;
}

export function report({ settings, results, goals }) {
  const { http = {}, ceiling = {}, names, connections, nginx, latency, memory, startup, size, importing, safety } = results;
  const out = ['# Performance', '',
    'Written by `./dev bench`: every figure of one document comes from one run. Compare ratios, not absolute figures:',
    'load generator, NGINX, workers and PostgreSQL (fsync on) share the machine.', '',
    `- Machine: ${machine()}; other work on it in the minute before: ${settings.load.toFixed(1)} (load average); the run ` +
      `took ${Math.round((Date.now() - settings.began) / 60_000)} min`,
    `- How quiet it was: at rest, threads that only read the clock were held up for more than 1 ms ` +
      `${settings.stalls.rate.toFixed(1)} times a second, for ${settings.stalls.longest.toFixed(1)} ms at the longest. ` +
      `Each such time makes all requests under way late.`,
    `- ${settings.seconds} s a measurement; ${settings.people} people with 1,000 expenses each, one with 100, one with ` +
      `${(settings.large / 10).toLocaleString('en')}, one with ${settings.large.toLocaleString('en')}`,
    '- Requests go through NGINX with a session, row-level security, history and totals; writes are committed.',
    "- The ceiling is `pgbench -M prepared` with the statements that the request really ran (taken from PostgreSQL's",
    '  log), in one pipeline, at the best of 1 to 16 clients. The two are measured in nine turns; rates, times and',
    '  share are those of the middle turn. For the p99 of reads the quietest turn counts, because other work on the',
    '  machine only makes it longer; beside it stands that of as many pgbench clients, straight at PostgreSQL.',
    '- Percentiles are wrk\'s, which counts in what it would have sent while it waited for a late answer (coordinated',
    '  omission). Means, where a goal compares two, are time by requests.',
    '- The mix is 70 % list of 20, 10 % one expense, 10 % add, 5 % summary, 5 % categories.', ''];
  if (goals.length > 0) {
    out.push('## Goals', '', table(['Goal', 'Wanted', 'Measured', ''],
      goals.map((it) => [it.goal, it.wanted, it.measured, it.reached ? 'reached' : '**missed**'])), '');
  }
  if (Object.keys(http).length > 0) {
    const top = connections.at(-1);
    const columns = connections.flatMap((count) => [`c=${count}: requests/s`, 'p50 ms', 'p99 ms', 'max ms', 'failed']);
    out.push('## Through NGINX', '', table(['', ...columns, "pgbench's best/s (clients)", `share at c=${top}`,
      `${top} pgbench clients: p50 / p99 ms`],
      Object.entries(http).map(([key, by]) => {
        const most = ceiling[key];
        return [names[key], ...connections.flatMap((count) => (by[count] ? [number(by[count].rate), number(by[count].p50),
          number(by[count].p99), number(by[count].max), String(by[count].failures)] : ['', '', '', '', ''])),
        most ? `${number(most.rate)} (${most.clients})` : '', most && by[top] ? `${Math.round(100 * most.share)} %` : '',
        most?.crowd ? `${number(most.crowd.p50)} / ${number(most.crowd.p99)}` : ''];
      })), '');
  }
  const other = [];
  if (nginx) other.push(["NGINX's own `return 200`, requests/s", connections.map((count) => `c=${count}: ${number(nginx[count].rate)}`).join(', ')]);
  if (latency) other.push(['List of 20 on one connection: through everything / libpq alone (pgbench -c 1)',
    `${number(latency.ours)} ms / ${number(latency.libpq)} ms`]);
  if (memory) {
    other.push(['Memory of the api pool (PSS): at start / after the load', `${number(memory.before.api)} MB / ${number(memory.after.api)} MB`]);
    other.push(['Memory of the identity pool (PSS)', `${number(memory.after.identity)} MB`]);
  }
  if (startup) other.push(['Start-up of the api pool to its first 200', `${number(startup)} ms`]);
  if (importing) other.push(['Import of 10,000 rows: into a ledger of 1,000 / into the largest', `${number(importing.small)} ms / ${number(importing.large)} ms`]);
  if (size) other.push(['Size of the program', `${number(size / 1024)} kB`]);
  if (other.length > 0) out.push('## Also', '', table(['', 'measured'], other), '');
  if (safety) {
    out.push('## What each safety costs', '',
      'The same statements by pgbench, best of 4 and 8 clients, with the piece on and off.', '',
      table(['', 'measured with', 'on /s', 'off /s', 'cost'], safety.map((it) => [it.name, it.what, number(it.on), number(it.off),
        `${Math.round(100 * (1 - it.on / it.off))} %`])), '');
  }
  return out.join('\n');
}
