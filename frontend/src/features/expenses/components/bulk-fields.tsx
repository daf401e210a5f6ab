import { useQuery } from '@tanstack/react-query';
import { Field, TextInput } from '@/components/ui/field';
import { labelsQuery } from '@/features/labels/api';
import { t } from '../bulk-messages';
import { MerchantInput } from '@/features/labels/components/merchant-input';
import { PaymentField } from '@/features/labels/components/payment-field';
import { TagsField } from '@/features/labels/components/tags-field';

export type Asked = 'tags' | 'date' | 'merchant' | 'payment';
export type Typed = {
  add: string[];
  remove: string[];
  date: string;
  merchant: string;
  /** '' is none; null when nobody has chosen. */
  payment: string | null;
};
export type Wrong = Partial<Record<keyof Typed, string>>;

type PartProps = { typed: Typed; wrong: Wrong; onChange: (changes: Partial<Typed>) => void };

function DateField({ typed, wrong, onChange }: PartProps) {
  return (
    <Field label={t('bulk.date.field')} error={wrong.date}>
      {(wiring) => (
        <TextInput
          {...wiring}
          type="date"
          value={typed.date}
          onChange={({ target }) => onChange({ date: target.value })}
        />
      )}
    </Field>
  );
}

function TagsFields({ typed, wrong, onChange }: PartProps) {
  const { data: tags } = useQuery(labelsQuery('tags'));
  const names = tags?.map(({ name }) => name) ?? [];
  return (
    <>
      <TagsField
        label={t('bulk.tags.add')}
        value={typed.add}
        suggestions={names}
        error={wrong.add}
        onChange={(add) => onChange({ add })}
      />
      <TagsField
        label={t('bulk.tags.remove')}
        value={typed.remove}
        suggestions={names}
        error={wrong.remove}
        onChange={(remove) => onChange({ remove })}
      />
    </>
  );
}

/** The fields for what many entries shall have. */
export function BulkFields({ what, ...rest }: PartProps & { what: Asked }) {
  const { typed, wrong, onChange } = rest;
  if (what === 'date') return <DateField {...rest} />;
  if (what === 'tags') return <TagsFields {...rest} />;
  if (what === 'merchant')
    return (
      <MerchantInput
        value={typed.merchant}
        hint={t('bulk.merchant.hint')}
        error={wrong.merchant}
        onChange={(merchant) => onChange({ merchant })}
      />
    );
  return (
    <PaymentField
      value={typed.payment}
      unset={t('bulk.payment.choose')}
      error={wrong.payment}
      onChange={({ target }) => onChange({ payment: target.value })}
    />
  );
}
