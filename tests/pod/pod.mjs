// The images in their pod, as the dev overlay has them, under podman. `run` calls this in a network of
// its own, with podman's storage set and the rendered overlay in POD_RENDER.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseAllDocuments } from 'yaml';

import { Objects, translate } from './translate.mjs';
import { imageOf, inspect, logsOf, makePod, podman, removePod, restartPod, runToEnd, start, until, untilProbed } from './podman.mjs';
import { equal, failed, finish, test } from '../support/story.mjs';
import { commOf, descendants, faultsOf, nameOf, policyOf, setUserIdIn, unwantedIn } from './processes.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const work = mkdtempSync('/tmp/expense-pod-');
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

// The environment's own addresses become this machine's; everything else is as it was rendered.
const localSettings = {
  EXPENSE_PUBLIC_ORIGIN: 'http://localhost:8080', EXPENSE_OIDC_ISSUER: 'http://localhost:9000',
  EXPENSE_OIDC_CLIENT_ID: 'expense-tracker', EXPENSE_OIDC_NAME: 'the local provider',
};

function readObjects() {
  const documents = parseAllDocuments(readFileSync(process.env.POD_RENDER, 'utf8')).map((it) => it.toJS());
  for (const { kind, data } of documents.filter((it) => it?.kind === 'ConfigMap')) {
    if (kind) for (const [key, value] of Object.entries(localSettings)) if (key in (data ?? {})) data[key] = value;
  }
  writeFileSync(join(work, 'client-secret'), 'for the pod test only');
  const made = spawnSync(join(root, 'kustomize/components/local-secrets/make-secret'),
    ['--oidc-client-secret', join(work, 'client-secret')], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`make-secret failed: ${made.stderr}`);
  return new Objects([...documents, ...parseAllDocuments(made.stdout).map((it) => it.toJS())]);
}

function localImage(name) {
  const ours = /^ghcr\.io\/[^/]+\/(expense-(?:web|api|migrate))(?:[:@]|$)/.exec(name);
  if (ours) return `localhost/${ours[1]}:dev`;
  if (/^docker\.io\/library\/postgres:15\b/.test(name)) return 'localhost/expense-postgres:dev';
  throw new Error(`there is no image here for ${name}`);
}

const objects = readObjects();
const secrets = [...objects.data('Secret', 'expense-tracker')].map(([key, value]) => [key, value.toString()]);
const hosts = objects.all.filter((it) => it.kind === 'Service').map((it) => it.metadata.name);
const pods = objects.workloads().map((workload) => translate(objects, workload, { folder: work, hosts, image: localImage }));
const podOf = (kind) => {
  const found = pods.find((it) => it.kind === kind);
  if (!found) throw new Error(`the overlay has no ${kind}`);
  return found;
};
const [database, migration, app] = ['StatefulSet', 'Job', 'Deployment'].map(podOf);
const containerOf = (name) => app.containers.find((it) => it.name.endsWith(`-${name}`));
const pidOf = (container) => inspect(container.name).State.Pid;
const running = [];
const every = () => running.flatMap((pod) => pod.containers).filter((it) => inspect(it.name).State.Running);

// Sign-in and requests are those of the API tests, which take a stack's address from a folder.
const stackFolder = join(work, 'stack');
mkdirSync(stackFolder);
writeFileSync(join(stackFolder, 'settings'), 'PORT=8080\nINTERNAL_PORT=8000\nOIDC_PORT=9000\nBIN=\n');
process.env.TEST_STACK_DIR = stackFolder;
const { signInByBrowser } = await import('../support/people.mjs');
const { call } = await import('../support/http.mjs');

const provider = spawn(process.execPath, [join(root, 'tests/oidc/provider.mjs')], { stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, OIDC_PORT: '9000', OIDC_ISSUER: localSettings.EXPENSE_OIDC_ISSUER, OIDC_DIR: work,
    OIDC_CLIENT_ID: 'expense-tracker', OIDC_CLIENT_SECRET: 'for the pod test only',
    OIDC_REDIRECT_URI: `${localSettings.EXPENSE_PUBLIC_ORIGIN}/api/auth/callback` } });

function migrate() {
  for (const container of migration.containers) {
    const { status, output } = runToEnd(container);
    if (status !== 0) throw new Error(`${container.name} ended with ${status}:\n${output.slice(-1500)}`);
  }
}

