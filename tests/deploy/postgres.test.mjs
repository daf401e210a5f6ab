// The database of dev and staging, really started: start.sh, its configuration, and the migrations' logins.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { freePorts } from '../support/ports.mjs';
import { has, objects, one, root } from './lib/renders.mjs';

const bin = '/usr/lib/postgresql/15/bin';
const asRoot = process.getuid() === 0;
const skip = (!existsSync(`${bin}/postgres`) && 'PostgreSQL 15 is not installed') || (!has('sqitch', '--version') && 'sqitch is not installed') ||
  (asRoot && !has('id', 'postgres') && 'there is no user postgres, and PostgreSQL refuses to run as root');
const as = (command) => (asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command);
const work = mkdtempSync(join(tmpdir(), 'deploy-pg-'));
const PGDATA = join(work, 'data/15');
const env = { PATH: process.env.PATH, LC_ALL: 'C', PGDATA, POSTGRES_CONFIG: join(work, 'config'), POSTGRES_SECRETS: join(work, 'secrets') };
const word = (name) => `${name}-with-'quote`;
let port;
let server;

function write(path, text) {
  writeFileSync(join(work, path), text);
  chmodSync(join(work, path), 0o644);
}
const data = (key) => objects('staging').find((o) => o.kind === 'ConfigMap' && o.data?.[key]).data[key];

async function start() {
  const [program, ...args] = as(['/bin/sh', join(work, 'config/start.sh')]);
  let log = '';
  server = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  server.stderr.on('data', (chunk) => { log += chunk; });
  for (let tries = 300; tries > 0; tries--) {
    if (server.exitCode !== null) break;
    if (has(`${bin}/pg_isready`, '-q', '-h', join(work, 'run'), '-p', String(port), '-d', 'expense')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`PostgreSQL did not start: ${log}`);
}
async function stop() {
  if (!server || server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const [program, ...args] = as([`${bin}/pg_ctl`, 'stop', '-D', PGDATA, '-m', 'fast', '-t', '20']);
  execFileSync(program, args, { env, stdio: 'ignore' });
  await gone;
}
const url = (user, password, host = join(work, 'run'), database = 'expense') =>
  `host=${host} port=${port} dbname=${database} user=${user} password='${password.replaceAll("'", "\\'")}'`;
const sql = (connection, ...args) => execFileSync(`${bin}/psql`, ['-XAtqw', '-v', 'ON_ERROR_STOP=1', ...args, connection], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
const migrator = () => url('expense_migrator', word('migrator'));
const logins = (name = 'logins.sql') => sql(migrator(), '-f', join(work, name));

describe('PostgreSQL of dev and staging', { skip }, () => {
  before(async () => {
    [port] = await freePorts(1);
    for (const folder of ['config', 'secrets', 'run', 'data']) mkdirSync(join(work, folder), { mode: 0o777 });
    if (asRoot) execFileSync('chown', ['-R', 'postgres', work]);
    chmodSync(work, 0o755);
    for (const [path, text] of Object.entries({ 'start.sh': data('start.sh'), 'pg_hba.conf': data('pg_hba.conf'),
      'postgresql.conf': `${data('postgresql.conf').replace('/run/postgresql', join(work, 'run')).replace("'*'", "'127.0.0.1'")}\nport = ${port}\nfsync = off\n` })) write(`config/${path}`, text);
    for (const name of ['postgres', 'migrator', 'api', 'identity']) write(`secrets/${name}-password`, name === 'postgres' ? 'super' : word(name));
    const relocated = data('logins.sql').replaceAll('/run/secrets/expense-tracker', join(work, 'secrets'));
    write('logins.sql', relocated);
    // What a first start that was killed leaves behind.
    mkdirSync(`${PGDATA}.new`, { recursive: true });
    writeFileSync(join(`${PGDATA}.new`, 'half'), '');
    if (asRoot) execFileSync('chown', ['-R', 'postgres', join(work, 'data')]);
    await start();
  });
  after(async () => {
    await stop();
    rmSync(work, { recursive: true, force: true });
  });

  test('the first start makes the database, with checksums and no login without a password', () => {
    assert.equal(sql(url('postgres', 'super'), '-c', 'show data_checksums'), 'on');
    assert.equal(sql(url('postgres', 'super'), '-c', "select pg_encoding_to_char(encoding), datcollate, pg_get_userbyid(datdba) from pg_database where datname = 'expense'"), 'UTF8|C.UTF-8|expense_migrator');
    assert.equal(sql(url('postgres', 'super'), '-c', "select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = 'expense_migrator'"), 'f|t|f');
    assert.throws(() => sql(url('expense_migrator', 'wrong')));
    assert.ok(!existsSync(`${PGDATA}.new`));
  });
  test('the superuser cannot come over the network, the pools can', () => {
    assert.throws(() => sql(url('postgres', 'super', '127.0.0.1')), /pg_hba\.conf rejects/);
    assert.equal(sql(url('expense_migrator', word('migrator'), '127.0.0.1'), '-c', 'select 1'), '1');
  });
  test('the migrations run, and then the logins can do what their pools need', () => {
    execFileSync(join(root, 'db/migrate'), ['deploy'], { env: { ...process.env, DATABASE_URL: migrator() }, stdio: 'pipe' });
    logins();
    const may = (user, name) => sql(url(user, word(name)), '-c', "select pg_has_role('expense_app', 'usage'), pg_has_role('expense_identity', 'usage'), app.schema_version() > 0");
    assert.equal(may('expense_api', 'api'), 't|f|t');
    assert.equal(may('expense_identity_login', 'identity'), 'f|t|t');
  });
  test('a second run changes nothing, and a new password takes the place of the old', () => {
    logins();
    write('secrets/api-password', 'another');
    logins();
    assert.equal(sql(url('expense_api', 'another'), '-c', 'select 1'), '1');
    assert.throws(() => sql(url('expense_api', word('api'))));
  });
  test('a broken script of logins is noticed', () => {
    write('broken.sql', readFileSync(join(work, 'logins.sql'), 'utf8').replace('grant expense_app', 'grant expense_nobody'));
    assert.throws(() => logins('broken.sql'), /expense_nobody/);
  });
  test('a restart keeps what is there', async () => {
    await stop();
    await start();
    assert.equal(sql(url('expense_api', 'another'), '-c', 'select app.schema_version() > 0'), 't');
  });
});

test('the StatefulSet stops PostgreSQL fast, within the time that it has', () => {
  const { spec } = one(objects('staging'), 'StatefulSet').spec.template;
  const [, , command] = spec.containers[0].lifecycle.preStop.exec.command;
  assert.match(command, /-m fast -t (\d+)/);
  assert.ok(Number(/-t (\d+)/.exec(command)[1]) < spec.terminationGracePeriodSeconds);
});
