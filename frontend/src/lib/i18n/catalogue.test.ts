import { afterEach, expect, test } from 'vitest';
import { catalogue, speak } from './catalogue';

const t = catalogue({
  'tea.cups': { one: '{count} cup', other: '{count} cups' },
  'tea.of': '{name} drank {cups} of tea',
  'tea.hot': 'It is hot',
});

afterEach(() => speak('en', 'en', {}));

test('a count chooses the form, and is written the person’s way', () => {
  speak('en', 'en-IN', {});
  expect(t('tea.cups', { count: 1 })).toBe('1 cup');
  expect(t('tea.cups', { count: 1_234_567 })).toBe('12,34,567 cups');
});

test('another language has its own forms, digits and order of words', () => {
  speak('ar', 'ar-EG', {
    'tea.cups': {
      zero: 'لا أكواب',
      one: 'كوب واحد',
      two: 'كوبان',
      few: '{count} أكواب',
      many: '{count} كوبًا',
      other: '{count} كوب',
    },
  });
  const said = [0, 1, 2, 3, 11, 100].map((count) => t('tea.cups', { count }));
  expect(said).toEqual(['لا أكواب', 'كوب واحد', 'كوبان', '٣ أكواب', '١١ كوبًا', '١٠٠ كوب']);
  expect(t('tea.hot'), 'what is not translated stays English').toBe('It is hot');
});

test('a name in another direction of writing stays by itself', () => {
  expect(t('tea.of', { name: 'Asha', cups: 2 })).toBe('Asha drank 2 of tea');
  expect(t('tea.of', { name: 'ليلى', cups: 2 })).toBe('\u2068ليلى\u2069 drank 2 of tea');
});

test('a gap can hold something else than text', () => {
  const sum = { total: 5 };
  expect(t.parts('tea.of', { name: sum, cups: '2' })).toEqual(['', sum, ' drank ', '2', ' of tea']);
});

test('keys and values are held by their types', () => {
  // @ts-expect-error -- there is no such key
  expect(t('tea.cold')).toBe('tea.cold');
  // @ts-expect-error -- the count is missing
  expect(() => t('tea.cups')).not.toThrow();
  // @ts-expect-error -- a count is a number
  expect(() => t('tea.cups', { count: '3' })).not.toThrow();
  // @ts-expect-error -- this sentence has no gap
  expect(t('tea.hot', { cups: 1 })).toBe('It is hot');
});
