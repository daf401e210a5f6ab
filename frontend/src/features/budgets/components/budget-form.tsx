import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field, Select, TextInput } from '@/components/ui/field';
import { Notice } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { editableAmount } from '@/lib/amount-input';
import { newIdempotencyKey } from '@/lib/http';
import { usePreferences } from '@/lib/preferences';
import { ApiError, explain, fieldErrors } from '@/lib/problem';
import { categoriesQuery } from '@/features/categories/api';
import { configQuery } from '@/features/session/queries';
import { budgetQuery, createBudget, refreshBudgets, updateBudget } from '../api';
import {
  categoryChoices,
  checkForm,
  fieldNames,
  toChanges,
  toDraft,
  type BudgetForm as Form,
  type FormErrors,
} from '../model';
import type { Budget, Period } from '../schema';
import { periods } from '../search';
import { nameOf } from './budget-meter';
import { BudgetTerms } from './budget-terms';
import { t as page } from '../messages';
import { t } from '../form-messages';

type Props = {
  /** The budget to change, or nothing to make one. */
  budget?: Budget;
  /** What a new one is proposed for. */
  period?: Period;
  amountRef: RefObject<HTMLInputElement | null>;
  onDone: () => void;
  onDelete?: () => void;
};

function formOf(
  budget: Budget | undefined,
  period: Period,
  currency: string,
  locale: string,
): Form {
  return {
    amount: budget ? editableAmount(budget.amount, budget.currency, locale) : '',
    category: String(budget?.category_id ?? ''),
    period: budget?.period ?? period,
    currency: budget?.currency ?? currency,
    rollOver: budget?.roll_over ?? false,
    thresholds: (budget?.thresholds ?? [80, 100]).join(', '),
    from: 'this',
  };
}

/** Makes or changes one budget. What was typed survives every failure. */
export function BudgetForm({ budget, period = 'month', amountRef, onDone, onDelete }: Props) {
  const { currency, locale, money } = usePreferences();
  const client = useQueryClient();
  const { data: categories } = useQuery(categoriesQuery);
  const { data: config } = useQuery(configQuery);
  const key = useRef(newIdempotencyKey());
  const busy = useRef(false);
  const [saving, setSaving] = useState(false);
  const [base, setBase] = useState(budget);
  const [form, setForm] = useState(() => formOf(budget, period, currency, locale));
  const [errors, setErrors] = useState<FormErrors>({});
  const [failure, setFailure] = useState<string | null>(null);
  const set = (part: Partial<Form>) => setForm((old) => ({ ...old, ...part }));

  const show = (found: FormErrors) => {
    setErrors(found);
    if (found.amount) amountRef.current?.focus();
  };
  async function showFailure(error: unknown) {
    const problem = error instanceof ApiError ? error : null;
    if (problem?.status === 412 && base) {
      const theirs = await client.fetchQuery({ ...budgetQuery(base.id), staleTime: 0 });
      key.current = newIdempotencyKey();
      setBase(theirs);
      setFailure(t('budget.changed', { sum: money(theirs.amount, theirs.currency) }));
    } else if (problem?.problem.code === 'idempotency_key_reused') {
      key.current = newIdempotencyKey();
      setFailure(t('budget.maybe-saved'));
    } else {
      const fields = fieldErrors(error, fieldNames);
      show(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      const known = fields.length > 0;
      setFailure(known ? null : problem?.status === 404 ? t('budget.missing') : explain(error));
    }
  }
  const save = async () => {
    const found = checkForm(form, locale);
    show(found);
    if (busy.current || Object.keys(found).length > 0) return;
    busy.current = true;
    setSaving(true);
    setFailure(null);
    try {
      if (base) await updateBudget(base, toChanges(form, base, locale), key.current);
      else await createBudget(toDraft(form, locale), key.current);
      const one = categories?.find(({ id }) => String(id) === form.category);
      const name = base ? nameOf(base) : nameOf({ category: one?.name ?? null });
      toast({ text: base ? t('budget.saved', { name }) : t('budget.added', { name }) });
      void refreshBudgets(client);
      onDone();
    } catch (error) {
      await showFailure(error).catch((second: unknown) => setFailure(explain(second)));
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };

  return (
    <form
      noValidate
      className="flex flex-1 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={t('budget.amount', { currency: form.currency })} error={errors.amount}>
        {(wiring) => (
          <TextInput
            {...wiring}
            ref={amountRef}
            value={form.amount}
            onChange={(event) => set({ amount: event.target.value })}
            inputMode="decimal"
            maxLength={60}
            placeholder={editableAmount(0n, form.currency, locale)}
            className="money !text-2xl !font-semibold"
          />
        )}
      </Field>
      {base ? (
        <BudgetTerms
          budget={base}
          from={form.from}
          error={errors.from}
          onFrom={(from) => set({ from })}
        />
      ) : (
        <>
          <Combobox
            label={t('budget.category')}
            value={form.category}
            options={[
              { value: '', label: page('budgets.all') },
              ...categoryChoices(categories ?? []),
            ]}
            onChange={(category) => set({ category })}
            hint={t('budget.category.hint')}
            error={errors.category}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('budget.period')} error={errors.period}>
              {(wiring) => (
                <Select
                  {...wiring}
                  value={form.period}
                  onChange={(event) =>
                    set({ period: periods.find((one) => one === event.target.value) ?? 'month' })
                  }
                >
                  {periods.map((one) => (
                    <option key={one} value={one}>
                      {page(`budgets.kind.${one}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field
              label={t('budget.currency')}
              error={errors.currency}
              hint={t('budget.currency.hint')}
            >
              {(wiring) => (
                <Select
                  {...wiring}
                  value={form.currency}
                  onChange={(event) => set({ currency: event.target.value })}
                >
                  {(config?.currencies ?? []).map(({ code }) => (
                    <option key={code}>{code}</option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
        </>
      )}
      <label className="flex min-h-11 items-start gap-3 py-1">
        <input
          type="checkbox"
          checked={form.rollOver}
          onChange={(event) => set({ rollOver: event.target.checked })}
          className="mt-0.5 size-5 shrink-0 accent-(--accent)"
        />
        <span>
          {t('budget.roll-over')}
          <span className="block text-sm text-text-3">{t('budget.roll-over.hint')}</span>
        </span>
      </label>
      <Field
        label={t('budget.thresholds')}
        error={errors.thresholds}
        hint={t('budget.thresholds.hint')}
      >
        {(wiring) => (
          <TextInput
            {...wiring}
            value={form.thresholds}
            onChange={(event) => set({ thresholds: event.target.value })}
            maxLength={60}
          />
        )}
      </Field>
      {failure ? <Notice tone="error">{failure}</Notice> : null}
      <div className="mt-auto flex items-center gap-3 pt-2">
        {onDelete ? (
          <Button look="danger" onClick={onDelete}>
            {t('budget.delete')}
          </Button>
        ) : null}
        <Button
          type="submit"
          look="primary"
          busy={saving}
          className="ms-auto flex-1 sm:flex-none sm:px-8"
        >
          {saving ? t('budget.saving') : base ? t('budget.save') : t('budget.add')}
        </Button>
      </div>
    </form>
  );
}
