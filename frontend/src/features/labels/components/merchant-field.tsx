import { useQuery } from '@tanstack/react-query';
import { useFormContext, useWatch } from 'react-hook-form';
import { fold } from '@/lib/fold';
import { labelsQuery, type Label } from '../api';
import type { LabelValues } from '../fields';
import { MerchantInput } from './merchant-input';

type Props = {
  /** Called with a merchant that is known, when it was chosen or typed in full. */
  onKnown?: (merchant: Label) => void;
};

/** The merchant of the form that is around it. */
export function MerchantField({ onKnown }: Props) {
  const form = useFormContext<LabelValues>();
  const { data: merchants } = useQuery(labelsQuery('merchants'));
  const value = useWatch({ control: form.control, name: 'merchant' });
  return (
    <MerchantInput
      value={value}
      error={form.formState.errors.merchant?.message}
      onChange={(next) => form.setValue('merchant', next, { shouldDirty: true })}
      onSettle={(typed) => {
        const known = merchants?.find(({ name }) => fold(name) === fold(typed));
        if (known) onKnown?.(known);
      }}
    />
  );
}
