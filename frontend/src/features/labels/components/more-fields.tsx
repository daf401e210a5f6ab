import { useQuery } from '@tanstack/react-query';
import { useFormContext, useWatch } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { labelsQuery } from '../api';
import type { LabelValues } from '../fields';
import { t } from '../field-messages';
import { PaymentField } from './payment-field';
import { TagsField } from './tags-field';

/** What an expense may have besides: how it is paid, tags, a note. Their form is around them. */
export function MoreFields() {
  const form = useFormContext<LabelValues>();
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
      <Field label={t('labels.field.note')} error={errors.note?.message}>
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
