// Runs wrk with a plan of requests.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = join(dirname(fileURLToPath(import.meta.url)), 'wrk.lua');

const lua = (value) => (value === undefined ? 'nil' : `"${String(value).replaceAll('\\', '\\\\')
  .replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`);

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (part) => { text += part; });
    child.stderr.on('data', (part) => { text += part; });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(text) : reject(new Error(`${command}: ${code}\n${text}`))));
  });
}

// requests: [method, path, token, body?]. Gives back figures in requests/s and ms. The mean is that of the
// requests that were sent, like pgbench's; the percentiles are wrk's, which adds those that it would have
// sent while it waited for a slow one (coordinated omission), so one late answer counts many times.
export async function wrk({ dir, origin, requests, slices = false, connections, seconds }) {
  const plan = join(dir, 'plan.lua');
  writeFileSync(plan, `return { slices = ${slices}, requests = {\n${requests.map((request) =>
    `{${request.map(lua).join(', ')}},`).join('\n')}\n} }\n`);
  const threads = connections > 1 ? 2 : 1;
  const text = await run('wrk', ['-t', String(threads), '-c', String(connections), '-d', `${seconds}s`, '--latency',
    '--timeout', '15s', '-s', script, origin, '--', plan, String(threads)]);
  const line = /^WRK (.*)$/m.exec(text);
  if (!line) throw new Error(text);
  const it = JSON.parse(line[1]);
  return { rate: it.requests / (it.us / 1e6), p50: it.p50 / 1000, p99: it.p99 / 1000, max: it.max / 1000,
    mean: connections * it.us / 1000 / it.requests, failures: it.status + it.broken, requests: it.requests };
}
