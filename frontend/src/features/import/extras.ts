// What a row has besides title, amount, category and day: merchant, payment method, tags and a note of
// its own. Limits are those of the server, so that a row says what is wrong before it is sent.
import { fold } from '@/lib/fold';
import type { Mapping } from './guess';
import { t } from './messages';
import { ownTags } from './own-export';

export type Extras = {
  merchant?: string;
  payment_method?: string;
  tags?: string[];
  note?: string;
};

const most = { merchant: 100, name: 60, tags: 10, note: 2000 };

/** Text of one line, as cells of a file are read. */
export function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** Text with its line breaks, and no other control character. */
function cleanLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .trim();
}

/** Tags by name, each once. A cell that may be the title as well is one name, whatever is in it. */
function tagsOf(cell: string, mapping: Mapping, own: boolean): string[] {
  const parts = own
    ? ownTags(cell)
    : mapping.tags === mapping.subcategory
      ? [cell]
      : cell.split(/[,;|\n]/);
  const names = new Map<string, string>();
  for (const name of parts.map(clean)) {
    if (name !== '' && !names.has(fold(name))) names.set(fold(name), name);
  }
  return [...names.values()];
}

/** The extras of a row; `own` says that this app wrote the file. */
export function readExtras(cells: readonly string[], mapping: Mapping, own: boolean): Extras {
  const cell = (column: number) => (column < 0 ? '' : (cells[column] ?? ''));
  const merchant = clean(cell(mapping.merchant));
  const method = clean(cell(mapping.method));
  const tags = tagsOf(cell(mapping.tags), mapping, own);
  const note = cleanLines(cell(mapping.details));
  return {
    ...(merchant === '' ? {} : { merchant }),
    ...(method === '' ? {} : { payment_method: method }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(note === '' ? {} : { note }),
  };
}

const longer = (text: string | undefined, than: number) => Array.from(text ?? '').length > than;

/** Why the server would refuse them, in words; null when it wouldn't. */
export function extrasProblem({
  merchant,
  payment_method,
  tags = [],
  note,
}: Extras): string | null {
  if (longer(merchant, most.merchant)) return t('import.row.long-merchant');
  if (longer(payment_method, most.name)) return t('import.row.long-method');
  const long = tags.find((tag) => longer(tag, most.name));
  if (long !== undefined)
    return t('import.row.long-tag', { tag: `${Array.from(long).slice(0, 20).join('')}…` });
  if (tags.length > most.tags) return t('import.row.many-tags', { count: tags.length });
  if (longer(note, most.note)) return t('import.row.long-note');
  return null;
}