async function story() {
  await test('PostgreSQL of the overlay starts and its probes succeed', async () => {
    running.push(database);
    makePod(database);
    database.containers.forEach(start);
    await untilProbed(database, ['startup', 'readiness', 'liveness']);
  }, { vital: true });

  await test('the migration job brings an empty database to the schema and makes the logins', () => {
    running.push(migration);
    makePod(migration);
    migrate();
  }, { vital: true });
  await test('the migration job can run again and changes nothing', migrate);

  await test('the pod of NGINX and both pools starts; startup, readiness and liveness probes succeed', async () => {
    running.push(app);
    makePod(app);
    app.containers.forEach(start);
    await untilProbed(app, ['startup', 'readiness', 'liveness']);
  }, { vital: true });

  await test('no process of any container is root, has a capability, may gain one, or can write the root', () => {
    const containers = every();
    equal(containers.length >= 4, true, 'four containers run');
    for (const container of containers) {
      const { runAsUser, runAsGroup } = container.security;
      for (const pid of descendants(pidOf(container))) {
        const faults = faultsOf(pid, { uid: runAsUser, gid: runAsGroup });
        if (faults.length > 0) throw new Error(`${container.name}: ${nameOf(pid)}: ${faults.join(', ')}`);
      }
    }
  });
  await test('NGINX and the workers of the api pool run in batch', () => {
    for (const [container, name] of [['web', 'nginx'], ['api', 'expensed-worker']]) {
      const pids = descendants(pidOf(containerOf(container))).filter((pid) => commOf(pid) === name);
      equal(pids.length > 0, true, `processes of ${container}`);
      equal(pids.map(policyOf).every((policy) => policy === 3), true, `how ${name} is scheduled`);
    }
  });
  await test('web and api have no shell, no package manager, no interpreter and no set-user-id program', () => {
    const unwanted = ['/bin/sh', '/bin/bash', '/usr/bin/dash', '/usr/bin/apt-get', '/usr/bin/dpkg', '/usr/bin/perl',
      '/usr/bin/env', '/usr/bin/cat', '/usr/bin/curl', '/usr/bin/gcc', '/usr/bin/make', '/usr/sbin/useradd'];
    for (const container of app.containers) {
      equal(unwantedIn(pidOf(container), unwanted).join(' '), '', container.name);
      equal(setUserIdIn(pidOf(container)).join(' '), '', container.name);
    }
  });
  await test('each image says where it comes from, and runs as its own user', () => {
    for (const name of ['web', 'api', 'migrate']) {
      const { Config, Labels = Config.Labels } = imageOf(`localhost/expense-${name}:dev`);
      for (const key of ['source', 'revision', 'version', 'licenses', 'created', 'title', 'base.name']) {
        if (!Labels[`org.opencontainers.image.${key}`]) throw new Error(`${name} has no label ${key}`);
      }
      equal(/^1000[1-3]:/.test(Config.User), true, `user of ${name}, ${Config.User}`);
    }
  });
  await test('the health commands of the images answer in the running containers', () => {
    for (const [name, container] of [['web', 'web'], ['api', 'api']]) {
      const [kind, ...command] = imageOf(`localhost/expense-${name}:dev`).Healthcheck?.Test ??
        imageOf(`localhost/expense-${name}:dev`).Config.Healthcheck.Test;
      equal(kind, 'CMD', 'a command without a shell');
      podman(['exec', containerOf(container).name, ...command]);
    }
    const wrong = podman(['exec', containerOf('api').name, '/usr/bin/healthcheck', 'fcgi',
      '/run/expense-tracker/api-status.sock', '/nothing'], { check: false });
    equal(wrong.status, 1, 'a wrong path is not well');
  });

  await test('the web app, the API\'s description and its page are there, with their headers', async () => {
    const page = await call('GET', '/', { headers: { Accept: 'text/html' } });
    equal(page.status, 200, 'the page');
    equal(page.headers['content-security-policy']?.includes("default-src 'none'"), true, 'its policy');
    const script = /src="(\/assets\/[^"]+)"/.exec(page.text)?.[1];
    const { status, headers } = await call('GET', script, { headers: { 'Accept-Encoding': 'gzip' } });
    equal(`${status} ${headers['content-encoding']} ${headers['cache-control']}`,
      '200 gzip public, max-age=31536000, immutable', `the script ${script}`);
    equal((await call('GET', '/api/openapi.json', { validate: false })).json.openapi.startsWith('3.1'), true, 'OpenAPI');
    equal((await call('GET', '/api/docs', { validate: false })).status, 200, 'the API page');
    equal((await call('GET', '/metrics', { validate: false })).status, 404, 'metrics at the public port');
    equal((await call('GET', '/metrics', { internal: true })).status, 200, 'metrics at the internal port');
  });

  let cookie;
  const asAlice = (method, path, body) => call(method, path, { body, cookie, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  await test('a person signs in through the OpenID provider', async () => {
    await until('the provider', () => fetch('http://localhost:9000/.well-known/openid-configuration')
      .then((it) => it.ok, () => false));
    ({ cookie } = await signInByBrowser('alice'));
    equal((await asAlice('GET', '/api/auth/me')).status, 200, 'who I am');
  }, { vital: true });

  let expense;
  await test('adds an expense and reads it back', async () => {
    const added = await asAlice('POST', '/api/expenses', { title: 'Tea in the pod', amount: '15.50', date: '2026-02-03' });
    equal(added.status, 201, `the answer (${added.text})`);
    expense = added.json;
    equal((await asAlice('GET', `/api/expenses/${expense.id}`)).json.title, 'Tea in the pod', 'the title');
  }, { vital: true });
  const expenseIsThere = async () => {
    const found = await asAlice('GET', `/api/expenses/${expense.id}`);
    equal(`${found.status} ${found.json?.title} ${found.text.includes('15.50')}`, '200 Tea in the pod true', 'the expense');
  };

  const workers = () => descendants(pidOf(containerOf('api'))).filter((pid) => commOf(pid) === 'expensed-worker');
  await test('a killed worker is replaced and requests go on', async () => {
    const before = workers();
    equal(before.length >= 2, true, `workers (${before})`);
    process.kill(before[0], 'SIGKILL');
    // What the killed worker held is lost, and asked again as a browser would; everything else must go on.
    let lost = 0;
    for (let count = 0; count < 50; count += 1) {
      await expenseIsThere().catch(async (error) => {
        lost += 1;
        if (lost > 2) throw error;
        await expenseIsThere();
      });
    }
    await until('a new worker', () => workers().filter((pid) => !before.includes(pid)).length === 1, 20);
  });

  await test('the api container can be restarted alone; its socket is taken over', async () => {
    podman(['restart', containerOf('api').name]);
    await untilProbed(app, ['startup', 'readiness']);
    await expenseIsThere();
  });

  await test('the pod restarts, with sockets and temporary files gone, and the expense is found again', async () => {
    restartPod(app);
    await untilProbed(app, ['startup', 'readiness', 'liveness']);
    await expenseIsThere();
  });

  await test('PostgreSQL restarts, the pools find it again by themselves, and the expense is there', async () => {
    restartPod(database);
    await untilProbed(database, ['startup', 'readiness']);
    await until('the expense', () => expenseIsThere().then(() => true, () => false), 30);
  });

  await test('no secret is in any log', () => {
    const logs = running.flatMap((pod) => pod.containers).map((it) => [it.name, logsOf(it)]);
    equal(logs.some(([name, text]) => name.endsWith('-api') && text.includes('"event"')), true, 'the api logs events');
    for (const [name, text] of logs) {
      for (const [key, value] of secrets) {
        const bare = key === 'token-keys' ? value.slice(value.indexOf(':') + 1) : value;
        if (text.includes(bare)) throw new Error(`${name} logs ${key}`);
      }
    }
  });

  await test('the pod ends when it is told to, each container with status 0', () => {
    podman(['pod', 'stop', app.name], { timeout: 90_000 });
    for (const container of app.containers) equal(inspect(container.name).State.ExitCode, 0, container.name);
  });
}

function cleanUp() {
  provider.kill('SIGTERM');
  for (const pod of [...running].reverse()) removePod(pod);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => { cleanUp(); process.exit(130); });
}

try {
  await story();
  if (failed() > 0) {
    for (const container of running.flatMap((pod) => pod.containers)) {
      console.log(`--- ${container.name}\n${logsOf(container).split('\n').slice(-15).join('\n')}`);
    }
  }
} finally {
  cleanUp();
}
finish();
