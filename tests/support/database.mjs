// SQL as superuser, for looking at what was stored. Tests change rows only where the API cannot (for
// example to move an expiry into the past).
import pg from 'pg';

import { stack } from './stack.mjs';

// Big integers come as BigInt, dates and instants as the text that PostgreSQL prints.
pg.types.setTypeParser(20, (text) => BigInt(text));
for (const type of [1082, 1083, 1114, 1184, 1700]) pg.types.setTypeParser(type, (text) => text);

let pool;

export async function database(it) {
  const { env } = it ?? await stack();
  return new pg.Pool({ host: env.PGHOST, port: Number(env.PGPORT), user: 'postgres', database: env.PGDATABASE,
    max: 4 });
}

async function shared() {
  if (!pool) {
    pool = await database();
    pool.on('error', () => {}); // a restarted server; the next query connects again
  }
  return pool;
}

export async function query(text, values) {
  return (await (await shared()).query(text, values)).rows;
}

// For what takes several statements in one transaction; release() it.
export async function connection() {
  return (await shared()).connect();
}

export async function one(text, values) {
  return (await query(text, values))[0];
}

export async function closeDatabase() {
  const it = pool;
  pool = undefined;
  if (it) await it.end();
}

// Every table whose content a request can change. Sessions are left out: reading bumps last_seen_at.
const tables = ['expenses', 'expense_history', 'monthly_totals', 'ledger_totals', 'categories', 'former_categories',
  'imports', 'budgets', 'budget_terms', 'budget_alerts', 'bulk_operations', 'recurring', 'recurring_dates',
  'idempotency_keys', 'user_settings', 'users', 'identities', 'ledgers', 'ledger_members'];

// One text that changes when any row of the application does: each change gives a row a new xmin.
export async function digest() {
  const parts = tables.map((table) => `select '${table}' as name, count(*) as rows,
    coalesce(sum(xmin::text::bigint), 0) as sum from app.${table}`);
  const rows = await query(parts.join(' union all '));
  return rows.map(({ name, rows: count, sum }) => `${name} ${count} ${sum}`).sort().join('\n');
}

// The same for one ledger's rows only: cheap when others have many.
export async function ledgerDigest(ledger) {
  const parts = ['expenses', 'expense_history', 'monthly_totals', 'ledger_totals', 'categories', 'imports']
    .map((table) => `select '${table}' as name, count(*) as rows,
      md5(coalesce(string_agg(md5(t::text), '' order by t::text), '')) as sum
      from app.${table} t where ledger_id = $1`);
  const rows = await query(parts.join(' union all '), [ledger]);
  return rows.map(({ name, rows: count, sum }) => `${name} ${count} ${sum}`).sort().join('\n');
}
