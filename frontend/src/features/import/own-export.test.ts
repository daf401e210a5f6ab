import { expect, test } from 'vitest';
import { guessAfresh } from './shapes';
import { readItems } from './model';
import { parseText } from './parse';

// As GET /api/expenses/export writes them: tests/api/export.test.mjs holds the server to it.
const names = 'Date,Title,Amount,Currency,Category,Merchant,Payment method,Tags,Note\r\n';
const read = (rows: string) => {
  const parsed = parseText(names + rows, 'utf-8');
  if (!parsed.ok) throw new Error(parsed.message);
  const { file } = parsed;
  return readItems(file, guessAfresh(file, 'EUR'), ['Food']).map(({ row }) => row);
};

test('our own export comes back as it went: every character that was made harmless', () => {
  const rows = read(
    "2024-01-05,'=SUM(A1),90071992547409.91,INR,Food,,,,\r\n" +
      '2024-01-04,\'+1,0.01,INR,Food,\'@home,Card,"\'\'=x,""a, """"b"""""",trip",\'-note\r\n' +
      '2024-01-03T08:30:00,\'\'quoted\',7.00,INR,Food,,,,"First\nSecond, ""quoted"""\r\n' +
      '2024-01-02,"Tea, ""hot""; ₹",15.50,INR,Food,,,trip,\r\n',
  );
  expect(rows.map((row) => row && { ...row, client_id: '' })).toEqual([
    {
      client_id: '',
      title: '=SUM(A1)',
      amount: '90071992547409.91',
      category: 'Food',
      date: '2024-01-05',
    },
    {
      client_id: '',
      title: '+1',
      amount: '0.01',
      category: 'Food',
      date: '2024-01-04',
      merchant: '@home',
      payment_method: 'Card',
      tags: ['=x', 'a, "b"', 'trip'],
      note: '-note',
    },
    {
      client_id: '',
      title: "'quoted'",
      amount: '7.00',
      category: 'Food',
      date: '2024-01-03T08:30:00',
      note: 'First\nSecond, "quoted"',
    },
    {
      client_id: '',
      title: 'Tea, "hot"; ₹',
      amount: '15.50',
      category: 'Food',
      date: '2024-01-02',
      tags: ['trip'],
    },
  ]);
});

test('what is not wanted of our own export can be left out as of any file', () => {
  const parsed = parseText(`${names}2024-01-05,Tea,1.00,INR,Food,Shop,Card,trip,Hot\r\n`, 'utf-8');
  if (!parsed.ok) throw new Error(parsed.message);
  const guessed = guessAfresh(parsed.file, 'INR');
  const mapping = { ...guessed.mapping, merchant: -1, details: -1 };
  const [item] = readItems(parsed.file, { ...guessed, mapping }, ['Food']);
  expect(item?.row).toEqual({
    client_id: 'line-2',
    title: 'Tea',
    amount: '1.00',
    category: 'Food',
    date: '2024-01-05',
    payment_method: 'Card',
    tags: ['trip'],
  });
});

test('in any other file an apostrophe is an apostrophe', () => {
  const parsed = parseText("Date,Title,Amount\n2024-01-05,'n Sync,5.00\n", 'utf-8');
  expect(parsed.ok && parsed.file.rows[0]?.cells[1]).toBe("'n Sync");
});
