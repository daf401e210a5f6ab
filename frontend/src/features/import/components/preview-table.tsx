import { Fragment, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import type { ImportRow, Item } from '../model';
import { ExistingExpense } from './existing-expense';
import { t } from '../messages';

const views = ['all', 'ready', 'repeat', 'left-out', 'problem'] as const;
type View = (typeof views)[number];
const pageSize = 50;

type Props = {
  items: readonly Item[];
  currency: string;
  /** Client ids of rows that are there already, each with the id of the expense that it repeats. */
  repeats: ReadonlyMap<string, number>;
  /** What the server said of a row, by client id. */
  refused: ReadonlyMap<string, string>;
};

/** What a row will have besides, as the list writes it. */
function Extras({ merchant, payment_method, tags = [], note }: ImportRow) {
  const parts = [merchant, payment_method, ...tags.map((tag) => `#${tag}`), note].filter(Boolean);
  return parts.length === 0 ? null : (
    <span className="line-clamp-2 font-normal text-text-3">
      {parts.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a merchant may be named as the note
        <Fragment key={index}>
          {index > 0 ? ' · ' : ''}
          <bdi>{part}</bdi>
        </Fragment>
      ))}
    </span>
  );
}

/** Every row of the file and what happens to it, fifty at a time. */
export function PreviewTable({ items, currency, repeats, refused }: Props) {
  const { locale, money } = usePreferences();
  const [view, setView] = useState<View>('all');
  const [page, setPage] = useState(0);
  const rows = useMemo(
    () =>
      items.map((item) => {
        const id = item.row?.client_id ?? '';
        const reason = refused.get(id);
        if (reason) return { item, view: 'problem' as const, note: reason };
        if (item.state === 'problem') return { item, view: 'problem' as const, note: item.reason };
        if (item.state === 'left-out')
          return {
            item,
            view: 'left-out' as const,
            note: t('import.note.left-out', { kind: item.reason }),
          };
        if (repeats.has(id))
          return { item, view: 'repeat' as const, note: t('import.note.repeat') };
        return { item, view: 'ready' as const, note: '' };
      }),
    [items, repeats, refused],
  );
  const count = (name: View) =>
    name === 'all' ? rows.length : rows.filter((row) => row.view === name).length;
  const shown = view === 'all' ? rows : rows.filter((row) => row.view === view);
  const pages = Math.max(1, Math.ceil(shown.length / pageSize));
  const at = Math.min(page, pages - 1);
  const number = new Intl.NumberFormat(locale);
  return (
    <section aria-label={t('import.rows')} className="card overflow-hidden">
      <div className="flex flex-wrap gap-2 p-4 sm:p-5" role="group" aria-label={t('import.view')}>
        {views
          .filter((name) => name === 'all' || count(name) > 0)
          .map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={view === name}
              onClick={() => {
                setView(name);
                setPage(0);
              }}
              className="min-h-9 rounded-full border border-line-strong/50 px-3.5 text-sm aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
            >
              {t(`import.view.${name}`)} {number.format(count(name))}
            </button>
          ))}
      </div>
      <table className="w-full text-start text-sm">
        <thead className="border-y border-line bg-surface-2/60 text-text-3 max-sm:sr-only">
          <tr>
            <th scope="col" className="py-2 ps-5 font-medium">
              {t('import.line')}
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              {t('import.col.date')}
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              {t('import.col.note')}
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              {t('import.col.category')}
            </th>
            <th scope="col" className="py-2 pe-5 text-end font-medium">
              {t('import.col.amount')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-sm:border-t max-sm:border-line">
          {shown.slice(at * pageSize, (at + 1) * pageSize).map(({ item, view: kind, note }) => {
            const day = asIsoDate(item.date);
            const existing = kind === 'repeat' ? repeats.get(item.row?.client_id ?? '') : undefined;
            const muted = kind === 'ready' ? '' : 'text-text-3';
            return (
              <tr
                key={item.line}
                className={`max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:px-4 max-sm:py-2.5 ${muted}`}
              >
                <td className="money py-2.5 ps-5 text-text-3 max-sm:hidden">{item.line}</td>
                <td className="money px-3 py-2.5 max-sm:order-3 max-sm:p-0 max-sm:text-text-3">
                  {day ? formatDate(day, locale) : item.date}
                </td>
                <td className="px-3 py-2.5 max-sm:order-1 max-sm:p-0 max-sm:pe-3 max-sm:font-medium">
                  <bdi>{item.title || '–'}</bdi>
                  {item.row ? <Extras {...item.row} /> : null}
                  {note ? (
                    <span
                      className={`block font-medium ${kind === 'problem' ? 'text-danger' : 'text-text-3'}`}
                    >
                      {note}
                    </span>
                  ) : null}
                  {existing === undefined ? null : <ExistingExpense id={existing} />}
                </td>
                <td className="px-3 py-2.5 max-sm:order-4 max-sm:p-0 max-sm:text-end max-sm:text-text-3">
                  {item.category}
                </td>
                <td className="money py-2.5 pe-5 text-end max-sm:order-2 max-sm:p-0 max-sm:font-medium">
                  {item.minor === null ? '–' : money(item.minor, currency)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {pages > 1 ? (
        <div className="flex items-center justify-between gap-3 border-t border-line p-4 sm:px-5">
          <Button disabled={at === 0} onClick={() => setPage(at - 1)}>
            {t('import.previous')}
          </Button>
          <p role="status" className="text-center text-sm text-text-2">
            {t('import.page', { page: at + 1, pages })}
          </p>
          <Button disabled={at >= pages - 1} onClick={() => setPage(at + 1)}>
            {t('import.next')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
