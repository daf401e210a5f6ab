// Each filter in words. Apart from filters.ts, which comes with the first page.
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import type { FilterName, Filters } from './filters';
import { t } from './list-messages';

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
  const number = (value: string) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: value.split('.')[1]?.length ?? 0,
    }).format(value as `${number}`);
  if (q) chips.push({ label: t('list.chip.q', { words: q }), names: ['q'] });
  if (category) chips.push({ label: category, names: ['category'] });
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
