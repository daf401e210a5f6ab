import { describe, expect, test } from 'vitest';
import { editableAmount, parseAmount } from './amount-input';
import { parseExactJson } from './exact-json';
import { formatMoney, fromMinor, maxMinor, ratio, setCurrencies, toMinor } from './money';

setCurrencies([
  { code: 'INR', digits: 2 },
  { code: 'JPY', digits: 0 },
  { code: 'KWD', digits: 3 },
]);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('exact JSON', () => {
  test('keeps the largest amount to the last paisa, where JSON.parse would not', () => {
    const text = '{"amount":90071992547409.91}';
    expect(parseExactJson(text)).toEqual({ amount: '90071992547409.91' });
    expect(toMinor('90071992547409.91', 'INR')).toBe(maxMinor);
    expect(String((JSON.parse(text) as { amount: number }).amount)).not.toBe('90071992547409.91');
  });
  test('leaves whole numbers numbers and text alone', () => {
    const text = String.raw`{"id":7,"title":"1.50 \"2.5\" 3.5\\","a":[-0.10,1.5e3]}`;
    expect(parseExactJson(text)).toEqual({
      id: 7,
      title: '1.50 "2.5" 3.5\\',
      a: ['-0.10', '1.5e3'],
    });
  });
});

describe('minor units', () => {
  test('a hundred thousand times ten paise is ten thousand rupees', () => {
    let sum = 0n;
    for (let one = 0; one < 100_000; one += 1) sum += toMinor('0.10', 'INR');
    expect(fromMinor(sum, 'INR')).toBe('10000.00');
  });
  test('each currency has its own decimals', () => {
    expect(toMinor('15.5', 'INR')).toBe(1550n);
    expect(toMinor(1500, 'JPY')).toBe(1500n);
    expect(toMinor('1.234', 'KWD')).toBe(1234n);
    expect(fromMinor(5n, 'KWD')).toBe('0.005');
    expect(fromMinor(-5n, 'INR')).toBe('-0.05');
  });
  test.each(['15.505', 'abc', '1e3', '', '1,5', 'NaN'])('refuses %s as rupees', (text) => {
    expect(() => toMinor(text, 'INR')).toThrow(RangeError);
  });
  test('formats lakhs and the largest amount without losing a digit', () => {
    expect(plain(formatMoney(12345600n, 'INR', 'en-IN'))).toBe('₹1,23,456.00');
    expect(plain(formatMoney(maxMinor, 'INR', 'en-US'))).toBe('₹90,071,992,547,409.91');
    expect(plain(formatMoney(1550n, 'EUR', 'de-DE'))).toBe('15,50 €');
  });
  test('a part of nothing is nothing', () => {
    expect(ratio(1n, 0n)).toBe(0);
    expect(ratio(1n, 4n)).toBe(0.25);
  });
});

describe('typed amounts', () => {
  const read = (text: string, locale = 'en-IN', currency = 'INR') => {
    const result = parseAmount(text, currency, locale);
    return result.ok ? result.minor : result.message;
  };
  test.each([
    ['15.50', 'en-IN', 1550n],
    ['1,23,456.00', 'en-IN', 12345600n],
    ['1.234,5', 'de-DE', 123450n],
    ['15,50', 'de-DE', 1550n],
    ['12.50', 'de-DE', 1250n],
    ['12,5', 'en-IN', 1250n],
    ['1 234,50', 'fr-FR', 123450n],
    ['1’234.50', 'de-CH', 123450n],
    ['١٢٫٥٠', 'ar-EG', 1250n],
    ['.5', 'en-IN', 50n],
    ['12+3.50', 'en-IN', 1550n],
    ['12+3,50', 'de-DE', 1550n],
    ['20 - 4.5', 'en-IN', 1550n],
  ])('reads %s in %s', (text, locale, minor) => {
    expect(read(text, locale)).toBe(minor);
  });
  test.each([
    ['', 'Type an amount.'],
    ['abc', /Type a number/],
    ['1,23.4.5', /Type a number/],
    ['1e9', /Type a number/],
    ['0', /more than zero/],
    ['5-6', /more than zero/],
    ['-5', /more than zero/],
    ['1.005', /at most 2 decimals/],
    ['90071992547409.92', /too large/],
    ['12++3', /Type a number/],
  ])('refuses %s', (text, message) => {
    expect(read(text)).toMatch(message);
  });
  test('says that yen have no decimals', () => {
    expect(read('10.5', 'en-US', 'JPY')).toBe('An amount in JPY has no decimals.');
  });
  test('fills a field so that reading it again gives the same amount', () => {
    expect(editableAmount(123450n, 'INR', 'de-DE')).toBe('1234,50');
    expect(read(editableAmount(123450n, 'INR', 'de-DE'), 'de-DE')).toBe(123450n);
  });
});
