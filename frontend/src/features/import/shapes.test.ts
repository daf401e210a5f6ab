import { expect, test } from 'vitest';
import { readItems, tally, unknownCategories } from './model';
import { parseText } from './parse';
import { guessAfresh, recallShape, rememberShape } from './shapes';

const known = ['Food', 'Other'];

function parse(text: string) {
  const parsed = parseText(text, 'utf-8');
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.file;
}

test('a file with the same columns is read as the last one was', () => {
  const first = parse('When,What,How much\n03/04/2024,Tea,"1,50"\n');
  expect(recallShape(first, 'INR')).toBeNull();
  const guessed = guessAfresh(first, 'INR');
  const chosen = {
    ...guessed,
    mapping: { ...guessed.mapping, date: 0, note: 1, amount: 2 },
    dateOrder: 'mdy' as const,
    decimalMark: ',' as const,
  };
  rememberShape(first, chosen);
  const second = parse('When,What,How much\n05/06/2024,Cake,"2,25"\n');
  const recalled = recallShape(second, 'EUR');
  expect(recalled).toMatchObject({ ...chosen, currency: 'EUR' });
  expect(readItems(second, recalled ?? guessed, known)[0]?.row).toMatchObject({
    title: 'Cake',
    amount: '2.25',
    date: '2024-05-06',
  });
  expect(recallShape(parse('When,What\n03/04/2024,Tea\n'), 'INR')).toBeNull();
});

test('what the dates of a file show counts more than what was remembered', () => {
  const first = parse('Date,Note,Amount\n03/04/2024,Tea,1\n');
  rememberShape(first, { ...guessAfresh(first, 'INR'), dateOrder: 'mdy' });
  const second = parse('Date,Note,Amount\n25/04/2024,Tea,1\n');
  expect(recallShape(second, 'INR')?.dateOrder).toBe('dmy');
});

test('what was remembered before tags were read is guessed besides, and a choice of none stays', () => {
  const file = parse('Date,Note,Amount,Mode,Subcategory\n2024-04-15,Tea,1,Cash,Trip\n');
  const guessed = guessAfresh(file, 'INR');
  rememberShape(file, guessed);
  const stored = window.localStorage.getItem('import-shapes') ?? '';
  const old = JSON.parse(stored) as { mapping: Record<string, number> }[];
  for (const name of ['merchant', 'method', 'tags', 'details']) delete old[0]?.mapping[name];
  window.localStorage.setItem('import-shapes', JSON.stringify(old));
  expect(recallShape(file, 'INR')).toEqual(guessed);
  expect(guessed.mapping).toMatchObject({ method: 3, tags: 4, subcategory: 4 });
  rememberShape(file, { ...guessed, mapping: { ...guessed.mapping, tags: -1 } });
  const row = readItems(file, recallShape(file, 'INR') ?? guessed, known)[0]?.row;
  expect(row).toMatchObject({ payment_method: 'Cash' });
  expect(row).not.toHaveProperty('tags');
});

test('what is stored and makes no sense is not used', () => {
  const file = parse('Date,Note,Amount\n03/04/2024,Tea,1\n');
  window.localStorage.setItem('import-shapes', '{"x":');
  expect(recallShape(file, 'INR')).toBeNull();
  window.localStorage.setItem('import-shapes', '[{"columns":["Date","Note","Amount"]}]');
  expect(recallShape(file, 'INR')).toBeNull();
  const options = guessAfresh(file, 'INR');
  rememberShape(file, { ...options, mapping: { ...options.mapping, note: 7 } });
  expect(recallShape(file, 'INR')).toBeNull();
});

test('a category that is not there yet can become one that is', () => {
  const file = parse(
    'Date,Category,Note,Amount\n2024-01-15,Snacks,Tea,1\n2024-01-15,SNACKS,Cake,1\n2024-01-15,constructor,Nails,1\n2024-01-15,food,Rice,1\n',
  );
  const options = guessAfresh(file, 'INR');
  const items = readItems(file, options, known);
  expect(unknownCategories(items, known)).toEqual([
    { name: 'Snacks', count: 2 },
    { name: 'constructor', count: 1 },
  ]);
  const mapped = readItems(file, { ...options, categories: { snacks: 'Food' } }, known);
  expect(mapped.map((item) => item.row?.category)).toEqual(['Food', 'Food', 'constructor', 'Food']);
  expect(tally(mapped, known).newCategories).toEqual(['constructor']);
  expect(unknownCategories(mapped, known)).toHaveLength(2);
  const stale = readItems(file, { ...options, categories: { snacks: 'Gone' } }, known);
  expect(stale[0]?.row?.category).toBe('Snacks');
});

test('rows of an archived category go to another one, and none is made of its name', () => {
  const file = parse(
    'Date,Category,Note,Amount\n2024-01-15,Hobby,Glue,1\n2024-01-15,Food,Rice,1\n',
  );
  const options = guessAfresh(file, 'INR');
  const items = readItems(file, options, known, ['Hobby']);
  expect(items.map((item) => item.row?.category)).toEqual(['', 'Food']);
  expect(unknownCategories(items, known)).toEqual([{ name: 'Hobby', count: 1 }]);
  expect(tally(items, known).newCategories).toEqual([]);
  const mapped = readItems(file, { ...options, categories: { hobby: 'Food' } }, known, ['Hobby']);
  expect(mapped[0]?.row?.category).toBe('Food');
});
