// Money is a bigint of minor units (paise, cents) plus an ISO 4217 code. No double anywhere: text
// becomes minor units digit by digit, and Intl is given decimal text, which it formats exactly.

export type Minor = bigint;
export const maxMinor: Minor = 9_007_199_254_740_991n;

const digitsByCurrency = new Map<string, number>();
const formatters = new Map<string, Intl.NumberFormat>();

/** Takes the server's currency table, which decides how many decimals each currency has. */
export function setCurrencies(list: readonly { code: string; digits: number }[]): void {
  for (const { code, digits } of list) digitsByCurrency.set(code, digits);
}

/** How many decimals the currency has: INR 2, JPY 0, KWD 3. */
export function digitsOf(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

/** Reads a plain decimal (`15.5`, `-3`, 15) exactly. Throws RangeError when it can't be one. */
export function toMinor(token: string | number, currency: string): Minor {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(token));
  const digits = digitsOf(currency);
  const fraction = match?.[3] ?? '';
  if (!match || /[1-9]/.test(fraction.slice(digits))) {
    throw new RangeError(`${token} is not an amount in ${currency}`);
  }
  const minor = BigInt(`${match[2]}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  return match[1] ? -minor : minor;
}

/** Writes minor units as the plain decimal that the API takes: `15.50`. */
export function fromMinor(minor: Minor, currency: string): string {
  const digits = digitsOf(currency);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function formatter(currency: string, locale: string, compact: boolean): Intl.NumberFormat {
  const key = `${locale}|${currency}|${compact}`;
  let found = formatters.get(key);
  if (!found) {
    const digits = digitsOf(currency);
    const shape: Intl.NumberFormatOptions = compact
      ? { notation: 'compact', maximumFractionDigits: 1 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
    found = new Intl.NumberFormat(locale, { style: 'currency', currency, ...shape });
    formatters.set(key, found);
  }
  return found;
}

/** `₹1,23,456.00` under en-IN: with the currency's own decimals and the reader's own grouping. */
export function formatMoney(minor: Minor, currency: string, locale: string): string {
  return formatter(currency, locale, false).format(fromMinor(minor, currency) as `${number}`);
}

/** `₹1.2L`: for the axis of a chart, never for a figure that somebody relies on. */
export function formatMoneyShort(minor: Minor, currency: string, locale: string): string {
  return formatter(currency, locale, true).format(fromMinor(minor, currency) as `${number}`);
}

/** The currency's sign as the locale writes it: ₹, US$, €. */
export function currencySign(currency: string, locale: string): string {
  const parts = formatter(currency, locale, false).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

/** A part of a whole, from 0 to 1, for the length of a bar. */
export function ratio(part: Minor, whole: Minor): number {
  return whole <= 0n ? 0 : Number((part * 10_000n) / whole) / 10_000;
}
