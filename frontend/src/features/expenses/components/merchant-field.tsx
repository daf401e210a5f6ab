import { useQuery } from '@tanstack/react-query';
import { useWatch, type UseFormReturn } from 'react-hook-form';
import { fold } from '@/lib/fold';
import { labelsQuery, type Label } from '@/features/labels/api';
import type { FormValues } from '../schema';
import { MerchantInput } from './merchant-input';

type Props = {
  form: UseFormReturn<FormValues>;
  /** Called with a merchant that is known, when it was chosen or typed in full. */
  onKnown: (merchant: Label) => void;
};

/** The merchant of the form's expense. */
export function MerchantField({ form, onKnown }: Props) {
  const { data: merchants } = useQuery(labelsQuery('merchants'));
  const value = useWatch({ control: form.control, name: 'merchant' });
  return (
    <MerchantInput
      value={value}
      error={form.formState.errors.merchant?.message}
      onChange={(next) => form.setValue('merchant', next, { shouldDirty: true })}
      onSettle={(typed) => {
        const known = merchants?.find(({ name }) => fold(name) === fold(typed));
        if (known) onKnown(known);
      }}
    />
  );
}
