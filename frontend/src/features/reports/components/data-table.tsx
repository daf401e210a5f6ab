type Props = {
  summary: string;
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
};

/** The figures of a chart as a table, folded away under it. */
export function DataTable({ summary, caption, head, rows }: Props) {
  return (
    <details className="group">
      <summary className="inline-flex min-h-11 items-center rounded-xl font-medium text-accent hover:underline">
        {summary}
      </summary>
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
          {rows.map((cells) => (
            <tr key={cells[0]}>
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
    </details>
  );
}
