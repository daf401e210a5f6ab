// From the bytes of a file to its text. Every way in which a file can't be read as text has a
// sentence that says what to do.

import { spokenLocale } from '@/lib/i18n/catalogue';
import { t } from './messages';

export type Decoded = { ok: true; text: string; encoding: string } | { ok: false; message: string };

export const maxBytes = 10_000_000;

/** Says in words that a file is too large, before any of it is read; null when it may be read. */
export function sizeProblem(bytes: number): string | null {
  if (bytes === 0) return t('import.empty');
  if (bytes <= maxBytes) return null;
  const digits = bytes < 100_000_000 ? 1 : 0;
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const size = new Intl.NumberFormat(spokenLocale(), shape).format(bytes / 1_000_000);
  return t('import.large', { size });
}

const kinds = [
  ['workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['old-workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['compressed', [0x1f, 0x8b]],
] as const;

function starts(bytes: Uint8Array, with_: readonly number[]): boolean {
  return with_.every((byte, index) => bytes[index] === byte);
}

/** UTF-16 without a mark: Western text has a zero in every second byte. */
function zeroSide(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 2000);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte === 0 && index % 2 === 0) even += 1;
    else if (byte === 0) odd += 1;
  });
  const half = sample.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return null;
}

function guess(bytes: Uint8Array): string {
  if (starts(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (starts(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (starts(bytes, [0xfe, 0xff])) return 'utf-16be';
  const wide = zeroSide(bytes);
  if (wide) return wide;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Reads bytes as UTF-8, UTF-16 or Windows-1252, whichever they are. */
export function decode(bytes: Uint8Array): Decoded {
  const kind = kinds.find(([, start]) => starts(bytes, start));
  if (kind) {
    return {
      ok: false,
      message: t('import.kind', { kind: t(`import.kind.${kind[0]}`) }),
    };
  }
  const encoding = guess(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return {
      ok: false,
      message: t('import.damaged', { encoding: encoding.toUpperCase() }),
    };
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what tells binary from text
  const odd = text.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  if (odd > 0) {
    return {
      ok: false,
      message: t('import.binary'),
    };
  }
  if (text.trim() === '') return { ok: false, message: t('import.empty') };
  return { ok: true, text, encoding };
}
