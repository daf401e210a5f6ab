import { useQuery } from '@tanstack/react-query';
import { CalendarDays, Tag, Tags, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { ChoiceMenu } from '@/components/ui/choice-menu';
import { categoriesQuery } from '@/features/categories/api';
import type { BulkSet, Target } from '../bulk-api';
import type { Filters } from '../filters';
import type { Selection } from '../selection';
import { useBulk } from '../use-bulk';
import { BulkDialog } from './bulk-dialog';
import { ExportMenu } from './list-actions';
import { t } from '../bulk-messages';

type Props = { filters: Filters; selection: Selection; count: number | null };

/** What can be done with the rows that are chosen. */
export function BulkBar({ filters, selection, count }: Props) {
  const { all, ids, stop, chooseAll } = selection;
  const bulk = useBulk();
  const { data: categories } = useQuery(categoriesQuery);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asked, setAsked] = useState<'tags' | 'date' | null>(null);
  const chosen = all ? (count ?? 0) : ids.size;
  const target: Target = all ? { filter: filters, expected_count: chosen } : { ids: [...ids] };
  const update = async (set: BulkSet) => {
    await bulk.mutateAsync({ target, action: 'update', set });
    setAsked(null);
    stop();
  };
  const idle = chosen === 0 || bulk.isPending;
  return (
    <section
      aria-label={t('bulk.bar')}
      className="sticky top-2 z-30 mb-3 flex flex-wrap items-center gap-2 rounded-2xl bg-surface p-2 ps-4 shadow-float print:hidden"
    >
      <p role="status" className="min-w-24 flex-1 font-medium">
        {chosen === 0
          ? t('bulk.none')
          : all
            ? t('bulk.all-selected', { count: chosen })
            : t('bulk.selected', { count: chosen })}
      </p>
      {!all && count !== null && count > ids.size ? (
        <Button look="quiet" onClick={chooseAll}>
          {t('bulk.choose-all', { count })}
        </Button>
      ) : null}
      <Button
        aria-haspopup="menu"
        disabled={idle}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Tag size={18} aria-hidden="true" />
        {t('bulk.category')}
      </Button>
      <Button disabled={idle} onClick={() => setAsked('tags')}>
        <Tags size={18} aria-hidden="true" />
        {t('bulk.tags')}
      </Button>
      <Button disabled={idle} onClick={() => setAsked('date')}>
        <CalendarDays size={18} aria-hidden="true" />
        {t('bulk.date')}
      </Button>
      {all ? <ExportMenu filters={filters} /> : null}
      <Button
        look="danger"
        disabled={idle}
        onClick={() => {
          // Whoever is refused keeps the choice, to try again.
          bulk.mutate({ target, action: 'delete' }, { onSuccess: stop });
        }}
      >
        <Trash2 size={18} aria-hidden="true" />
        {t('bulk.delete')}
      </Button>
      <IconButton label={t('bulk.done')} onClick={stop}>
        <X size={18} aria-hidden="true" />
      </IconButton>
      {anchor && categories ? (
        <ChoiceMenu
          anchor={anchor}
          label={t('bulk.category.choose')}
          value=""
          options={categories
            .filter(({ archived }) => !archived)
            .map(({ name, icon }) => ({ value: name, picture: icon }))}
          onChoose={(category) => {
            bulk.mutate({ target, action: 'update', set: { category } }, { onSuccess: stop });
          }}
          onClose={() => setAnchor(null)}
        />
      ) : null}
      {asked ? (
        <BulkDialog
          what={asked}
          busy={bulk.isPending}
          error={bulk.error}
          onApply={update}
          onClose={() => {
            bulk.reset();
            setAsked(null);
          }}
        />
      ) : null}
    </section>
  );
}
