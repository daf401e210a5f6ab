// One builder per kind of thing. Each gives a valid body; say only what matters to the test.
import { randomUUID } from 'node:crypto';

import { connection } from './database.mjs';

export const expense = (changes = {}) => ({
  title: 'Tea', amount: 15.5, category: 'Food', date: '2024-01-15', ...changes,
});

export const importRow = (changes = {}) => ({
  client_id: randomUUID(), title: 'Bus', amount: '30.00', category: 'Transport', date: '2024-02-01',
  ...changes,
});

export const importBody = (rows, changes = {}) => ({
  file_name: 'ledger.csv', currency: 'INR', create_categories: false, skip_repeats: false, rows,
  ...changes,
});

export const key = () => randomUUID();

// Adds an expense through the API and gives back its JSON.
export async function addExpense(client, changes) {
  const answer = await client.post('/api/expenses', expense(changes));
  if (answer.status !== 201) throw new Error(`could not add: ${answer.status} ${answer.text}`);
  return answer.json;
}

// Adds many in one import.
export async function addMany(client, rows) {
  const answer = await client.post('/api/imports', importBody(rows.map((row) => importRow(row))));
  if (answer.status !== 201) throw new Error(`could not import: ${answer.status} ${answer.text}`);
  return answer.json;
}

// A hundred thousand entries would take the API minutes. Past the triggers, which keep the totals row by
// row; their sums are written once instead.
export async function fillLedger(ledger, count) {
  const client = await connection();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(`insert into app.expenses
        (ledger_id, title, amount_minor, currency, category_id, spent_on, created_by)
      select c.ledger_id, 'Entry ' || n, 100 + n % 9000, 'INR', c.id, date '2024-10-31' - (n / 50), m.user_id
        from generate_series(0, $2::int - 1) n,
             (select ledger_id, min(id) as id from app.categories where ledger_id = $1 group by 1) c
        join app.ledger_members m using (ledger_id)`, [ledger, count]);
    await client.query(`insert into app.monthly_totals (ledger_id, month, category_id, currency, amount_minor, count)
      select ledger_id, date_trunc('month', spent_on)::date, category_id, currency, sum(amount_minor), count(*)
        from app.expenses where ledger_id = $1 group by 1, 2, 3, 4`, [ledger]);
    await client.query(`insert into app.ledger_totals (ledger_id, category_id, currency, amount_minor, count)
      select ledger_id, category_id, currency, sum(amount_minor), count(*)
        from app.expenses where ledger_id = $1 group by 1, 2, 3`, [ledger]);
    await client.query('commit');
    await client.query('analyze app.expenses');
  } finally {
    client.release();
  }
}
