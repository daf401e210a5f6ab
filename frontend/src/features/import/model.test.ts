import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromMinor } from '@/lib/money';
import { readItems, tally, type Options } from './model';
import { parseBytes } from './parse';
import { guessAfresh } from './shapes';

const known = ['Food', 'Other'];

function load(input: Uint8Array | string, change: Partial<Options> = {}) {
  const parsed = parseBytes(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  if (!parsed.ok) throw new Error(parsed.message);
  const options = {
    ...guessAfresh(parsed.file, 'INR'),
    ...change,
  };
  const items = readItems(parsed.file, options, known);
  return { options, items, counts: tally(items, known), file: parsed.file };
}

describe('rows of a file', () => {
  const head = 'Date,Category,Subcategory,Note,Amount,Income/Expense,Currency\n';
  test('takes the note as title, else the subcategory, else the category', () => {
    const { items } = load(
      `${head}20-09-2018,Food,snacks,Idli,60,Expense,INR\n20-09-2018,Food,snacks,,60,Expense,INR\n20-09-2018,Food,,,60,Expense,INR\n`,
    );
    expect(items.map((item) => item.title)).toEqual(['Idli', 'snacks', 'Food']);
  });
  test('leaves income out and counts it, unless asked not to', () => {
    const text = `${head}20-09-2018,Salary,,Pay,5000,Income,INR\n20-09-2018,Food,,Tea,5,Expense,INR\n`;
    expect(load(text).counts).toMatchObject({ ready: 1, leftOut: new Map([['Income', 1]]) });
    expect(load(text, { allKinds: true }).counts.ready).toBe(2);
  });
  test('gives each bad row its own sentence', () => {
    const { items } = load(
      `${head}31-02-2018,Food,,Tea,5,Expense,INR\n20-09-2018,Food,,Tea,many,Expense,INR\n20-09-2018,Food,,Tea,0,Expense,INR\n` +
        `20-09-2018,Food,,Tea,1.005,Expense,INR\n20-09-2018,Food,,Tea,5,Expense,USD\n20-09-2018,,,,5,Expense,INR\n` +
        `20-09-2018,Food,,${'x'.repeat(201)},5,Expense,INR\n20-09-2018,Food\n`,
    );
    expect(items.map((item) => item.reason)).toEqual([
      '“31-02-2018” is not a date.',
      '“many” is not an amount.',
      'The amount must be more than zero.',
      'INR has only 2 decimals.',
      'This row is in USD; this import is in INR.',
      'There is no title.',
      'The title has more than 200 characters.',
      'This line has 2 cells; the first row names 7 columns.',
    ]);
  });
  test('reads minus as spending when no column tells', () => {
    const { counts, items } = load(
      'Date,Payee,Amount\n2024-01-15,Shop,-12.50\n2024-01-16,Employer,3000\n',
    );
    expect(counts).toMatchObject({ ready: 1, leftOut: new Map([['Money in', 1]]) });
    expect(items[0]?.row?.amount).toBe('12.50');
  });
  test('uses the name of a category as it is known', () => {
    expect(load(`${head}20-09-2018,food,,Tea,5,Expense,INR\n`).items[0]?.row?.category).toBe(
      'Food',
    );
    expect(
      load(`${head}20-09-2018,Pets,,Hay,5,Expense,INR\n`, { createCategories: false }).items[0]?.row
        ?.category,
    ).toBe('');
  });
});

describe('what a row has besides', () => {
  const row = (text: string, at = 0) => load(text).items[at]?.row;
  const reason = (text: string) => load(text).items[0]?.reason;

  test('is guessed from the names of many a bank and ledger', () => {
    for (const name of ['Mode', 'Account', 'Payment', 'Payment method', 'Paid with'])
      expect(row(`Date,Note,Amount,${name}\n2024-01-15,Tea,5,Visa 1234\n`)).toMatchObject({
        payment_method: 'Visa 1234',
      });
    for (const name of ['Merchant', 'Payee', 'Vendor', 'Store'])
      expect(row(`Date,Note,Amount,${name}\n2024-01-15,Tea,5,Corner shop\n`)).toMatchObject({
        title: 'Tea',
        merchant: 'Corner shop',
      });
    for (const name of ['Subcategory', 'Sub-category', 'Tags', 'Labels'])
      expect(row(`Date,Note,Amount,${name}\n2024-01-15,Tea,5,Trip\n`)).toMatchObject({
        title: 'Tea',
        tags: ['Trip'],
      });
  });
  test('a payee that is the only text is title and merchant', () => {
    for (const name of ['Payee', 'Vendor'])
      expect(row(`Date,${name},Amount\n2024-01-15,Tesco,5\n`)).toMatchObject({
        title: 'Tesco',
        merchant: 'Tesco',
      });
    expect(row('Date,Payee,Memo,Amount\n2024-01-15,Tesco,For\tAnna,5\n')).toMatchObject({
      title: 'Tesco',
      merchant: 'Tesco',
      note: 'For Anna',
    });
  });
  test('a payment that is a sum is no way of paying', () => {
    expect(
      row('Date,Note,Amount,Payment\n2024-01-15,Pay,5,\n2024-01-15,Tea,5,"1,205.50"\n', 1),
    ).not.toHaveProperty('payment_method');
  });
  test('a subcategory is one tag whatever is in it, a column of tags is a list', () => {
    expect(row('Date,Note,Amount,Subcategory\n2024-01-15,Tea,5,"Gifts, cards"\n')?.tags).toEqual([
      'Gifts, cards',
    ]);
    expect(row('Date,Note,Amount,Tags\n2024-01-15,Tea,5,"trip, Goa;trip|GOA, "\n')?.tags).toEqual([
      'trip',
      'Goa',
    ]);
  });
  test('an empty cell leaves it out', () => {
    const read = row('Date,Note,Amount,Payee,Mode,Tags\n2024-01-15,Tea,5,, ,\n');
    expect(Object.keys(read ?? {}).toSorted()).toEqual([
      'amount',
      'category',
      'client_id',
      'date',
      'title',
    ]);
  });
  test('too long or too many is said of the row', () => {
    const head = 'Date,Title,Amount,Payee,Mode,Tags,Note\n2024-01-15,Tea,5';
    const full = `${'m'.repeat(100)},${'p'.repeat(60)},"${'t'.repeat(60)},a,b,c,d,e,f,g,h,i"`;
    expect(load(`${head},${full},${'n'.repeat(2000)}\n`).counts.ready).toBe(1);
    expect(reason(`${head},${'m'.repeat(101)},,,\n`)).toBe(
      'The merchant has more than 100 characters.',
    );
    expect(reason(`${head},,${'p'.repeat(61)},,\n`)).toBe(
      'The payment method has more than 60 characters.',
    );
    expect(reason(`${head},,,"ok,${'t'.repeat(61)}",\n`)).toBe(
      `The tag “${'t'.repeat(20)}…” has more than 60 characters.`,
    );
    expect(reason(`${head},,,"a,b,c,d,e,f,g,h,i,j,k",\n`)).toBe(
      'There are 11 tags; an expense takes 10.',
    );
    expect(reason(`${head},,,,${'n'.repeat(2001)}\n`)).toBe(
      'The note has more than 2,000 characters.',
    );
  });
});

const path =
  process.env['HOUSEHOLD_CSV'] ??
  join(import.meta.dirname, '../../../../../shared/data/household.csv');
describe('household.csv', () => {
  test('is understood without a question', ({ skip }) => {
    if (!existsSync(path)) skip('household.csv is not there; name it in HOUSEHOLD_CSV');
    const { items, counts, options } = load(readFileSync(path));
    expect(items).toHaveLength(2461);
    expect(options).toMatchObject({ dateOrder: 'dmy', decimalMark: '.', currency: 'INR' });
    expect(counts).toMatchObject({
      ready: 2176,
      problems: 0,
      leftOut: new Map([
        ['Income', 125],
        ['Transfer-Out', 160],
      ]),
    });
    expect(items[0]?.row).toEqual({
      client_id: 'line-2',
      title: '2 Place 5 to Place 0',
      amount: '30.00',
      category: 'Transportation',
      date: '2018-09-20T12:04:00',
      payment_method: 'Cash',
      tags: ['Train'],
    });
    const ready = items.flatMap(({ row }) => row ?? []);
    expect(ready.filter(({ payment_method }) => payment_method)).toHaveLength(2176);
    expect(ready.filter(({ tags }) => /^train$/i.test(String(tags)))).toHaveLength(74);
    const sum = items.reduce(
      (total, item) => total + (item.state === 'ready' ? (item.minor ?? 0n) : 0n),
      0n,
    );
    expect(Number(fromMinor(sum, 'INR'))).toBeGreaterThan(0);
  });
});
