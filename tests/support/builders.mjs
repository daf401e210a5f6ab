// One builder per kind of thing. Each gives a valid body; say only what matters to the test.
import { randomUUID } from 'node:crypto';

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
