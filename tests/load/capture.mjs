// The statements that a request really runs, with their values, as PostgreSQL's log tells them. So the
// ceiling runs the same SQL as the workers, whatever a handler does.
import { readFileSync } from 'node:fs';

import { query } from '../support/database.mjs';
import { until } from '../support/assertions.mjs';

function parseParameters(text) {
  const values = [];
  for (const it of text.matchAll(/\$(\d+) = (NULL|'((?:[^']|'')*)')/g)) {
    values[Number(it[1]) - 1] = it[2] === 'NULL' ? null : it[3].replaceAll("''", "'");
  }
  return values;
}

// Log text to [{name, sql, values}].
export function parseLog(text) {
  const statements = [];
  for (const entry of text.split(/\n(?=\d{4}-\d\d-\d\d )/)) {
    const begun = /LOG: {2}execute ([^:]+): ([\s\S]*)$/.exec(entry);
    if (begun) statements.push({ name: begun[1], sql: begun[2].trimEnd().replaceAll('\n\t', '\n'), values: [] });
    const detail = /DETAIL: {2}parameters: ([\s\S]*)$/.exec(entry);
    if (detail && statements.length > 0) statements.at(-1).values = parseParameters(detail[1].replaceAll('\n\t', '\n'));
  }
  return statements;
}

// Runs `act` (one request) and gives back the statements of its unit of work.
export async function capture(it, act) {
  await query("alter system set log_statement = 'all'");
  await query('select pg_reload_conf()');
  await until(async () => (await query("select setting from pg_settings where name = 'log_statement'"))[0]
    .setting === 'all');
  await new Promise((resolve) => { setTimeout(resolve, 200); }); // the workers' backends read it too
  const from = readFileSync(it.env.POSTGRES_LOG).length;
  await act();
  await query('alter system reset log_statement');
  await query('select pg_reload_conf()');
  const text = readFileSync(it.env.POSTGRES_LOG).subarray(from).toString('utf8');
  const mine = text.split(/\n(?=\d{4}-\d\d-\d\d )/).filter((entry) => /expense_api@/.test(entry)).join('\n');
  return parseLog(mine).filter(({ sql }) => !/^(begin|commit|rollback|set )/i.test(sql));
}
