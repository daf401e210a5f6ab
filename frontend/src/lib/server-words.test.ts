import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { speak } from '@/lib/i18n/catalogue';
import { ApiError, explain } from './problem';
import { translation } from './server-messages.ar';

const root = join(import.meta.dirname, '../../..');

function sources(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));
}

function found(texts: string[], ...patterns: RegExp[]): string[] {
  return texts.flatMap((text) =>
    patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap((match) => match.slice(1).filter((one) => one)),
    ),
  ) as string[];
}

/** Every code that an answer of the API can have, as the sources say them. */
function codes(): string[] {
  const c = found(
    [...sources('fcgi', '.c'), ...sources('lib', '.c')],
    // A code is followed by its sentence, or stands behind a status.
    /"([a-z][a-z0-9_]+)",\s*(?:digits == 0\s*\?\s*)?(?:et_input_printf\(\s*[^",]+,\s*)?"[A-Z%][^"]* [^"]*"/g,
    /(?<!\d)[45]\d\d,\s*"([a-z][a-z0-9_]+)"/g,
    /\{"([a-z_]+)", "[^"]* [^"]*"\}/g,
    /"([a-z][a-z0-9_]+)",\s*[\w[\].]+\.message\)/g,
  );
  const sql = found(
    sources('db/deploy', '.sql'),
    /hint = '([a-z_]+[a-z])'/g,
    /hint = case when \w+ then '(\w+)' else '(\w+)' end/g,
    /refuse_recurring\(\s*(?:'\w+'|case[^,]*end), '(\w+)'/g,
    /category_problem\(\s*'\w+',\s*(?:'\w+'|null|p_field|format\([^)]*\)), '(\w+)'/g,
  );
  const nginx = found(sources('nginx', 'problems.conf'), /"code":"(\w+)"/g);
  // Not answered: words of metrics, of the log, and of what a text is called.
  const others = ['counter', 'gauge', 'histogram', 'configuration', 'merchant', 'payment_method'];
  return [...new Set([...c, ...sql, ...nginx])].filter((code) => !others.includes(code)).toSorted();
}

afterEach(() => speak('en', 'en', {}));

test('each code of the server has a sentence in Arabic', () => {
  const all = codes();
  expect(all.length).toBeGreaterThan(90);
  expect(all).toEqual(expect.arrayContaining(['name_taken', 'too_many_decimals', 'two_ends']));
  expect(all.filter((code) => !(`server.${code}` in translation))).toEqual([]);
});

test('none is translated that the server doesn’t know', () => {
  const known = new Set([...codes(), 'unknown_merchant', 'unknown_payment_method']);
  const words = Object.keys(translation).map((key) => key.split('.').at(-1) ?? '');
  expect(words.filter((code) => !known.has(code))).toEqual([]);
});

const refused = () =>
  new ApiError(422, {
    detail: 'set.name: There is already a category "Food".',
    code: 'invalid',
    errors: [
      { field: 'set.name', code: 'name_taken', message: 'There is already a category "Food".' },
      { field: 'rows[3].note', code: 'control_character', message: 'The note can’t have that.' },
      { field: 'title', code: 'never_heard_of', message: 'A new sentence.' },
    ],
  });

test('in Arabic what the server says is said in Arabic, by code and field', () => {
  speak('ar', 'ar', translation);
  const { problem } = refused();
  expect(problem.errors?.map(({ message }) => message)).toEqual([
    'يوجد «\u2068Food\u2069» بالفعل.',
    translation['server.note.control_character'],
    'A new sentence.',
  ]);
  expect(explain(refused())).toBe('يوجد «\u2068Food\u2069» بالفعل.');
  expect(explain(new ApiError(404, { detail: 'Budget not found', code: 'not_found' }))).toBe(
    translation['server.not_found'],
  );
});

test('in English the server’s own sentences stay', () => {
  expect(refused().problem.errors?.[0]?.message).toBe('There is already a category "Food".');
  expect(explain(refused())).toBe('set.name: There is already a category "Food".');
});
