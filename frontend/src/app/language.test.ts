import { afterEach, describe, expect, test } from 'vitest';
import { spokenLocale, type Message, type Messages } from '@/lib/i18n/catalogue';
import { languageFor, speakFor } from './language';

const sources = import.meta.glob<{ t: { english: Messages } }>('/src/**/*messages.ts', {
  eager: true,
});
const translations = import.meta.glob<{ translation: Messages }>('/src/**/*messages.*.ts', {
  eager: true,
});
const formsOf = (message: Message) =>
  typeof message === 'string' ? [message] : Object.values(message);
const gapsOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
const allGaps = (message: Message) =>
  [...new Set(formsOf(message).flatMap(gapsOf))].filter((gap) => gap !== '{count}').toSorted();

afterEach(() => speakFor('en'));

describe.each(Object.entries(sources))('%s', (path, { t: { english } }) => {
  const found = translations[path.replace(/\.ts$/, '.ar.ts')]?.translation;

  test('is there in Arabic, sentence by sentence', () => {
    expect(Object.keys(found ?? {})).toEqual(Object.keys(english));
  });
  test('has the same gaps in Arabic', () => {
    const gaps = (all: Messages) =>
      Object.fromEntries(Object.keys(english).map((key) => [key, allGaps(all[key] ?? '')]));
    expect(gaps(found ?? {})).toEqual(gaps(english));
  });
  test('leaves nothing empty', () => {
    const empty = Object.entries({ ...found }).filter(([, message]) =>
      formsOf(message).some((form) => form.trim() === ''),
    );
    expect(empty).toEqual([]);
  });
  test('has a sentence for each way in which Arabic counts', () => {
    const short = Object.entries({ ...found }).filter(
      ([, message]) => typeof message !== 'string' && Object.keys(message).length !== 6,
    );
    expect(short).toEqual([]);
  });
});

test('no two catalogues have a key in common', () => {
  const keys = Object.values(sources).flatMap(({ t }) => Object.keys(t.english));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('a translation belongs to a catalogue', () => {
  const bases = Object.keys(translations).map((path) => path.replace(/\.[a-z]+\.ts$/, '.ts'));
  // What the server says is English there: server-words.test.ts holds it against the sources.
  const ofServer = '/src/lib/server-messages.ts';
  expect(bases.filter((path) => !(path in sources) && path !== ofServer)).toEqual([]);
});

test('a locale decides language and direction; without words for it, English is spoken', async () => {
  expect(['ar-EG', 'ar', 'en-IN', 'de-DE', 'arn-CL'].map(languageFor)).toEqual([
    'ar',
    'ar',
    'en',
    'en',
    'en',
  ]);
  const page = document.documentElement;
  await speakFor('ar-EG');
  expect([page.lang, page.dir, spokenLocale()]).toEqual(['ar-EG', 'rtl', 'ar-EG']);
  await speakFor('de-DE');
  expect([page.lang, page.dir, spokenLocale()]).toEqual(['en', 'ltr', 'de-DE']);
  await Promise.all([speakFor('ar-EG'), speakFor('en-IN')]);
  expect([page.lang, spokenLocale()]).toEqual(['en-IN', 'en-IN']);
});
