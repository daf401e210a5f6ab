// The program on a machine with systemd, installed by the commands of docs/install.md. `run` calls this in a
// network of its own, with the folder that has the machine's files in `root`.
//
// In production and with nothing but a client's id and secret, as for Google: a provider that answers under
// Google's name stands in for it, with a certificate that only this machine trusts.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { equal, failed, finish, test } from '../support/story.mjs';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const dir = process.argv[2];
const root = join(dir, 'root');
const google = { name: 'accounts.google.com', address: '142.250.0.84' };
const client = '203.0.113.7'; // as the balancer tells it
const origin = { name: 'expenses.example.com', address: '127.0.0.2' };
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function until(what, check, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await check()) return;
    await pause(100);
  }
  throw new Error(`${what} did not come within ${seconds} s`);
}

let init; // systemd's pid as seen from here

// Runs a script on the machine; gives back what it printed. Not in step: this process answers for the balancer.
async function run(script, { fails = false } = {}) {
  const place = `/proc/${init}/root`;
  const { status, stdout, stderr } = await new Promise((resolve) => {
    execFile('nsenter', ['-t', String(init), '-m', '-p', '-u', '-i', '-C', `--root=${place}`, `--wd=${place}`, '/usr/bin/env', '-i',
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'LANG=C.UTF-8', 'sh', '-euc', script], { timeout: 60_000 },
    (error, out, errors) => resolve({ status: error === null ? 0 : error.code ?? error.signal, stdout: out, stderr: errors }));
  });
  if ((status === 0) === fails) throw new Error(`${script}\nended with ${status}:\n${stdout}${stderr}`);
  return stdout.trim();
}

const curl = (path, options = '') => run(`curl -sS ${options} -b /root/jar -c /root/jar '${path}'`);
const statusOf = (path, options = '') => curl(path, `-o /dev/null -w '%{http_code}' ${options}`);
const journal = (unit) => run(`journalctl --no-pager -q -o cat -u ${unit}`);
const pidsOf = async (unit) => (await run(`cat /sys/fs/cgroup/systemd/system.slice/${unit}/cgroup.procs \
  /sys/fs/cgroup/system.slice/${unit}/cgroup.procs 2>/dev/null || true`)).split('\n').filter(Boolean);

