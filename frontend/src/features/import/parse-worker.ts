// Parsing runs here, so that a large file never freezes the page.
import { speak, type Spoken } from '@/lib/i18n/catalogue';
import { t } from './messages';
import { parseBytes, type ParseResult } from './parse';

/** The file, and the language in which to say what is wrong with it. */
export type Job = { bytes: ArrayBuffer; spoken: Spoken };

self.addEventListener('message', ({ data: { bytes, spoken } }: MessageEvent<Job>) => {
  speak(...spoken);
  let result: ParseResult;
  try {
    result = parseBytes(new Uint8Array(bytes));
  } catch {
    result = { ok: false, message: t('import.not-csv') };
  }
  self.postMessage(result);
});
