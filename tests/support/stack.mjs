// A running stack (PostgreSQL, identity provider, both pools, NGINX) for tests.
//
// A test attaches to the stack named by TEST_STACK_DIR and the TEST_*PORT variables, which `npm test`
// sets; without them the first caller starts a stack of its own and stops it when the process ends.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const starter = join(root, 'infra', 'dev', 'stack');

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function describe({ dir, port, internalPort, oidcPort }) {
  return {
    dir,
    port,
    internalPort,
    oidcPort,
    origin: `http://localhost:${port}`,
    internal: `http://localhost:${internalPort}`,
    issuer: `http://localhost:${oidcPort}`,
    socketDir: join(dir, 'run'),
  };
}

function run(args, env) {
  const result = spawnSync(starter, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status !== 0) {
    throw new Error(`${starter} ${args.join(' ')} failed (${result.status ?? result.signal}):\n` +
      `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`);
  }
  return result.stdout;
}

// Starts a stack and gives back its description. `env` reaches the workers (EXPENSE_* settings);
// `args` are further words for the starter.
export async function startStack({ dir, port, internalPort, oidcPort, env = {}, args = [] } = {}) {
  const it = describe({
    dir: dir ?? mkdtempSync(join(tmpdir(), 'expense-test-')),
    port: port ?? await freePort(),
    internalPort: internalPort ?? await freePort(),
    oidcPort: oidcPort ?? await freePort(),
  });
  it.ownDir = dir === undefined;
  run(['start', '--dir', it.dir, '--port', String(it.port), '--internal-port', String(it.internalPort),
    '--oidc-port', String(it.oidcPort), ...args], env);
  return it;
}

export function stopStack(it) {
  run(['stop', '--dir', it.dir]);
  if (it.ownDir && !process.env.TEST_KEEP) rmSync(it.dir, { recursive: true, force: true });
}

// What `npm test` hands to its test processes.
export function stackEnvironment(it) {
  return {
    TEST_STACK_DIR: it.dir,
    TEST_PORT: String(it.port),
    TEST_INTERNAL_PORT: String(it.internalPort),
    TEST_OIDC_PORT: String(it.oidcPort),
  };
}

let attached;

// The stack that this process tests against.
export function stack() {
  attached ??= attach();
  return attached;
}

async function attach() {
  const { TEST_STACK_DIR, TEST_PORT, TEST_INTERNAL_PORT, TEST_OIDC_PORT } = process.env;
  if (TEST_STACK_DIR) {
    return describe({ dir: TEST_STACK_DIR, port: Number(TEST_PORT),
      internalPort: Number(TEST_INTERNAL_PORT), oidcPort: Number(TEST_OIDC_PORT) });
  }
  const it = await startStack({ args: ['--no-limits'] });
  process.once('exit', () => stopStack(it));
  return it;
}

export function readLog(it, name) {
  return readFileSync(join(it.dir, 'log', name), 'utf8');
}
