// From rows of a file to rows for the server: what each row means, and why it stays behind.
import { maxMinor, digitsOf, toMinor, fromMinor, type Minor } from '@/lib/money';
import {
  guessDateOrder,
  guessDecimalMark,
  readAmount,
  readDate,
  type DateOrder,
  type DecimalMark,
  type Mapping,
} from './guess';
import { clean, extrasProblem, readExtras, type Extras } from './extras';
import { isOwnExport } from './own-export';
import type { Parsed, SourceRow } from './parse';
import { t } from './messages';

export type Options = {
  mapping: Mapping;
  /** null until the person has said which of day and month comes first. */
  dateOrder: DateOrder | null;
  decimalMark: DecimalMark;
  currency: string;
  /** Take rows that say they are income or transfers, too. */
  allKinds: boolean;
  /** Make missing categories; otherwise their rows go to Other. */
  createCategories: boolean;
  /** Which category of the ledger one of the file stands for; the file's in lower case. */
  categories: Record<string, string>;
};
export type ImportRow = Extras & {
  client_id: string;
  title: string;
  amount: string;
  category: string;
  date: string;
};
export type Item = {
  line: number;
  state: 'ready' | 'left-out' | 'problem';
  /** Why it stays behind: the kind for rows left out, a sentence for problems. */
  reason: string;
  title: string;
  category: string;
  /** The category as the file writes it. */
  source: string;
  date: string;
  minor: Minor | null;
  row: ImportRow | null;
};

const expenseWords =
  /^(expense|expenses|debit|dr|withdrawal|spending|spent|out|ausgabe|gasto|dépense)$/i;

export function columnValues(file: Parsed, column: number): string[] {
  return column < 0
    ? []
    : file.rows.map((row) => row.cells[column] ?? '').filter((cell) => cell.trim() !== '');
}

/** The first guess at everything, for the person to correct. */
export function guessOptions(file: Parsed, mapping: Mapping, homeCurrency: string): Options {
  return {
    mapping,
    dateOrder: guessDateOrder(columnValues(file, mapping.date)),
    decimalMark: guessDecimalMark(columnValues(file, mapping.amount)),
    currency: commonCurrency(columnValues(file, mapping.currency)) ?? homeCurrency,
    allKinds: false,
    createCategories: true,
    categories: {},
  };
}