// The commands of the document's nth block, with passwords in their places.
function block(n) {
  const blocks = [...readFileSync(join(repository, 'docs/install.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)];
  return blocks[n][1].replaceAll(/CHANGE-(\d)/g, 'word-$1').replace('the secret that the provider gave you', 'of the client');
}

function certificate(name) {
  const [key, cert] = [join(dir, `${name}.key`), join(dir, `${name}.pem`)];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
    '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  appendFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), readFileSync(cert));
  return { key, cert };
}

// What ends TLS before NGINX: a load balancer in life.
function endTls({ key, cert }) {
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (incoming, outgoing) => {
    const passed = plainRequest({ host: '127.0.0.1', port: 8080, method: incoming.method, path: incoming.url,
      headers: { ...incoming.headers, 'x-forwarded-for': client } }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.listen(443, origin.address);
  return server;
}

const hosts = join(root, 'etc/hosts');
appendFileSync(hosts, `127.0.0.1 localhost\n${google.address} ${google.name}\n${origin.address} ${origin.name}\n`);
const tls = { google: certificate(google.name), origin: certificate(origin.name) };
const balancer = endTls(tls.origin);
const provider = spawn(process.execPath, [join(repository, 'tests/oidc/provider.mjs')], { stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, OIDC_PORT: '443', OIDC_ADDRESS: google.address, OIDC_ISSUER: `https://${google.name}`, OIDC_DIR: dir,
    OIDC_TLS_KEY: tls.google.key, OIDC_TLS_CERTIFICATE: tls.google.cert, OIDC_CLIENT_ID: 'ours', OIDC_CLIENT_SECRET: 'of the client',
    OIDC_REDIRECT_URI: `https://${origin.name}/api/auth/callback` } });

for (const unit of ['postgresql.service', 'nginx.service', 'getty.target', 'systemd-networkd.service', 'systemd-resolved.service']) {
  spawnSync('chroot', [root, 'systemctl', 'mask', unit]);
}
writeFileSync(join(root, 'etc/machine-id'), '');
const machine = spawn('unshare', ['--mount', '--pid', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child', '--propagation', 'private',
  join(repository, 'tests/systemd/boot'), root], { stdio: ['ignore', 'pipe', 'pipe'] });
let console_ = '';
for (const stream of [machine.stdout, machine.stderr]) stream.on('data', (part) => { console_ += part; });
const ended = new Promise((resolve) => { machine.on('exit', resolve); });

function cleanUp() {
  provider.kill('SIGTERM');
  balancer.close();
  balancer.closeAllConnections();
  machine.kill('SIGKILL');
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => { cleanUp(); process.exit(130); });

// Not every place that runs tests lets a systemd be booted; then nothing can be said of the units.
async function boots() {
  try {
    await until('systemd', () => {
      const child = spawnSync('ps', ['-o', 'pid=', '--ppid', String(machine.pid)], { encoding: 'utf8' }).stdout.trim();
      if (machine.exitCode !== null) throw new Error(`it ended with ${machine.exitCode}`);
      if (!child || readFileSync(`/proc/${child}/comm`, 'utf8') !== 'systemd\n') return false;
      init = Number(child);
      return /^(running|degraded)$/.test(spawnSync('nsenter', ['-t', child, '-m', '-p', '-C', `--root=/proc/${child}/root`,
        'systemctl', 'is-system-running'], { encoding: 'utf8' }).stdout.trim());
    }, 30);
    return true;
  } catch (error) {
    console.log(`skip the systemd units: systemd does not boot in a namespace here (${error.message}) ${console_.slice(-300).replaceAll('\n', ' ')}`);
    console.log('0 passed, 0 failed, 1 skipped');
    return false;
  }
}

async function signIn(name) {
  const page = await curl(`https://${origin.name}/api/auth/login?return=%2Fsettings`, '-L');
  const action = /<form[^>]*action="([^"]*\/login)"/.exec(page)?.[1];
  if (!action) throw new Error(`no sign-in page: ${page.slice(0, 500)}`);
  return curl(`https://${google.name}${action}`, `-L -H 'Accept: text/html' -o /dev/null -w '%{http_code} %{url_effective}' -d name=${name}`);
}

async function story() {
  await test('PostgreSQL is there, and the schema and both logins are made', async () => {
    await run('systemctl start postgresql@15-main');
    await run(block(0));
  }, { vital: true });

  await test('settings and secrets are written, and the program finds nothing wrong with them', async () => {
    await run(block(1));
    await run(`cd /etc/expense-tracker && sed -i -e 's|^EXPENSE_PUBLIC_ORIGIN=.*|EXPENSE_PUBLIC_ORIGIN=https://${origin.name}|' \
      -e 's|^#EXPENSE_OIDC_CLIENT_ID=.*|EXPENSE_OIDC_CLIENT_ID=ours|' -e 's|^#\\(EXPENSE_OIDC_CLIENT_SECRET_FILE=\\)|\\1|' expensed.conf
      echo NGINX_REAL_IP_FROM=127.0.0.1 >nginx.env`);
    await run(block(2));
  }, { vital: true });

  await test('the units start, and the first request starts the pools', async () => {
    await run(block(3));
    equal(await run('systemctl is-active expensed-api.service || true'), 'inactive', 'the pool before a request');
    equal(await statusOf(`https://${origin.name}/api/config`), '200', 'a request');
    equal(await statusOf(`https://${origin.name}/`, '-H "Accept: text/html"'), '200', 'the web app');
    equal(await statusOf('http://localhost:8080/api/docs'), '200', 'the description of the API');
    equal(await run('systemctl is-active expensed-api.service'), 'active', 'the pool after it');
    equal(await run('systemctl --failed --plain --no-legend'), '', 'what failed');
  }, { vital: true });

  await test('a person signs in through Google by nothing but a client’s id and secret, and keeps an expense', async () => {
    equal(await signIn('mira'), `200 https://${origin.name}/settings`, 'the end of the journey');
    const session = JSON.parse(await curl(`https://${origin.name}/api/session`));
    equal(session.user.name, 'Mira', 'who is signed in');
    equal(await statusOf(`https://${origin.name}/api/expenses`, `-H 'Content-Type: application/json' -H 'Origin: https://${origin.name}' \
      -H 'X-CSRF-Token: ${session.csrf_token}' -d '{"title":"Tea","amount":15.5,"category":"Food","date":"2026-01-15"}'`), '201', 'adding');
    equal(JSON.parse(await curl(`https://${origin.name}/api/expenses`))[0].title, 'Tea', 'the list');
  });

  await test('health and metrics of both pools are on the internal port', async () => {
    for (const path of ['readyz', 'livez', 'metrics', 'identity/readyz', 'identity/metrics']) {
      equal(await statusOf(`http://localhost:8000/${path}`), '200', path);
    }
    equal(await statusOf('http://localhost:8080/metrics'), '404', 'metrics in public');
  });

  await test('each pool uses its own login, and no process has a capability', async () => {
    const logins = await run(`su postgres -c "psql -Atc \\"select distinct usename from pg_stat_activity where usename like 'expense%' order by 1\\" expense"`);
    equal(logins, 'expense_api\nexpense_identity_login', 'logins');
    for (const unit of ['expensed-api.service', 'expensed-identity.service']) {
      const pids = await pidsOf(unit);
      if (pids.length < 2) throw new Error(`${unit} has no workers`);
      for (const pid of pids) {
        equal(await run(`ps -o user= -p ${pid} | cut -c1-8`), 'expense-', `user of ${unit}`);
        equal(await run(`sed -n 's/^CapBnd:[^0-9a-f]*//p' /proc/${pid}/status`), '0000000000000000', `capabilities of ${unit}`);
      }
    }
  });

  await test('NGINX may not read a secret, and keeps large bodies in files', async () => {
    for (const name of ['token-keys', 'api-database-url', 'oidc-client-secret', 'expensed.conf']) {
      await run(`runuser -u www-data -- cat /etc/expense-tracker/${name}`, { fails: true });
    }
    await run('head -c 3000000 /dev/zero >/root/large');
    equal(await statusOf('http://localhost:8080/api/imports', "-H 'Content-Type: application/json' --data-binary @/root/large"), '401', 'a large body');
  });

  await test('NGINX and the workers of the api pool run in batch', async () => {
    for (const [unit, name] of [['expense-tracker-nginx.service', 'nginx'], ['expensed-api.service', 'expensed-worker']]) {
      const classes = await run(`ps -o cls=,comm= -p ${(await pidsOf(unit)).join(',')}`);
      equal(new RegExp(`^ *B +${name}$`, 'm').test(classes), true, `${unit}: ${classes}`);
    }
  });

  await test('a reload brings new workers and loses no request', async () => {
    const before = await pidsOf('expensed-api.service');
    await run('systemctl reload expensed-api expensed-identity expense-tracker-nginx');
    for (let n = 0; n < 40; n += 1) equal(await statusOf(`https://${origin.name}/api/session`), '200', 'a request meanwhile');
    await until('new workers', async () => (await pidsOf('expensed-api.service')).filter((pid) => !before.includes(pid)).length >= 2);
    equal(await run('systemctl --failed --plain --no-legend'), '', 'what failed');
  });

  await test('a pool that is killed is started again, on the same socket', async () => {
    await run('systemctl kill --kill-who=all --signal=KILL expensed-api.service');
    await until('an answer', async () => await statusOf(`https://${origin.name}/api/session`) === '200');
  });

  await test('NGINX’s logs are taken up anew after they were moved', async () => {
    await run('cd /var/log/expense-tracker && mv access.log access.log.1 && systemctl kill --signal=USR1 --kill-who=main expense-tracker-nginx.service');
    await statusOf(`https://${origin.name}/api/ping`);
    await until('a line', async () => (await run('cat /var/log/expense-tracker/access.log 2>/dev/null || true')).includes('/api/ping'));
    const line = JSON.parse((await run('grep -m1 /api/ping /var/log/expense-tracker/access.log')));
    equal(line.client, client, 'the client that the balancer named');
  });

  await test('a setting that is wrong is named in the journal, and the pool is not started for ever', async () => {
    await run(`cd /etc/expense-tracker && cp token-keys kept && echo k1:short >token-keys`);
    await run('systemctl restart expensed-api.service', { fails: true });
    equal(/EXPENSE_TOKEN_KEYS/.test(await journal('expensed-api')), true, 'the setting is named');
    await run('cd /etc/expense-tracker && cat kept >token-keys && rm kept');
    await run('systemctl reset-failed expensed-api.service expensed-api.socket && systemctl start expensed-api.socket');
    equal(await statusOf(`https://${origin.name}/api/session`), '200', 'after it was put right');
  });

  await test('no secret is in the journal or a log', async () => {
    const text = await run('journalctl --no-pager -q -o cat; cat /var/log/expense-tracker/*');
    const key = await run("sed 's/^k1://' /etc/expense-tracker/token-keys");
    for (const secret of [key, 'word-1', 'word-2', 'word-3', 'of the client']) {
      if (text.includes(secret)) throw new Error(`found ${secret}`);
    }
  });

  await test('the machine goes down within half a minute', async () => {
    await run('systemctl poweroff');
    await Promise.race([ended, pause(30_000).then(() => { throw new Error('it still runs'); })]);
  });
}

if (!(await boots())) {
  cleanUp();
  process.exit(0);
}
try {
  await story();
  if (failed() > 0 && existsSync(`/proc/${init}/root`)) {
    console.log(spawnSync('nsenter', ['-t', String(init), '-m', '-p', '-C', `--root=/proc/${init}/root`, 'journalctl', '--no-pager', '-q', '-n', '40'],
      { encoding: 'utf8' }).stdout);
  }
} finally {
  cleanUp();
  rmSync(root, { recursive: true, force: true });
}
finish();
