// Each filter in words. Apart from filters.ts, which comes with the first page.
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import type { FilterName, Filters } from './filters';
import { t } from './list-messages';

/** What it says, which filters go when it is removed, and of several tags, which. */
export type Chip = { label: string; names: FilterName[]; tag?: string };

/** One chip per filter: what it says and which filters go when it is removed. */
export function describeFilters(filters: Filters, locale: string): Chip[] {
  const chips: Chip[] = [];
  const { q, category, merchant, payment_method, tag, from, to, min, max } = filters;
  const day = (value: string) => {
    const date = asIsoDate(value);
    return date ? formatDate(date, locale) : value;
  };
  const number = (value: string) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: value.split('.')[1]?.length ?? 0,
    }).format(value as `${number}`);
  if (q) chips.push({ label: t('list.chip.q', { words: q }), names: ['q'] });
  if (category) chips.push({ label: category, names: ['category'] });
  if (merchant) chips.push({ label: t('list.chip.at', { merchant }), names: ['merchant'] });
  for (const one of tag ?? []) chips.push({ label: `#${one}`, names: ['tag'], tag: one });
  if (payment_method)
    chips.push({
      label: t('list.chip.paid', { method: payment_method }),
      names: ['payment_method'],
    });
  if (from && to)
    chips.push({
      label: t('list.chip.range', { from: day(from), to: day(to) }),
      names: ['from', 'to'],
    });
  else if (from) chips.push({ label: t('list.chip.from', { day: day(from) }), names: ['from'] });
  else if (to) chips.push({ label: t('list.chip.to', { day: day(to) }), names: ['to'] });
  if (min && max)
    chips.push({
      label: t('list.chip.amounts', { min: number(min), max: number(max) }),
      names: ['min', 'max'],
    });
  else if (min) chips.push({ label: t('list.chip.min', { min: number(min) }), names: ['min'] });
  else if (max) chips.push({ label: t('list.chip.max', { max: number(max) }), names: ['max'] });
  return chips;
}
