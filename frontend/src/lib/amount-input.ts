// What people type into an amount: the locale's decimal mark and grouping, its own digits, and
// small sums like `12+3,50`.
import { digitsOf, fromMinor, maxMinor, toMinor, type Minor } from '@/lib/money';
import { t } from './messages';

export type AmountResult = { ok: true; minor: Minor } | { ok: false; message: string };

type Marks = { decimal: string; group: string; digits: Map<string, string> };
const marksByLocale = new Map<string, Marks>();

/** How the locale writes numbers. */
export function marksOf(locale: string): Marks {
  let marks = marksByLocale.get(locale);
  if (!marks) {
    const parts = new Intl.NumberFormat(locale).formatToParts(1234567.5);
    const plain = new Intl.NumberFormat(locale, { useGrouping: false });
    const digits = new Map(
      Array.from('0123456789', (digit) => [plain.format(Number(digit)), digit]),
    );
    marks = {
      decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
      group: parts.find((part) => part.type === 'group')?.value ?? ',',
      digits,
    };
    marksByLocale.set(locale, marks);
  }
  return marks;
}

/** One number as typed to plain decimal text (`1.234,5` to `1234.5`), or null when it isn't one. */
function plainDecimal(text: string, decimal: string): string | null {
  const other = decimal === ',' ? '.' : ',';
  const bare = text.replace(/[\s'’_]/g, '');
  if (!/^[\d.,]+$/.test(bare) || !/\d/.test(bare)) return null;
  // One foreign mark that can't be grouping is a decimal mark: 12.50 means the same to everyone.
  const lone = bare.split(/[.,]/);
  if (lone.length === 2 && bare.includes(other) && lone[1]?.length !== 3) {
    return `${lone[0] || '0'}.${lone[1] || '0'}`;
  }
  const [whole = '', fraction, ...rest] = bare.split(decimal);
  if (rest.length > 0 || fraction?.includes(other)) return null;
  const groups = whole.split(other);
  const grouped = groups.length > 1;
  const fits = groups.every((group, index) =>
    index === 0 ? /^\d{1,3}$/.test(group) : /^\d{2,3}$/.test(group),
  );
  if (grouped && (!fits || groups.at(-1)?.length !== 3)) return null;
  return `${groups.join('') || '0'}.${fraction || '0'}`;
}

/** Reads an amount for saving: more than zero, with no more decimals than the currency has. */
export function parseAmount(input: string, currency: string, locale: string): AmountResult {
  const { decimal, digits } = marksOf(locale);
  const western = Array.from(input.trim(), (char) => digits.get(char) ?? char)
    .join('')
    .replace(/٫/g, '.')
    .replace(/٬/g, '')
    .replace(/[−–]/g, '-');
  if (western === '') return { ok: false, message: t('lib.amount.missing') };
  const mark = decimal === ',' ? ',' : '.';
  const example = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(15.5);
  const terms = western.match(/(?:^|[+-])[^+-]+/g);
  if (!terms || terms.join('') !== western)
    return { ok: false, message: t('lib.amount.not', { example }) };
  let sum = 0n;
  for (const term of terms) {
    const plain = plainDecimal(term.replace(/^[+-]/, ''), mark);
    if (plain === null) {
      return { ok: false, message: t('lib.amount.not', { example }) };
    }
    try {
      const minor = toMinor(plain, currency);
      sum += term.startsWith('-') ? -minor : minor;
    } catch {
      const places = digitsOf(currency);
      const message =
        places === 0
          ? t('lib.amount.whole', { currency })
          : t('lib.amount.decimals', { currency, count: places });
      return { ok: false, message };
    }
  }
  if (sum <= 0n) return { ok: false, message: t('lib.amount.zero') };
  if (sum > maxMinor) return { ok: false, message: t('lib.amount.large') };
  return { ok: true, minor: sum };
}

/** The amount as the person would type it, for filling a field. */
export function editableAmount(minor: Minor, currency: string, locale: string): string {
  const plain = fromMinor(minor, currency);
  return marksOf(locale).decimal === ',' ? plain.replace('.', ',') : plain;
}
