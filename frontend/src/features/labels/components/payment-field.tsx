import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { Field, Select } from '@/components/ui/field';
import { labelsQuery } from '../api';
import { t } from '../field-messages';

type Props = Omit<ComponentProps<'select'>, 'value'> & {
  /** The chosen one, '' for none; null when nobody has chosen yet. */
  value: string | null;
  /** What stands there as long as nobody has chosen. */
  unset?: string;
  error?: string | undefined;
};
const nothing = '?';

/** How it was paid. */
export function PaymentField({ value, unset, error, ...rest }: Props) {
  const { data: methods } = useQuery(labelsQuery('payment-methods'));
  const known = methods?.map(({ name }) => name) ?? [];
  const names = !value || known.includes(value) ? known : [value, ...known];
  return (
    <Field label={t('labels.field.payment')} error={error}>
      {(wiring) => (
        // Drawn by its value: its choices may come later than what it shows.
        <Select {...wiring} {...rest} value={value ?? nothing}>
          {value === null ? (
            <option value={nothing} disabled>
              {unset}
            </option>
          ) : null}
          <option value="">{t('labels.field.payment.none')}</option>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}
