import { CalendarDays, CreditCard, Store, Tag, Tags, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { ActionMenu } from '@/components/ui/action-menu';
import { Button, IconButton } from '@/components/ui/button';
import { exportPath, type BulkSet, type Target } from '../bulk-api';
import type { Filters } from '../filters';
import type { Selection } from '../selection';
import { useBulk } from '../use-bulk';
import { useExport } from '../use-export';
import { BulkDialog } from './bulk-dialog';
import type { Asked } from './bulk-fields';
import { CategoryChoice } from './category-choice';
import { ExportMenu } from './list-actions';
import { t } from '../bulk-messages';

type Props = { filters: Filters; selection: Selection; count: number | null };

/** What can be done with the rows that are chosen. */
export function BulkBar({ filters, selection, count }: Props) {
  const { all, ids, stop, chooseAll } = selection;
  const bulk = useBulk();
  const file = useExport();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
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
      className="sticky top-2 z-30 mb-3 flex flex-wrap items-center gap-2 rounded-2xl bg-surface p-2 shadow-float print:hidden"
    >
      <IconButton label={t('bulk.done')} onClick={stop}>
        <X size={18} aria-hidden="true" />
      </IconButton>
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
      <ActionMenu
        label={t('bulk.more')}
        disabled={idle}
        actions={[
          {
            name: t('bulk.date'),
            icon: <CalendarDays size={18} />,
            run: () => setAsked('date'),
          },
          {
            name: t('bulk.merchant'),
            icon: <Store size={18} />,
            run: () => setAsked('merchant'),
          },
          {
            name: t('bulk.payment'),
            icon: <CreditCard size={18} />,
            run: () => setAsked('payment'),
          },
        ]}
      />
      <ExportMenu
        disabled={chosen === 0 || file.isPending}
        by={(kind) =>
          all
            ? { href: exportPath(filters, kind) }
            : { fetch: () => file.mutate({ ids: [...ids], kind, sort: filters.sort }) }
        }
      />
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
      {anchor ? (
        <CategoryChoice
          anchor={anchor}
          label={t('bulk.category.choose')}
          value=""
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
