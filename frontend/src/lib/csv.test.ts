import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('text that a spreadsheet would run is made harmless, numbers stay numbers', () => {
  const text = toCsv([
    ['Category', 'Change'],
    ['=1+1', { number: '-5.00' }],
    ['Rent, "flat"', { number: '12.50' }],
    ['＝cmd', "'quoted"],
    ['Café', 'two\nlines'],
  ]);
  expect(text).toBe(
    '\ufeffCategory,Change\r\n' +
      "'=1+1,-5.00\r\n" +
      '"Rent, ""flat""",12.50\r\n' +
      "'＝cmd,''quoted\r\n" +
      'Café,"two\nlines"\r\n',
  );
});
