// Tables as CSV files, for spreadsheets. Text that one would take for a formula gets an apostrophe in
// front, by the rule of lib/exchange/csv.c, which an import takes off again.

export type CsvCell = string | { number: string };

const dangerous = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/;

function cell(value: CsvCell): string {
  if (typeof value !== 'string') return value.number;
  const text = dangerous.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With a byte order mark, so that every spreadsheet reads it as UTF-8. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
