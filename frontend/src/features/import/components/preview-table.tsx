import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import type { Item } from '../model';

type View = 'all' | 'ready' | 'repeat' | 'left-out' | 'problem';
const pageSize = 50;

type Props = {
  items: readonly Item[];
  currency: string;
  /** client ids of rows that are there already. */
  repeats: ReadonlySet<string>;
  /** What the server said of a row, by client id. */
  refused: ReadonlyMap<string, string>;
};

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
          return { item, view: 'left-out' as const, note: `Left out: ${item.reason}` };
        if (repeats.has(id)) return { item, view: 'repeat' as const, note: 'Already in your list' };
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
  const views: [View, string][] = [
    ['all', 'All'],
    ['ready', 'To import'],
    ['repeat', 'Repeats'],
    ['left-out', 'Left out'],
    ['problem', 'Problems'],
  ];
  return (
    <section aria-label="Rows of the file" className="card overflow-hidden">
      <div className="flex flex-wrap gap-2 p-4 sm:p-5" role="group" aria-label="Which rows to show">
        {views
          .filter(([name]) => name === 'all' || count(name) > 0)
          .map(([name, label]) => (
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
              {label} {number.format(count(name))}
            </button>
          ))}
      </div>
      <table className="w-full text-left text-sm">
        <thead className="border-y border-line bg-surface-2/60 text-text-3 max-sm:sr-only">
          <tr>
            <th scope="col" className="py-2 pl-5 font-medium">
              Line
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Date
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Title
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Category
            </th>
            <th scope="col" className="py-2 pr-5 text-right font-medium">
              Amount
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-sm:border-t max-sm:border-line">
          {shown.slice(at * pageSize, (at + 1) * pageSize).map(({ item, view: kind, note }) => {
            const day = asIsoDate(item.date);
            const muted = kind === 'ready' ? '' : 'text-text-3';
            return (
              <tr
                key={item.line}
                className={`max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:px-4 max-sm:py-2.5 ${muted}`}
              >
                <td className="money py-2.5 pl-5 text-text-3 max-sm:hidden">{item.line}</td>
                <td className="money px-3 py-2.5 max-sm:order-3 max-sm:p-0 max-sm:text-text-3">
                  {day ? formatDate(day, locale) : item.date}
                </td>
                <td className="px-3 py-2.5 max-sm:order-1 max-sm:p-0 max-sm:pr-3 max-sm:font-medium">
                  {item.title || '–'}
                  {note ? (
                    <span
                      className={`block font-medium ${kind === 'problem' ? 'text-danger' : 'text-text-3'}`}
                    >
                      {note}
                    </span>
                  ) : null}
                </td>
                <td className="px-3 py-2.5 max-sm:order-4 max-sm:p-0 max-sm:text-right max-sm:text-text-3">
                  {item.category}
                </td>
                <td className="money py-2.5 pr-5 text-right max-sm:order-2 max-sm:p-0 max-sm:font-medium">
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
            Previous
          </Button>
          <p role="status" className="text-center text-sm text-text-2">
            Page {at + 1} of {pages}
          </p>
          <Button disabled={at >= pages - 1} onClick={() => setPage(at + 1)}>
            Next
          </Button>
        </div>
      ) : null}
    </section>
  );
}
