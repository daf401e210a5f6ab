import { describe, expect, test } from 'vitest';
import { sizeProblem } from './encoding';
import { guessColumns, guessDateOrder, guessDecimalMark, readAmount, readDate } from './guess';
import { parseBytes, parseText } from './parse';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (input: string | Uint8Array) => {
  const result = parseBytes(typeof input === 'string' ? bytes(input) : input);
  if (!result.ok) throw new Error(result.message);
  return result.file;
};
const refusal = (input: string | Uint8Array) => {
  const result = parseBytes(typeof input === 'string' ? bytes(input) : input);
  return result.ok ? 'accepted' : result.message;
};
function utf16(text: string, mark: boolean): Uint8Array {
  const units = Array.from(mark ? `\uFEFF${text}` : text, (char) => char.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => [unit % 256, Math.floor(unit / 256)]));
}

describe('encodings', () => {
  const text = 'Date,Note,Amount\n2024-01-15,Café,15.50\n';
  test('reads UTF-8 with and without a mark', () => {
    expect(read(text).rows[0]?.cells[1]).toBe('Café');
    expect(read(`\uFEFF${text}`).header[0]).toBe('Date');
  });
  test('reads UTF-16 with and without a mark', () => {
    expect(read(utf16(text, true)).rows[0]?.cells[1]).toBe('Café');
    expect(read(utf16(text, false)).encoding).toBe('utf-16le');
  });
  test('reads Windows-1252', () => {
    const old = Uint8Array.from(text, (char) => char.charCodeAt(0));
    expect(read(old)).toMatchObject({
      encoding: 'windows-1252',
      rows: [{ cells: ['2024-01-15', 'Café', '15.50'] }],
    });
  });
  test.each([
    [
      'an Excel workbook',
      Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0),
      /Excel workbook.*save or export it as CSV/,
    ],
    ['a PDF', bytes('%PDF-1.7'), /This is a PDF/],
    ['random bytes', Uint8Array.of(1, 2, 3, 0, 200, 7, 44, 10), /isn’t text/],
    ['an empty file', Uint8Array.of(), /empty/],
    ['only blanks', bytes(' \n\n'), /empty/],
  ])('refuses %s in words', (_, input, message) => {
    expect(refusal(input)).toMatch(message);
  });
  test('judges the size before reading', () => {
    expect(sizeProblem(200_000_000)).toBe(
      'This file has 200 MB. One import takes files of up to 10 MB; split it into smaller ones.',
    );
    expect(sizeProblem(10_000_000)).toBeNull();
    expect(sizeProblem(0)).toBe('This file is empty.');
  });
});

describe('rows', () => {
  test('keeps quotes, commas, line breaks and formulas as text, and knows each line', () => {
    const file = read(
      'Date,Note,Amount\r\n2024-01-15,"Tea, ""big""\nand cake",5\r\n\r\n2024-01-16,=1+1,6\r\n',
    );
    expect(file.rows).toEqual([
      { line: 2, cells: ['2024-01-15', 'Tea, "big"\nand cake', '5'], ragged: false },
      { line: 5, cells: ['2024-01-16', '=1+1', '6'], ragged: false },
    ]);
  });
  test('names the line where a quotation mark never closes', () => {
    expect(
      refusal('Date,Note,Amount\n2024-01-15,Tea,5\n2024-01-16,"Cake,6\n2024-01-17,Pie,7\n'),
    ).toMatch(/In line 3, a quotation mark opens and never closes/);
  });
  test('marks a ragged row, and refuses a file of them', () => {
    const file = read('Date,Note,Amount\n2024-01-15,Tea,5\n2024-01-16,Cake\n2024-01-17,Pie,7\n');
    expect(file.rows.map((row) => row.ragged)).toEqual([false, true, false]);
    expect(refusal('Date,Note,Amount\n2024-01-15;Tea\n2024-01-15\n')).toMatch(/Line 2 has/);
  });
  test.each([[';'], ['\t'], ['|']])('finds the delimiter %j', (mark) => {
    expect(read(`Date,Note,Amount\n2024-01-15,Tea,5\n`.replaceAll(',', mark)).delimiter).toBe(mark);
  });
  test('follows the sep= line of a spreadsheet', () => {
    expect(read('sep=;\nDate;Note;Amount\n2024-01-15;Tea;5\n').rows[0]).toMatchObject({
      line: 3,
      cells: ['2024-01-15', 'Tea', '5'],
    });
  });
  test('says when there is nothing to read', () => {
    expect(refusal('just one line of prose')).toMatch(/no columns/);
    expect(refusal('Date,Note,Amount\n')).toMatch(/no rows/);
    expect(parseText('', 'utf-8').ok).toBe(false);
  });
});

describe('guesses', () => {
  test('knows the columns of household.csv and of a bank', () => {
    const home = [
      'Date',
      'Mode',
      'Category',
      'Subcategory',
      'Note',
      'Amount',
      'Income/Expense',
      'Currency',
    ];
    expect(guessColumns(home)).toEqual({
      date: 0,
      amount: 5,
      note: 4,
      subcategory: 3,
      category: 2,
      kind: 6,
      currency: 7,
      merchant: -1,
      method: 1,
      tags: 3,
      details: -1,
    });
    expect(guessColumns(['Booking date', 'Payee', 'Amount (EUR)'])).toMatchObject({
      date: 0,
      note: 1,
      merchant: 1,
      amount: 2,
      category: -1,
    });
  });
  test('asks when day and month can’t be told apart', () => {
    expect(guessDateOrder(['20-09-2018 12:04', '05-06-2018'])).toBe('dmy');
    expect(guessDateOrder(['09/20/2018'])).toBe('mdy');
    expect(guessDateOrder(['2018-09-20'])).toBe('ymd');
    expect(guessDateOrder(['05/06/2018', '07/08/2018'])).toBeNull();
  });
  test('reads dates with and without a time', () => {
    expect(readDate('20-09-2018 12:04', 'dmy')).toEqual({ day: '2018-09-20', time: '12:04:00' });
    expect(readDate('19-09-2018', 'dmy')).toEqual({ day: '2018-09-19', time: null });
    expect(readDate('9/20/18 1:05 pm', 'mdy')).toEqual({ day: '2018-09-20', time: '13:05:00' });
    expect(readDate('2018-09-20T23:59:59Z', 'ymd')).toEqual({
      day: '2018-09-20',
      time: '23:59:59',
    });
    expect(readDate('20 Sep 2018', 'dmy')).toEqual({ day: '2018-09-20', time: null });
    expect(readDate('30-02-2018', 'dmy')).toBeNull();
    expect(readDate('soon', 'dmy')).toBeNull();
    expect(readDate('20-09-2018 25:00', 'dmy')).toBeNull();
  });
  test('tells the decimal mark by all amounts together', () => {
    expect(guessDecimalMark(['1,234', '12.50'])).toBe('.');
    expect(guessDecimalMark(['1.234', '12,50'])).toBe(',');
    expect(guessDecimalMark(['30', '60'])).toBe('.');
  });
  test.each([
    ['₹ 1,23,456.50', '.', '123456.50'],
    ['1.234,50 €', ',', '1234.50'],
    ['(12.00)', '.', '-12.00'],
    ['-12', '.', '-12'],
    ['12-', '.', '-12'],
    ['Rs 5', '.', '5'],
    ['free', '.', null],
    ['1,2.3,4', '.', null],
    ['12,5', '.', null],
  ] as const)('reads the amount %s', (text, mark, plain) => {
    expect(readAmount(text, mark)).toBe(plain);
  });
});
