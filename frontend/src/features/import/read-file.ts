// From a file to its rows, in steps that can be told.
import { t } from './messages';
import { parseBytes, type ParseResult } from './parse';

/** Bytes that were read, or whose rows were found. */
export type Progress = { phase: 'read' | 'rows'; done: number; size: number };

const step = 262_144;

/** Never fails: what is wrong with the file is part of the result. */
export async function readFile(
  file: File,
  report: (progress: Progress) => void,
): Promise<ParseResult> {
  const { size } = file;
  const bytes = new Uint8Array(size);
  try {
    for (let at = 0; at < size; at += step) {
      report({ phase: 'read', done: at, size });
      bytes.set(new Uint8Array(await file.slice(at, at + step).arrayBuffer()), at);
    }
  } catch {
    return { ok: false, message: t('import.unreadable') };
  }
  let told = 0;
  try {
    return parseBytes(bytes, (part) => {
      const done = Math.floor(part * size);
      if (done - told < step) return;
      told = done;
      report({ phase: 'rows', done, size });
    });
  } catch {
    return { ok: false, message: t('import.not-csv') };
  }
}
