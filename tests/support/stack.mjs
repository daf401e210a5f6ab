// A running stack (PostgreSQL, identity provider, both pools, NGINX) for tests, made by the same
// script as `./dev up` (infra/dev/stack).
//
// A test attaches to the stack in TEST_STACK_DIR, which `npm test` sets; without it the first caller
// starts a stack of its own and destroys it when the process ends. TEST_BUILD names the build tree.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePorts } from './ports.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const build = process.env.TEST_BUILD ?? join(root, 'var', 'build');
const starter = join(root, 'infra', 'dev', 'stack');

function run(args, env) {
  const result = spawnSync(starter, args, { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) {
    throw new Error(`${starter} ${args.join(' ')} failed (${result.status ?? result.signal}):\n` +
      `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`);
  }
  return result.stdout;
}

// What `stack env` says now: addresses, folders, process ids. Process ids change when a pool restarts.
export function environmentOf(dir) {
  return Object.fromEntries(run(['env', '--dir', dir]).split('\n').filter((line) => line.includes('='))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

export function describeStack(dir) {
  const env = environmentOf(dir);
  const portOf = (url) => Number(new URL(url).port);
  return { dir, env, origin: env.URL, internal: env.INTERNAL_URL, issuer: env.OIDC_URL, port: portOf(env.URL),
    internalPort: portOf(env.INTERNAL_URL), oidcPort: portOf(env.OIDC_URL) };
}

// Starts a stack and gives back its description. `env` reaches the workers (EXPENSE_* settings);
// `args` are further options of the starter. Stopped and started again, it keeps its data.
export async function startStack({ dir, ports, env = {}, args = [], binary } = {}) {
  const place = dir ?? mkdtempSync(join(tmpdir(), 'expense-test-'));
  const [port, internalPort, oidcPort] = ports ?? await freePorts(3);
  run(['start', '--dir', place, '--port', String(port), '--internal-port', String(internalPort),
    '--oidc-port', String(oidcPort), ...(binary ? ['--bin', binary] : ['--build', build]), ...args], env);
  return { ...describeStack(place), ports: [port, internalPort, oidcPort] };
}

export const stopStack = (it) => run(['stop', '--dir', it.dir]);

export const destroyStack = (it) => (process.env.TEST_KEEP ? stopStack(it) : run(['destroy', '--dir', it.dir]));

let attached;

// The stack that this process tests against.
export function stack() {
  attached ??= attach();
  return attached;
}

// Tests that start stacks of their own point the shared helpers at one of them.
export function useStack(it) {
  attached = Promise.resolve(it);
}

async function attach() {
  if (process.env.TEST_STACK_DIR) return describeStack(process.env.TEST_STACK_DIR);
  const it = await startStack({ args: ['--no-limits', '--postgres', 'fsync=off'] });
  process.once('exit', () => destroyStack(it));
  return it;
}

export const readLog = (path) => readFileSync(path, 'utf8');
