// Every sentence that somebody reads stands in a catalogue: `messages.ts` (English) in the folder of
// the code that says it, and `messages.ar.ts` with the same keys for each further language. English
// comes down the wire with the code; another language only when somebody has chosen it.
//
//   export const t = catalogue({ 'tea.cups': { one: '{count} cup', other: '{count} cups' } });
//   t('tea.cups', { count: 3 })
//
// The language is one for the whole page, so `t` may be called anywhere while drawing or answering an
// event, never when a file is loaded. When the language changes, everything is drawn anew.

/** One sentence for each way in which a language counts; `{count}` decides which. */
export type Plural = { other: string } & { [form in Intl.LDMLPluralRule]?: string };
export type Message = string | Plural;
export type Messages = Record<string, Message>;

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type NamesOf<M> = M extends Plural ? 'count' | Names<M[keyof M]> : Names<M>;
type Values<M, V> = { [name in NamesOf<M>]: name extends 'count' ? number : V };
type Given<M, V> = [NamesOf<M>] extends [never] ? [] : [values: Values<M, V>];

export type Translate<C extends Messages> = {
  /** The sentence, with its gaps filled in; numbers are written the person's way. */
  <K extends keyof C & string>(key: K, ...given: Given<C[K], string | number>): string;
  /** The same in pieces, for gaps that are not text: see rich.tsx. */
  parts: <K extends keyof C & string, V>(
    key: K,
    ...given: Given<C[K], V | string | number>
  ) => (V | string)[];
  /** The English sentences, for the tests. */
  readonly english: C;
};

/** What a file with a translation gives: all keys, and all six forms where Arabic counts. */
export type Translation<T extends { english: Messages }> = {
  [key in keyof T['english']]: T['english'][key] extends string ? Message : Plural;
};

/** A language, the locale that is read in it, and its sentences. */
export type Spoken = [language: string, locale: string, sentences: Messages];

let now: Spoken = ['en', 'en', {}];
let ways = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en');

/** Says everything in another language from now on. `sentences` is empty for English. */
export function speak(...next: Spoken): void {
  now = next;
  ways = new Intl.PluralRules(next[0]);
  numbers = new Intl.NumberFormat(next[1]);
}

/** What is spoken now, for a worker, which has a memory of its own. */
export function spoken(): Spoken {
  return now;
}

/** How the person reads numbers and dates: `en-IN`. */
export function spokenLocale(): string {
  return now[1];
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** A name in another direction of writing must not turn the sentence around it. */
function isolated(text: string, sentence: string): string {
  return rightToLeft.test(text) === rightToLeft.test(sentence) ? text : `\u2068${text}\u2069`;
}

function fill<V>(message: Message, values: Record<string, V | string | number>): (V | string)[] {
  const count = values['count'];
  const sentence =
    typeof message === 'string'
      ? message
      : ((typeof count === 'number' ? message[ways.select(count)] : undefined) ?? message.other);
  // Every second piece is the name of a gap.
  return sentence.split(/\{(\w+)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const value = values[piece] ?? '';
    if (typeof value === 'number') return numbers.format(value);
    return typeof value === 'string' ? isolated(value, sentence) : value;
  });
}

/** The first of these sentences that the language spoken now has; null when it is English. */
export function translated(
  keys: readonly string[],
  values: Record<string, string | number>,
): string | null {
  const message = keys.map((key) => now[2][key]).find((one) => one !== undefined);
  return message === undefined ? null : fill(message, values).join('');
}

/** Makes the speaker of these sentences. Keys begin with the catalogue's own word: `expenses.add`. */
export function catalogue<const C extends Messages>(english: C): Translate<C> {
  const parts = (key: string, values: Record<string, unknown> = {}) =>
    fill(now[2][key] ?? english[key] ?? key, values as Record<string, string>);
  const t = (key: string, values?: Record<string, unknown>) => parts(key, values).join('');
  return Object.assign(t, { parts, english }) as unknown as Translate<C>;
}