function commonCurrency(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) {
    const code = value.trim().toUpperCase();
    if (/^[A-Z]{3}$/.test(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** Reads every row of the file. */
export function readItems(
  file: Parsed,
  options: Options,
  known: readonly string[],
  archived: readonly string[] = [],
): Item[] {
  const names = new Map(known.map((name) => [name.toLowerCase(), name]));
  // The server refuses these for new entries, and their names are taken.
  for (const name of archived) names.set(name.toLowerCase(), '');
  // Without a column that tells expenses from income, the sign does: banks write spending as minus.
  const signed =
    options.mapping.kind < 0 &&
    columnValues(file, options.mapping.amount).some((value) =>
      readAmount(value, options.decimalMark)?.startsWith('-'),
    );
  const about = {
    options,
    names,
    signed,
    own: isOwnExport(file.header),
    width: file.header.length,
  };
  return file.rows.map((row) => readItem(row, about));
}

/** What the rows of a file have in common. */
type About = {
  options: Options;
  names: Map<string, string>;
  /** Spending is written with a minus. */
  signed: boolean;
  /** This app wrote the file. */
  own: boolean;
  width: number;
};

function readItem(row: SourceRow, { options, names, signed, own, width }: About): Item {
  const { mapping, currency } = options;
  const cell = (column: number) => clean(column < 0 ? '' : (row.cells[column] ?? ''));
  const rawCategory = cell(mapping.category);
  const title = cell(mapping.note) || cell(mapping.subcategory) || rawCategory;
  const source = rawCategory.toLowerCase();
  const chosen = Object.hasOwn(options.categories, source) ? options.categories[source] : undefined;
  const category =
    (names.get(source) || names.get(chosen?.toLowerCase() ?? '')) ??
    (options.createCategories && !names.has(source) ? rawCategory : '');
  const item: Item = {
    line: row.line,
    state: 'problem',
    reason: '',
    title,
    category: category || 'Other',
    source: rawCategory,
    date: cell(mapping.date),
    minor: null,
    row: null,
  };
  const problem = (reason: string): Item => ({ ...item, reason });
  if (row.ragged)
    return problem(t('import.row.ragged', { cells: row.cells.length, columns: width }));

  const amount = readAmount(cell(mapping.amount), options.decimalMark);
  const date = options.dateOrder && readDate(cell(mapping.date), options.dateOrder);
  if (date) item.date = date.day;
  let fits = true;
  try {
    if (amount !== null) item.minor = toMinor(amount, currency);
  } catch {
    fits = false;
  }

  const kind = cell(mapping.kind);
  if (kind !== '' && !expenseWords.test(kind) && !options.allKinds)
    return { ...item, state: 'left-out', reason: kind };
  if (amount === null)
    return problem(
      cell(mapping.amount) === ''
        ? t('import.row.no-amount')
        : t('import.row.not-amount', { text: cell(mapping.amount) }),
    );
  if (!fits || item.minor === null)
    return problem(
      digitsOf(currency) === 0
        ? t('import.row.no-decimals', { currency })
        : t('import.row.decimals', { currency, count: digitsOf(currency) }),
    );
  if (signed) {
    if (item.minor > 0n && !options.allKinds)
      return { ...item, state: 'left-out', reason: t('import.row.money-in') };
    if (item.minor < 0n) item.minor = -item.minor;
  }
  if (item.minor <= 0n) return problem(t('import.row.zero'));
  if (item.minor > maxMinor) return problem(t('import.row.large'));

  if (!date)
    return problem(
      cell(mapping.date) === ''
        ? t('import.row.no-date')
        : t('import.row.not-date', { text: cell(mapping.date) }),
    );
  const code = cell(mapping.currency).toUpperCase();
  if (code !== '' && code !== currency)
    return problem(t('import.row.currency', { code, currency }));
  if (title === '') return problem(t('import.row.no-title'));
  if (Array.from(title).length > 200) return problem(t('import.row.long-title'));
  if (Array.from(item.category).length > 100) return problem(t('import.row.long-category'));
  const extras = readExtras(row.cells, mapping, own);
  const wrong = extrasProblem(extras);
  if (wrong !== null) return problem(wrong);
  const ready = {
    client_id: `line-${row.line}`,
    title,
    amount: fromMinor(item.minor, currency),
    category,
    date: date.time ? `${date.day}T${date.time}` : date.day,
    ...extras,
  };
  return { ...item, state: 'ready', row: ready };
}

export type Tally = {
  ready: number;
  leftOut: Map<string, number>;
  problems: number;
  newCategories: string[];
};

/** The categories of rows to import that the ledger doesn't have, as first written, with how many. */
export function unknownCategories(
  items: readonly Item[],
  known: readonly string[],
): { name: string; count: number }[] {
  const have = new Set(known.map((name) => name.toLowerCase()));
  const found = new Map<string, { name: string; count: number }>();
  for (const { state, source } of items) {
    const key = source.toLowerCase();
    if (state !== 'ready' || source === '' || have.has(key)) continue;
    const before = found.get(key);
    if (before) before.count += 1;
    else found.set(key, { name: source, count: 1 });
  }
  return [...found.values()];
}

/** Counts what will happen to the rows. */
export function tally(items: readonly Item[], known: readonly string[]): Tally {
  const have = new Set(known.map((name) => name.toLowerCase()));
  const result: Tally = { ready: 0, leftOut: new Map(), problems: 0, newCategories: [] };
  for (const item of items) {
    if (item.state === 'ready') {
      result.ready += 1;
      const name = item.category.toLowerCase();
      if (!have.has(name)) {
        have.add(name);
        result.newCategories.push(item.category);
      }
    } else if (item.state === 'problem') result.problems += 1;
    else result.leftOut.set(item.reason, (result.leftOut.get(item.reason) ?? 0) + 1);
  }
  return result;
}
