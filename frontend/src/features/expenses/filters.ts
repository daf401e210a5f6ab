// The filters of the list live in the address, so that a view can be linked, reloaded and left
// with Back. This file reads and writes that address.
import { asIsoDate } from '@/lib/calendar-date';
import { withQuery } from '@/lib/http';

export type Filters = {
  q?: string;
  category?: string;
  merchant?: string;
  payment_method?: string;
  /** Expenses that have all of them. */
  tag?: string[];
  from?: string;
  to?: string;
  min?: string;
  max?: string;
  sort?: Sort;
};
export type FilterName = Exclude<keyof Filters, 'sort'>;

export const sorts = ['date_desc', 'date_asc', 'amount_desc', 'amount_asc'] as const;
export type Sort = (typeof sorts)[number];

function text(value: unknown, most: number): string | undefined {
  const plain = typeof value === 'string' ? value.trim() : '';
  return plain === '' || plain.length > most ? undefined : plain;
}

/** One tag is a text in the address, several are a list. */
function texts(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).flatMap((one) => text(one, 200) ?? []);
  return list.length === 0 ? undefined : [...new Set(list)].slice(0, 10);
}

function decimal(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{1,16}(\.\d{1,4})?$/.test(value) ? value : undefined;
}

/** Reads filters from the address; what makes no sense there is left out. */
export function readFilters(search: Record<string, unknown>): Filters {
  const candidates = {
    q: text(search['q'], 200),
    category: text(search['category'], 100),
    merchant: text(search['merchant'], 200),
    payment_method: text(search['payment_method'], 200),
    tag: texts(search['tag']),
    from: asIsoDate(search['from']) ?? undefined,
    to: asIsoDate(search['to']) ?? undefined,
    min: decimal(search['min']),
    max: decimal(search['max']),
    sort: sorts.find((sort) => sort === search['sort'] && sort !== 'date_desc'),
  };
  return Object.fromEntries(
    Object.entries(candidates).filter(([, value]) => value !== undefined),
  ) as Filters;
}

/** The first entries of the list for these filters, with count and sum of all that match. */
export function listPath(filters: Filters, limit = 100): string {
  return withQuery('/api/expenses', { limit, total: 'true', ...filters });
}

/** Whether anything narrows the list; its order does not. */
export function isFiltered(filters: Filters): boolean {
  return Object.keys(filters).some((name) => name !== 'sort');
}

/** The filters without one of the tags. */
export function withoutTag({ tag = [], ...rest }: Filters, gone: string): Filters {
  const left = tag.filter((one) => one !== gone);
  return left.length > 0 ? { ...rest, tag: left } : rest;
}

/** The filters without the named ones. */
export function withoutFilters(filters: Filters, names: readonly FilterName[]): Filters {
  return Object.fromEntries(
    Object.entries(filters).filter(([name]) => !names.includes(name as FilterName)),
  ) as Filters;
}
