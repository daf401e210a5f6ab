// Files that this app wrote itself (GET /api/expenses/export). Text in them that a spreadsheet would run
// has an apostrophe in front, and text that began with one has another: taking one off gives back what
// was typed. The tags of an entry are a line of CSV of their own.
import Papa from 'papaparse';

const columns = 'date,title,amount,currency,category,merchant,payment method,tags,note';

const plain = (text: string) => (text.startsWith("'") ? text.slice(1) : text);

export function isOwnExport(header: readonly string[]): boolean {
  return header.join(',').toLowerCase() === columns;
}

/** The cells as they were before they were made harmless. */
export function restoreCells(cells: readonly string[]): string[] {
  return cells.map(plain);
}

/** The tags in a cell that is restored. */
export function ownTags(cell: string): string[] {
  const [names = []] = cell === '' ? [] : Papa.parse<string[]>(cell, { delimiter: ',' }).data;
  return names.map(plain);
}
