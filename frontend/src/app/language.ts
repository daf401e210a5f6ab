// Which language somebody with a locale reads, and how its words get here.
import { speak, type Messages } from '@/lib/i18n/catalogue';
import { durable } from '@/lib/storage';

const files = import.meta.glob<{ translation: Messages }>('/src/**/*messages.*.ts');
const english = 'en';
const rightToLeft = ['ar'];

/** `/src/features/expenses/messages.ar.ts` is in `ar`. */
function languageOf(path: string): string {
  return path.split('.').at(-2) ?? english;
}
const languages = new Set([english, ...Object.keys(files).map(languageOf)]);

/** The language that the words have for this locale; English where there is no other. */
export function languageFor(locale: string): string {
  const [language = english] = locale.split('-');
  return languages.has(language) ? language : english;
}

let asked = '';

/**
 * Fetches the words for this locale and says everything in them from now on. The last call counts.
 * `only` narrows the files, for a page that says little.
 */
export async function speakFor(locale: string, only = /./): Promise<void> {
  asked = locale;
  const language = languageFor(locale);
  const wanted = Object.entries(files).filter(
    ([path]) => languageOf(path) === language && only.test(path),
  );
  const found = await Promise.all(wanted.map(([, load]) => load()));
  if (asked !== locale) return;
  speak(language, locale, Object.assign({}, ...found.map(({ translation }) => translation)));
  const page = document.documentElement;
  // The words of this language are marked as such also when dates are another country's.
  page.lang = locale.startsWith(language) ? locale : language;
  page.dir = rightToLeft.includes(language) ? 'rtl' : 'ltr';
  // For the next visit, which begins before anybody is known: see main.ts and theme.js.
  durable.set('locale', locale);
  durable.set('dir', page.dir);
}
