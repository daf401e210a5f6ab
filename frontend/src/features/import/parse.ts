import Papa from 'papaparse';
import { decode } from './encoding';
import { isOwnExport, restoreCells } from './own-export';
import { t } from './messages';

/** One row of the file, with the line on which it starts. */
export type SourceRow = { line: number; cells: string[]; ragged: boolean };
export type Parsed = { header: string[]; rows: SourceRow[]; delimiter: string; encoding: string };
export type ParseResult = { ok: true; file: Parsed } | { ok: false; message: string };

const names = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const;

/** The delimiter in words. */
export function delimiterName(delimiter: string): string {
  return delimiter in names
    ? t(`import.delimiter.${names[delimiter as keyof typeof names]}`)
    : `“${delimiter}”`;
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1))
    line += 1;
  return line;
}

/** Splits the text into rows; the first row that isn't blank names the columns. */
export function parseText(
  source: string,
  encoding: string,
  onPart: (part: number) => void = () => undefined,
): ParseResult {
  // `sep=;` on the first line is a hint from Excel.
  const hint = /^\uFEFF?sep=(.)\r?\n/i.exec(source);
  const text = source.replace(/\r\n?/g, '\n');
  const body = hint ? text.slice(text.indexOf('\n') + 1) : text;
  const found: string[][] = [];
  const errors: Papa.ParseError[] = [];
  let delimiter = ',';
  Papa.parse<string[]>(body, {
    // Row by row, so that it can be told how far it is. An error then counts its row from here.
    step: ({ data, errors: more, meta }) => {
      for (const error of more) errors.push({ ...error, row: found.length });
      found.push(data as unknown as string[]);
      delimiter = meta.delimiter;
      onPart(meta.cursor / body.length);
    },
    delimiter: hint?.[1] ?? '',
    delimitersToGuess: [',', ';', '\t', '|'],
    newline: '\n',
    skipEmptyLines: false,
  });
  const first = hint ? 2 : 1;
  const quote = errors.find((error) => error.type === 'Quotes');
  if (quote) {
    // The parser reports where it stopped; the row that never ended is where the fault is.
    let start = 0;
    for (const row of found.slice(0, quote.row ?? 0)) {
      start += 1 + row.reduce((sum, cell) => sum + (cell.split('\n').length - 1), 0);
    }
    const line = start > 0 ? first + start : first + lineOf(body, quote.index ?? 0) - 1;
    const what = quote.code === 'MissingQuotes' ? 'import.quote.open' : 'import.quote.place';
    return { ok: false, message: t(what, { line }) };
  }

  const rows: SourceRow[] = [];
  let line = first;
  let header: string[] | null = null;
  for (const cells of found) {
    const start = line;
    line += 1 + cells.reduce((sum, cell) => sum + (cell.split('\n').length - 1), 0);
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (header === null) {
      header = cells.map(
        (cell, index) =>
          cell.replace(/^\uFEFF/, '').trim() || t('import.column', { number: index + 1 }),
      );
    } else {
      // Empty cells behind the last column are harmless: spreadsheets leave them.
      const extra = cells.slice(header.length).some((cell) => cell.trim() !== '');
      rows.push({
        line: start,
        cells: isOwnExport(header) ? restoreCells(cells) : cells,
        ragged: extra || cells.length < header.length,
      });
    }
  }
  if (header === null || header.length < 2) {
    return { ok: false, message: t('import.no-columns') };
  }
  if (rows.length === 0) return { ok: false, message: t('import.no-rows') };
  const ragged = rows.filter((row) => row.ragged);
  if (ragged.length > rows.length / 2) {
    const one = ragged[0];
    return {
      ok: false,
      message: t('import.ragged', {
        line: one?.line ?? 2,
        cells: one?.cells.length ?? 0,
        columns: header.length,
      }),
    };
  }
  return { ok: true, file: { header, rows, delimiter, encoding } };
}

/** From bytes to rows; tells which part of them, from 0 to 1, is done. */
export function parseBytes(bytes: Uint8Array, onPart?: (part: number) => void): ParseResult {
  const decoded = decode(bytes);
  return decoded.ok ? parseText(decoded.text, decoded.encoding, onPart) : decoded;
}
