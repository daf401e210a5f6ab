// What each safety costs: pgbench with the statements as they are, and on a scratch copy of the
// database where the piece is switched off.
import { spawnSync } from 'node:child_process';

import pg from 'pg';

import { closeDatabase, query } from '../support/database.mjs';
import { until } from '../support/assertions.mjs';
import { isAlive, supervisorOf } from '../support/processes.mjs';
import { best } from './pgbench.mjs';

const scratch = 'expense_scratch';

async function asSuperuser(it, sql) {
  const client = new pg.Client({ host: it.env.PGHOST, port: Number(it.env.PGPORT), user: 'postgres', database: scratch });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

// The pools hold connections, and a database in use cannot be copied: they end here, for good.
async function copyDatabase(it) {
  for (const name of ['API', 'IDENTITY']) {
    const pid = supervisorOf(it, name);
    if (pid && isAlive(pid)) {
      process.kill(pid, 'SIGTERM');
      await until(() => !isAlive(pid), { within: 30_000, what: `the end of ${name}` });
    }
  }
  await closeDatabase();
  const { env } = it;
  const sql = (text) => {
    const done = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', env.PGHOST, '-p', env.PGPORT, '-U',
      'postgres', '-d', 'postgres', '-c', text], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  };
  sql(`drop database if exists ${scratch}`);
  sql(`create database ${scratch} template expense`);
}

const setsOnly = (statements) => statements.map((statement) => (/begin_session/.test(statement.sql)
  ? { ...statement, sql: "select set_config('app.user_id', $2::text, true), " +
      "set_config('app.ledger_id', $3::text, true), set_config('app.request_id', $4::text, true)" }
  : statement));

const key = /^bench-key-/;
const withoutKey = (statements) => statements.map((statement) => ({ ...statement,
  values: statement.values.map((value, n) => (key.test(value ?? '') || key.test(statement.values[n - 1] ?? '')
    ? null : value)) }));

// captured: {list20, add, addWithKey, update}, each one list of statements for each person.
export async function safety(it, { dir, captured, seconds }) {
  await copyDatabase(it);
  const dsn = it.env.API_DSN.replace(/dbname=\S+/, `dbname=${scratch}`);
  const rate = (people, random) => best({ dir, dsn, people, seconds, random }, [4, 8]).rate;
  const rows = [];
  const measure = async (name, what, people, off, on, change = (same) => same, random = []) => {
    const kept = rate(people, random);
    if (off) await asSuperuser(it, off);
    const without = rate(people.map(change), random);
    if (on) await asSuperuser(it, on);
    rows.push({ name, what, on: kept, off: without });
  };
  const tables = (await databaseTables(it)).filter((name) => name !== 'currencies');
  const each = (verb) => tables.map((name) => `alter table app.${name} ${verb} row level security;`).join('\n');
  await measure('Row-level security', 'list of 20', captured.list20, each('disable'), each('enable'));
  await measure('Session row', 'list of 20', captured.list20, undefined, undefined, setsOnly);
  await measure('Row-level security', 'add', captured.add, each('disable'), each('enable'));
  await measure('History', 'update', captured.update,
    'alter table app.expenses disable trigger expenses_history', 'alter table app.expenses enable trigger expenses_history');
  await measure('Totals', 'add', captured.add, 'alter table app.expenses disable trigger expenses_totals_change',
    'alter table app.expenses enable trigger expenses_totals_change');
  const keys = captured.addWithKey.flat().flatMap(({ values }) => values.filter((value) => key.test(value ?? '')));
  await measure('Idempotency key', 'add', captured.addWithKey, undefined, undefined, withoutKey, [...new Set(keys)]);
  return rows;
}

async function databaseTables(it) {
  const rows = await query(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'app' and c.relkind = 'r' and c.relrowsecurity`);
  await closeDatabase();
  return rows.map(({ relname }) => relname);
}
