import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromMinor } from '@/lib/money';
import { guessColumns } from './guess';
import { guessOptions, readItems, tally } from './model';
import { parseBytes } from './parse';

const known = ['Food', 'Other'];

function load(input: Uint8Array | string, change: Partial<ReturnType<typeof guessOptions>> = {}) {
  const parsed = parseBytes(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  if (!parsed.ok) throw new Error(parsed.message);
  const options = {
    ...guessOptions(parsed.file, guessColumns(parsed.file.header), 'INR'),
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
    });
    const sum = items.reduce(
      (total, item) => total + (item.state === 'ready' ? (item.minor ?? 0n) : 0n),
      0n,
    );
    expect(Number(fromMinor(sum, 'INR'))).toBeGreaterThan(0);
  });
});
