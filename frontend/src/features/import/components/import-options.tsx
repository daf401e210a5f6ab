import { Field, Select } from '@/components/ui/field';
import { Card } from '@/components/ui/page';
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import { formatMoney, toMinor } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import {
  columnNames,
  guessDateOrder,
  guessDecimalMark,
  readAmount,
  readDate,
  type DateOrder,
  type DecimalMark,
} from '../guess';
import { columnValues, type Options } from '../model';
import type { Parsed } from '../parse';
import { t } from '../messages';

const orders = ['dmy', 'mdy', 'ymd'] as const satisfies DateOrder[];

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
  let amountHint = t('import.no-sample');
  try {
    if (sample)
      amountHint = t('import.read-as', {
        text: amount ?? '',
        meaning: formatMoney(toMinor(sample, options.currency), options.currency, locale),
      });
  } catch {
    amountHint = t('import.unfit', { text: amount ?? '' });
  }
  const day = dates[0] && dateOrder ? readDate(dates[0], dateOrder)?.day : null;
  const iso = day ? asIsoDate(day) : null;
  return (
    <Card title={t('import.how')}>
      <div className="grid gap-4 p-4 sm:grid-cols-2 sm:p-5 lg:grid-cols-4">
        {columnNames.map((name) => (
          <Field key={name} label={t(`import.col.${name}`)}>
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
                <option value={-1}>{t('import.not-in-file')}</option>
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
          label={t('import.dates')}
          error={
            ambiguous && dateOrder === null
              ? t('import.dates.ask', { text: dates[0] ?? '' })
              : undefined
          }
          hint={
            iso && dates[0]
              ? t('import.read-as', { text: dates[0], meaning: formatDate(iso, locale) })
              : undefined
          }
        >
          {(wiring) => (
            <Select
              {...wiring}
              value={dateOrder ?? ''}
              onChange={(event) =>
                onChange({ ...options, dateOrder: event.target.value as DateOrder })
              }
            >
              {dateOrder === null ? <option value="">{t('import.dates.choose')}</option> : null}
              {orders.map((order) => (
                <option key={order} value={order}>
                  {t(`import.order.${order}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('import.decimals')} hint={amountHint}>
          {(wiring) => (
            <Select
              {...wiring}
              value={options.decimalMark}
              onChange={(event) =>
                onChange({ ...options, decimalMark: event.target.value as DecimalMark })
              }
            >
              <option value=".">{t('import.decimals.point')}</option>
              <option value=",">{t('import.decimals.comma')}</option>
            </Select>
          )}
        </Field>
        <Field label={t('import.currency')}>
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
