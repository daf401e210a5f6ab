import { Search, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Select, TextInput } from '@/components/ui/field';
import { useCommands, type Command } from '@/lib/commands/registry';
import { usePreferences } from '@/lib/preferences';
import {
  readFilters,
  sorts,
  withoutFilters,
  withoutTag,
  type Filters,
  type Sort,
} from '../filters';
import { describeFilters } from '../filter-words';
import { t } from '../list-messages';
import { FilterPanel } from './filter-panel';

type Props = { filters: Filters; onChange: (filters: Filters) => void };

/** Search and order always in sight; the rest folds out. Each active filter is a chip. */
export function FilterBar({ filters, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(filters.q ?? '');
  const sent = useRef(filters.q ?? '');
  const { locale } = usePreferences();
  const panel = useId();
  const field = useRef<HTMLInputElement>(null);
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          id: 'search',
          name: t('list.search'),
          group: 'expenses',
          keys: ['/'],
          run: () => {
            field.current?.focus();
            field.current?.select();
          },
        },
      ],
      [],
    ),
  );

  // The address may change from elsewhere (Back, a chip): the field follows.
  useEffect(() => {
    if ((filters.q ?? '') === sent.current) return;
    sent.current = filters.q ?? '';
    setText(sent.current);
  }, [filters.q]);

  useEffect(() => {
    if (text.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      onChange(readFilters({ ...filters, q: text }));
    }, 250);
    return () => clearTimeout(timer);
  }, [text, filters, onChange]);

  // Only what the panel itself shows makes it begin anew: a search that is still on its way must
  // not wipe a date that somebody has just typed.
  const panelKey = JSON.stringify({ ...withoutFilters(filters, ['q']), sort: null });
  const chips = describeFilters(filters, locale);
  return (
    <div className="mb-5 grid gap-3">
      <div className="flex flex-wrap gap-2">
        <div className="relative min-w-40 flex-1 max-sm:basis-full">
          <Search aria-hidden="true" size={18} className="absolute start-3.5 top-3.5 text-text-3" />
          <TextInput
            ref={field}
            type="search"
            aria-label={t('list.search')}
            placeholder={t('list.search.placeholder')}
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="ps-10"
          />
        </div>
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
          <SlidersHorizontal size={18} aria-hidden="true" />
          {t('list.filter')}
        </Button>
        <Select
          aria-label={t('list.order')}
          className="w-auto max-sm:flex-1"
          value={filters.sort ?? 'date_desc'}
          onChange={(event) =>
            onChange(readFilters({ ...filters, sort: event.target.value as Sort }))
          }
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {t(`list.sort.${sort}`)}
            </option>
          ))}
        </Select>
      </div>
      <div id={panel} hidden={!open}>
        {open ? <FilterPanel key={panelKey} filters={filters} onChange={onChange} /> : null}
      </div>
      {chips.length > 0 ? (
        <ul aria-label={t('list.active')} className="flex flex-wrap gap-2">
          {chips.map((chip) => (
            <li key={chip.label}>
              <button
                type="button"
                onClick={() =>
                  onChange(
                    chip.tag === undefined
                      ? withoutFilters(filters, chip.names)
                      : withoutTag(filters, chip.tag),
                  )
                }
                aria-label={t('list.remove-filter', { filter: chip.label })}
                className="inline-flex min-h-9 items-center gap-1.5 rounded-full bg-accent-soft py-1 ps-3.5 pe-2.5 text-sm text-text hover:bg-line"
              >
                <bdi>{chip.label}</bdi>
                <X size={16} aria-hidden="true" />
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              onClick={() => onChange(filters.sort ? { sort: filters.sort } : {})}
              className="min-h-9 rounded-full px-3 text-sm font-medium text-accent hover:underline"
            >
              {t('list.clear')}
            </button>
          </li>
        </ul>
      ) : null}
    </div>
  );
}
