import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Select, TextInput } from '@/components/ui/field';
import { parseAmount } from '@/lib/amount-input';
import { fromMinor } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import { categoriesQuery } from '@/features/categories/api';
import { labelsQuery, type Label } from '@/features/labels/api';
import { readFilters, type Filters } from '../filters';
import { t } from '../list-messages';

type Props = { filters: Filters; onChange: (filters: Filters) => void };

/** The filters that fold out; they take effect together. */
export function FilterPanel({ filters, onChange }: Props) {
  const { data: categories } = useQuery(categoriesQuery);
  const { data: merchants } = useQuery(labelsQuery('merchants'));
  const { data: tags } = useQuery(labelsQuery('tags'));
  const { data: methods } = useQuery(labelsQuery('payment-methods'));
  const { currency, locale } = usePreferences();
  const [errors, setErrors] = useState<{ min?: string; max?: string; to?: string }>({});

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    const found: typeof errors = {};
    for (const name of ['min', 'max'] as const) {
      const typed = String(values[name]).trim();
      if (typed === '') continue;
      const amount = parseAmount(typed, currency, locale);
      if (amount.ok) values[name] = fromMinor(amount.minor, currency);
      else found[name] = amount.message;
    }
    if (values['from'] && values['to'] && String(values['from']) > String(values['to'])) {
      found.to = t('list.field.order');
    }
    setErrors(found);
    if (Object.keys(found).length === 0) {
      const tag = [...(filters.tag ?? []), String(values['tag'])];
      onChange(readFilters({ ...filters, ...values, tag }));
    }
  };

  return (
    <form
      onSubmit={submit}
      noValidate
      className="card grid gap-4 p-4 sm:grid-cols-2 sm:p-5 lg:grid-cols-4"
    >
      <Field label={t('list.field.category')}>
        {(wiring) => (
          <Select {...wiring} name="category" defaultValue={filters.category ?? ''}>
            <option value="">{t('list.field.all-categories')}</option>
            {categories?.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <NameField
        name="merchant"
        label={t('list.field.merchant')}
        all={t('list.field.any')}
        chosen={filters.merchant}
        labels={merchants}
      />
      <NameField
        name="tag"
        label={filters.tag ? t('list.field.another-tag') : t('list.field.tag')}
        all={filters.tag ? t('list.field.no-more') : t('list.field.any')}
        chosen={undefined}
        labels={tags?.filter(({ name }) => !filters.tag?.includes(name))}
      />
      <NameField
        name="payment_method"
        label={t('list.field.payment')}
        all={t('list.field.any')}
        chosen={filters.payment_method}
        labels={methods}
      />
      <Field label={t('list.field.from')}>
        {(wiring) => <TextInput {...wiring} type="date" name="from" defaultValue={filters.from} />}
      </Field>
      <Field label={t('list.field.to')} error={errors.to}>
        {(wiring) => <TextInput {...wiring} type="date" name="to" defaultValue={filters.to} />}
      </Field>
      <Field label={t('list.field.min')} error={errors.min}>
        {(wiring) => (
          <TextInput {...wiring} inputMode="decimal" name="min" defaultValue={filters.min} />
        )}
      </Field>
      <Field label={t('list.field.max')} error={errors.max}>
        {(wiring) => (
          <TextInput {...wiring} inputMode="decimal" name="max" defaultValue={filters.max} />
        )}
      </Field>
      <div className="sm:col-span-2 lg:col-span-4">
        <Button type="submit" look="primary">
          {t('list.apply')}
        </Button>
      </div>
    </form>
  );
}

type NameProps = {
  name: string;
  label: string;
  /** What no choice is called. */
  all: string;
  chosen: string | undefined;
  labels: readonly Label[] | undefined;
};

/** A choice among names that come later than the form: what is chosen stands there from the start. */
function NameField({ name, label, all, chosen, labels }: NameProps) {
  const known = labels?.map((one) => one.name) ?? [];
  const names = chosen === undefined || known.includes(chosen) ? known : [chosen, ...known];
  return (
    <Field label={label}>
      {(wiring) => (
        <Select {...wiring} name={name} defaultValue={chosen ?? ''}>
          <option value="">{all}</option>
          {names.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}
