import { useQuery } from '@tanstack/react-query';
import { Field } from '@/components/ui/field';
import { Suggest } from '@/components/ui/suggest';
import { labelsQuery } from '../api';
import { t } from '../field-messages';

type Props = {
  value: string;
  onChange: (name: string) => void;
  /** Called with what stands there when one was chosen, or the field is left. */
  onSettle?: (name: string) => void;
  hint?: string;
  error?: string | undefined;
};

/** Who was paid: proposes those that are known, and takes a new one. */
export function MerchantInput({ value, onChange, onSettle, hint, error }: Props) {
  const { data: merchants } = useQuery(labelsQuery('merchants'));
  return (
    <Field label={t('labels.field.merchant')} hint={hint} error={error}>
      {(wiring) => (
        <Suggest
          {...wiring}
          // While the list is open, the label is hidden from screen readers.
          aria-label={t('labels.field.merchant')}
          value={value}
          onChange={onChange}
          onChoose={(name) => onSettle?.(name)}
          onBlur={() => onSettle?.(value)}
          suggestions={merchants?.map(({ name }) => name) ?? []}
          maxLength={100}
        />
      )}
    </Field>
  );
}
