import { Field, Select } from '@/components/ui/field';
import { Card } from '@/components/ui/page';
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import { formatMoney, toMinor } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import {
  guessDateOrder,
  guessDecimalMark,
  readAmount,
  readDate,
  type ColumnName,
  type DateOrder,
  type DecimalMark,
} from '../guess';
import { columnValues, type Options } from '../model';
import type { Parsed } from '../parse';

const columns: Record<ColumnName, string> = {
  date: 'Date',
  amount: 'Amount',
  note: 'Title',
  subcategory: 'Title when empty',
  category: 'Category',
  kind: 'Income or expense',
  currency: 'Currency',
};
const orders: Record<DateOrder, string> = {
  dmy: 'Day, month, year',
  mdy: 'Month, day, year',
  ymd: 'Year, month, day',
};

type Props = {
  file: Parsed;
  options: Options;
  currencies: readonly { code: string; name: string }[];
  onChange: (options: Options) => void;
};

/** What was guessed about the file, with a sample of what it comes to, to be corrected. */
export function ImportOptions({ file, options, currencies, onChange }: Props) {
  const { locale } = usePreferences();
  const { mapping, dateOrder } = options;
  const dates = columnValues(file, mapping.date);
  const ambiguous = dates.length > 0 && guessDateOrder(dates) === null;
  const amount =
    columnValues(file, mapping.amount).find((value) => /[.,]/.test(value)) ??
    columnValues(file, mapping.amount)[0];
  const sample = amount === undefined ? null : readAmount(amount, options.decimalMark);
  let amountHint = 'No amount to show.';
  try {
    if (sample)
      amountHint = `${amount} is read as ${formatMoney(toMinor(sample, options.currency), options.currency, locale)}`;
  } catch {
    amountHint = `${amount} doesn’t fit this currency.`;
  }
  const day = dates[0] && dateOrder ? readDate(dates[0], dateOrder)?.day : null;
  const iso = day ? asIsoDate(day) : null;
  return (
    <Card title="How to read it">
      <div className="grid gap-4 p-4 sm:grid-cols-2 sm:p-5 lg:grid-cols-4">
        {(Object.entries(columns) as [ColumnName, string][]).map(([name, label]) => (
          <Field key={name} label={label}>
            {(wiring) => (
              <Select
                {...wiring}
                value={mapping[name]}
                onChange={(event) => {
                  const next = {
                    ...options,
                    mapping: { ...mapping, [name]: Number(event.target.value) },
                  };
                  if (name === 'date')
                    next.dateOrder = guessDateOrder(columnValues(file, next.mapping.date));
                  if (name === 'amount')
                    next.decimalMark = guessDecimalMark(columnValues(file, next.mapping.amount));
                  onChange(next);
                }}
              >
                <option value={-1}>Not in the file</option>
                {file.header.map((header, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- columns have no other identity
                  <option key={index} value={index}>
                    {header}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
        <Field
          label="Dates are written"
          error={
            ambiguous && dateOrder === null
              ? `Is ${dates[0]} day first or month first? Please choose.`
              : undefined
          }
          hint={iso && dates[0] ? `${dates[0]} is read as ${formatDate(iso, locale)}` : undefined}
        >
          {(wiring) => (
            <Select
              {...wiring}
              value={dateOrder ?? ''}
              onChange={(event) =>
                onChange({ ...options, dateOrder: event.target.value as DateOrder })
              }
            >
              {dateOrder === null ? <option value="">Choose…</option> : null}
              {Object.entries(orders).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Decimals begin with" hint={amountHint}>
          {(wiring) => (
            <Select
              {...wiring}
              value={options.decimalMark}
              onChange={(event) =>
                onChange({ ...options, decimalMark: event.target.value as DecimalMark })
              }
            >
              <option value=".">a point: 1,234.50</option>
              <option value=",">a comma: 1.234,50</option>
            </Select>
          )}
        </Field>
        <Field label="All amounts are in">
          {(wiring) => (
            <Select
              {...wiring}
              value={options.currency}
              onChange={(event) => onChange({ ...options, currency: event.target.value })}
            >
              {currencies.map(({ code, name }) => (
                <option key={code} value={code}>
                  {code} – {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </Card>
  );
}
