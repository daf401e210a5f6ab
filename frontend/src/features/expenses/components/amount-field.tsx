import type { RefObject } from 'react';
import { useWatch, type UseFormReturn } from 'react-hook-form';
import { Field, Select, TextInput } from '@/components/ui/field';
import { editableAmount } from '@/lib/amount-input';
import { currencySign } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import { sumOf } from '../form-model';
import type { FormValues } from '../form-schema';
import { t } from '../form-messages';

type Props = {
  form: UseFormReturn<FormValues>;
  amountRef: RefObject<HTMLInputElement | null>;
};

/** The amount, or a sum of some, which then shows what it comes to. */
export function AmountField({ form, amountRef }: Props) {
  const { locale } = usePreferences();
  const [typed, currency] = useWatch({ control: form.control, name: ['amount', 'currency'] });
  const sign = currencySign(currency, locale);
  const amount = form.register('amount');
  const sum = sumOf(typed, currency, locale);
  return (
    <Field
      label={t('form.amount', { currency })}
      error={form.formState.errors.amount?.message}
      hint={sum ? <output>{t('form.sum', { amount: sum })}</output> : undefined}
    >
      {(wiring) => (
        <div className="relative">
          <span
            aria-hidden="true"
            className="absolute start-3.5 top-1/2 -translate-y-1/2 text-xl text-text-3"
          >
            {sign}
          </span>
          <TextInput
            {...wiring}
            {...amount}
            ref={(element) => {
              amount.ref(element);
              amountRef.current = element;
            }}
            inputMode="decimal"
            placeholder={editableAmount(0n, currency, locale)}
            maxLength={60}
            className={`money !text-2xl !font-semibold ${sign.length > 2 ? '!ps-18' : '!ps-10'}`}
          />
        </div>
      )}
    </Field>
  );
}

/** Only there when a merchant has proposed another currency than the person's own. */
export function CurrencyField({ form }: Pick<Props, 'form'>) {
  const preferences = usePreferences();
  const currency = useWatch({ control: form.control, name: 'currency' });
  const choices = [...new Set([preferences.currency, currency])];
  const chosen = form.formState.dirtyFields.currency === true;
  if (choices.length === 1 && !chosen) return null;
  return (
    <Field label={t('form.currency')} error={form.formState.errors.currency?.message}>
      {(wiring) => (
        <Select {...wiring} {...form.register('currency')} value={currency}>
          {choices.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}
