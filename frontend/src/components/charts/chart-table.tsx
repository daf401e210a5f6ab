import type { ReactNode } from 'react';
import { toCsv, type CsvCell } from '@/lib/csv';
import { saveFile } from '@/lib/save-file';
import { t } from './messages';

export type TableRow = { key: string; cells: readonly ReactNode[]; plain: readonly CsvCell[] };

type Props = {
  caption: string;
  head: readonly string[];
  rows: readonly TableRow[];
  /** The name of the CSV file, without its ending. */
  file: string;
};

/** The figures of a chart as a table, folded away under it, and as a file. On paper it is open. */
export function ChartTable({ caption, head, rows, file }: Props) {
  const save = () => {
    const text = toCsv([head, ...rows.map(({ plain }) => plain)]);
    saveFile(`${file}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }));
  };
  return (
    <div className="relative">
      <button
        type="button"
        onClick={save}
        className="absolute end-0 top-0 min-h-11 rounded-xl px-2 font-medium text-accent hover:underline print:hidden"
      >
        {t('chart.csv')}
      </button>
      <details className="chart-table">
        <summary className="inline-flex min-h-11 items-center rounded-xl font-medium text-accent hover:underline">
          {t('chart.table')}
        </summary>
        <div className="overflow-x-auto" tabIndex={0}>
          <table className="mt-2 w-full text-sm">
            <caption className="sr-only">{caption}</caption>
            <thead className="border-b border-line text-text-3">
              <tr>
                {head.map((name, index) => (
                  <th
                    key={name}
                    scope="col"
                    className={`py-2 font-medium ${index === 0 ? 'text-start' : 'ps-3 text-end'}`}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {rows.map(({ key, cells }) => (
                <tr key={key}>
                  {cells.map((cell, index) =>
                    index === 0 ? (
                      <th key={head[index]} scope="row" className="py-2 text-start font-medium">
                        {cell}
                      </th>
                    ) : (
                      <td key={head[index]} className="money py-2 ps-3 text-end">
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
