// Files that this app wrote itself (GET /api/expenses/export). Text in them that a spreadsheet would run
// has an apostrophe in front, and text that began with one has another: taking one off gives back what
// was typed. The tags of an entry are a line of CSV of their own.
import Papa from 'papaparse';

const columns = 'date,title,amount,currency,category,merchant,payment method,tags,note';
export type Extras = {
  merchant?: string;
  payment_method?: string;
  tags?: string[];
  note?: string;
};

const plain = (text: string) => (text.startsWith("'") ? text.slice(1) : text);

export function isOwnExport(header: readonly string[]): boolean {
  return header.join(',').toLowerCase() === columns;
}

/** The cells as they were before they were made harmless. */
export function restoreCells(cells: readonly string[]): string[] {
  return cells.map(plain);
}

/** What the entry had besides, from cells that are restored. */
export function extrasOf(cells: readonly string[]): Extras {
  const [merchant = '', method = '', tags = '', note = ''] = cells.slice(5);
  const [names = []] = tags === '' ? [] : Papa.parse<string[]>(tags, { delimiter: ',' }).data;
  return {
    ...(merchant === '' ? {} : { merchant }),
    ...(method === '' ? {} : { payment_method: method }),
    ...(names.length === 0 ? {} : { tags: names.map(plain) }),
    ...(note === '' ? {} : { note }),
  };
}
