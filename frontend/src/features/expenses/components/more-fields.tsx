import { useQuery } from '@tanstack/react-query';
import { useWatch, type UseFormReturn } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { labelsQuery } from '@/features/labels/api';
import type { FormValues } from '../schema';
import { t } from '../form-messages';
import { PaymentField } from './payment-field';
import { TagsField } from './tags-field';

/** What an expense may have besides: how it was paid, tags, a note. */
export function MoreFields({ form }: { form: UseFormReturn<FormValues> }) {
  const { data: tags } = useQuery(labelsQuery('tags'));
  const [payment, chosen] = useWatch({ control: form.control, name: ['payment', 'tags'] });
  const { errors } = form.formState;
  return (
    <>
      <PaymentField {...form.register('payment')} value={payment} error={errors.payment?.message} />
      <TagsField
        value={chosen}
        suggestions={tags?.map(({ name }) => name) ?? []}
        error={errors.tags?.message}
        onChange={(next) => form.setValue('tags', next, { shouldDirty: true })}
      />
      <Field label={t('form.note')} error={errors.note?.message}>
        {(wiring) => (
          <textarea
            {...wiring}
            {...form.register('note')}
            rows={2}
            maxLength={2000}
            className="field min-h-20 py-2.5"
          />
        )}
      </Field>
    </>
  );
}
