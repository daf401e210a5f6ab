// The filters of the list live in the address, so that a view can be linked, reloaded and left
// with Back. This file reads and writes that address and speaks each filter in words.
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import { withQuery } from '@/lib/http';

export type Sort = 'date_desc' | 'date_asc' | 'amount_desc' | 'amount_asc';
export type Filters = {
  q?: string;
  category?: string;
  from?: string;
  to?: string;
  min?: string;
  max?: string;
  sort?: Sort;
};
type FilterName = Exclude<keyof Filters, 'sort'>;

export const sorts: Record<Sort, string> = {
  date_desc: 'Newest first',
  date_asc: 'Oldest first',
  amount_desc: 'Largest first',
  amount_asc: 'Smallest first',
};

function text(value: unknown, most: number): string | undefined {
  const plain = typeof value === 'string' ? value.trim() : '';
  return plain === '' || plain.length > most ? undefined : plain;
}

function decimal(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{1,16}(\.\d{1,4})?$/.test(value) ? value : undefined;
}

/** Reads filters from the address; what makes no sense there is left out. */
export function readFilters(search: Record<string, unknown>): Filters {
  const candidates = {
    q: text(search['q'], 200),
    category: text(search['category'], 100),
    from: asIsoDate(search['from']) ?? undefined,
    to: asIsoDate(search['to']) ?? undefined,
    min: decimal(search['min']),
    max: decimal(search['max']),
    sort: Object.keys(sorts).find((sort) => sort === search['sort'] && sort !== 'date_desc'),
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

/** One chip per filter: what it says and which filters go when it is removed. */
export function describeFilters(
  filters: Filters,
  locale: string,
): { label: string; names: FilterName[] }[] {
  const chips: { label: string; names: FilterName[] }[] = [];
  const { q, category, from, to, min, max } = filters;
  const day = (value: string) => {
    const date = asIsoDate(value);
    return date ? formatDate(date, locale) : value;
  };
  if (q) chips.push({ label: `“${q}”`, names: ['q'] });
  if (category) chips.push({ label: category, names: ['category'] });
  if (from && to) chips.push({ label: `${day(from)} – ${day(to)}`, names: ['from', 'to'] });
  else if (from) chips.push({ label: `From ${day(from)}`, names: ['from'] });
  else if (to) chips.push({ label: `Until ${day(to)}`, names: ['to'] });
  if (min && max) chips.push({ label: `${min} to ${max}`, names: ['min', 'max'] });
  else if (min) chips.push({ label: `At least ${min}`, names: ['min'] });
  else if (max) chips.push({ label: `At most ${max}`, names: ['max'] });
  return chips;
}

/** The filters without the named ones. */
export function withoutFilters(filters: Filters, names: readonly FilterName[]): Filters {
  return Object.fromEntries(
    Object.entries(filters).filter(([name]) => !names.includes(name as FilterName)),
  ) as Filters;
}
