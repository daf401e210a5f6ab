// The people of a measurement: loaded by db/sample/load.sql, signed in by token.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { one, query } from '../support/database.mjs';
import { signInWithToken } from '../support/people.mjs';
import { root } from '../support/stack.mjs';

export async function load(it, { prefix, users, rows }) {
  const result = spawnSync('psql', ['-X', '-q', '-v', `users=${users}`, '-v', `rows=${rows}`, '-v', `prefix=${prefix}`,
    '-v', `issuer=${it.issuer}`, '-f', join(root, 'db', 'sample', 'load.sql'), it.env.SUPERUSER_DSN],
  { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (result.status !== 0) throw new Error(`load.sql: ${result.stderr}`);
  const people = [];
  for (let n = 1; n <= users; n += 1) {
    const person = await signInWithToken({ sub: `${prefix}-${n}`, name: `${prefix} ${n}`, email_verified: true,
      email: `${prefix}${n}@example.com` });
    const { rows: found } = await one('select count(*) as rows from app.expenses where ledger_id = $1', [person.ledger]);
    if (Number(found) !== rows) throw new Error(`${prefix}-${n} has ${found} rows, not ${rows}`);
    person.ids = (await query(`select id from app.expenses where ledger_id = $1 and deleted_at is null
      order by spent_on desc, id desc limit 1000`, [person.ledger])).map(({ id }) => Number(id));
    people.push(person);
  }
  return people;
}
