import { useQuery } from '@tanstack/react-query';
import { useWatch, type UseFormReturn } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { Suggest } from '@/components/ui/suggest';
import { fold } from '@/lib/fold';
import { labelsQuery, type Label } from '@/features/labels/api';
import type { FormValues } from '../schema';
import { t } from '../form-messages';

type Props = {
  form: UseFormReturn<FormValues>;
  /** Called with a merchant that is known, when it was chosen or typed in full. */
  onKnown: (merchant: Label) => void;
};

/** Who was paid: proposes those that are known, and takes a new one. */
export function MerchantField({ form, onKnown }: Props) {
  const { data: merchants } = useQuery(labelsQuery('merchants'));
  const value = useWatch({ control: form.control, name: 'merchant' });
  const settle = (typed: string) => {
    const known = merchants?.find(({ name }) => fold(name) === fold(typed));
    if (known) onKnown(known);
  };
  return (
    <Field label={t('form.merchant')} error={form.formState.errors.merchant?.message}>
      {(wiring) => (
        <Suggest
          {...wiring}
          // While the list is open, the label is hidden from screen readers.
          aria-label={t('form.merchant')}
          value={value}
          onChange={(next) => form.setValue('merchant', next, { shouldDirty: true })}
          onChoose={settle}
          onBlur={() => settle(value)}
          suggestions={merchants?.map(({ name }) => name) ?? []}
          maxLength={100}
        />
      )}
    </Field>
  );
}
