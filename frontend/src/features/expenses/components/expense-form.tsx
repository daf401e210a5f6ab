import { valibotResolver } from '@hookform/resolvers/valibot';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field, TextInput } from '@/components/ui/field';
import { Notice } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { usePreferences } from '@/lib/preferences';
import { ApiError, explain, fieldErrors } from '@/lib/problem';
import { drafts } from '@/lib/storage';
import { categoriesQuery } from '@/features/categories/api';
import { CategoryField } from '@/features/categories/components/category-field';
import { knownName } from '@/features/categories/model';
import type { Label } from '@/features/labels/api';
import { MerchantField } from '@/features/labels/components/merchant-field';
import { MoreFields } from '@/features/labels/components/more-fields';
import { expenseQuery, refreshExpenses, updateExpense } from '../api';
import {
  emptyForm,
  fieldNames,
  formOf,
  formRules,
  mergeOver,
  toChanges,
  toDraft,
} from '../form-model';
import type { FormValues } from '../form-schema';
import type { Expense, ExpenseDraft } from '../schema';
import { readDraft } from '../draft';
import { addExpense, correctWaiting, type Waiting } from '../waiting';
import { AmountField, CurrencyField } from './amount-field';
import { Conflict } from './conflict';
import { DayField } from './day-field';
import { rich } from '@/lib/i18n/rich';
import { t } from '../form-messages';

type Props = {
  /** The expense to correct, or nothing to add one. */
  expense?: Expense;
  /** A new expense that waits on this device and was refused, to correct it. */
  waiting?: Waiting;
  amountRef: RefObject<HTMLInputElement | null>;
  onDone: () => void;
  onDelete?: () => void;
  /** Saves a correction in place of the form itself; false when the person went back to the form. */
  onCorrect?: (
    expense: Expense,
    changes: Partial<ExpenseDraft>,
    save: (changes: Partial<ExpenseDraft>) => Promise<void>,
  ) => Promise<boolean>;
  /** A question about the change is open: nothing is being saved yet. */
  asking?: boolean;
};

/** Adds or corrects one expense. What was typed survives every failure, and closing too. */
export function ExpenseForm(props: Props) {
  const { expense, waiting, amountRef, onDone, onDelete, onCorrect, asking } = props;
  const preferences = usePreferences();
  const { locale, today } = preferences;
  const draftName = expense
    ? `expense-${expense.id}-${expense.version}`
    : `expense-${waiting?.key ?? 'new'}`;
  const client = useQueryClient();
  const { data: categories } = useQuery(categoriesQuery);
  const key = useRef(newIdempotencyKey());
  const busy = useRef(false);
  const [base, setBase] = useState(expense);
  const [conflict, setConflict] = useState<{ mine: FormValues; theirs: Expense } | null>(null);
  const [failure, setFailure] = useState(waiting?.refused ?? null);
  const [kept, setKept] = useState(() => readDraft(draftName, preferences.currency));
  const empty = emptyForm(today, preferences.currency);
  const fresh = expense ? formOf(expense, locale) : (waiting?.values ?? empty);
  const form = useForm<FormValues>({
    // The currency is part of what is typed, and says how many decimals there may be.
    resolver: (typed, ...rest) =>
      valibotResolver(formRules(typed.currency, locale))(typed, ...rest),
    defaultValues: kept ?? fresh,
    mode: 'onTouched',
  });
  const { errors, dirtyFields } = form.formState;
  const isSubmitting = form.formState.isSubmitting && !asking;
  const values = useWatch({ control: form.control });
  const adding = !expense && !waiting;

  const untouched = JSON.stringify(values) === JSON.stringify(fresh);
  useEffect(() => {
    if (untouched) drafts.remove(draftName);
    else drafts.write(draftName, values);
  }, [draftName, untouched, values]);

  const save = async (filled: FormValues, another = false) => {
    const typed = { ...filled, category: knownName(categories ?? [], filled.category) };
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      const changes = base ? toChanges(typed, base, locale) : null;
      if (base && changes && Object.keys(changes).length > 0) {
        const one = async (some: Partial<ExpenseDraft>) => {
          await updateExpense(base.id, some, base.version, key.current);
        };
        if (!onCorrect) await one(changes);
        else if (!(await onCorrect(base, changes, one))) return;
      }
      const draft = toDraft(typed, locale);
      let waits = false;
      if (waiting) await correctWaiting(client, waiting, draft, typed);
      else if (!base) waits = (await addExpense(client, draft, typed, key.current)) === 'waits';
      drafts.remove(draftName);
      const said = base || waiting ? t('form.saved') : t('form.added', { title: draft.title });
      toast({ text: waits ? t('form.waits') : said });
      void refreshExpenses(client);
      if (!another) {
        onDone();
        return;
      }
      key.current = newIdempotencyKey();
      setKept(null);
      form.reset({ ...empty, day: typed.day });
      amountRef.current?.focus();
    } catch (error) {
      await showFailure(error);
    } finally {
      busy.current = false;
    }
  };

  async function showFailure(error: unknown) {
    const status = error instanceof ApiError ? error.status : 0;
    const code = error instanceof ApiError ? error.problem.code : undefined;
    if (status === 412 && base) {
      key.current = newIdempotencyKey();
      try {
        const theirs = await client.fetchQuery({ ...expenseQuery(base.id), staleTime: 0 });
        const mine = mergeOver(form.getValues(), base, theirs, locale);
        form.reset(mine, { keepDefaultValues: true });
        setBase(theirs);
        setConflict({ mine, theirs });
      } catch (second) {
        if (!(second instanceof ApiError && second.status === 404)) setFailure(explain(second));
        else setFailure(t('form.gone'));
      }
      return;
    }
    if (status === 404 && base) {
      setFailure(t('form.gone'));
      return;
    }
    if (code === 'idempotency_key_reused') {
      key.current = newIdempotencyKey();
      setFailure(t('form.maybe-saved'));
      return;
    }
    const fields = fieldErrors(error, fieldNames);
    fields.forEach(({ field, message }, index) =>
      form.setError(field, { message }, { shouldFocus: index === 0 }),
    );
    setFailure(fields.length > 0 ? null : explain(error));
  }

  const saveAnd = (another: boolean) =>
    void form.handleSubmit(
      (typed) => save(typed, another),
      () => setConflict(null),
    )();
  // A merchant proposes; what somebody has chosen stays.
  const propose = (merchant: Label) => {
    const chosen = (name: 'category' | 'currency' | 'payment') =>
      !adding || dirtyFields[name] || (kept !== null && kept[name] !== fresh[name]);
    const { last_category, last_currency, last_payment_method } = merchant;
    if (last_category && !chosen('category')) form.setValue('category', last_category);
    if (last_currency && !chosen('currency')) form.setValue('currency', last_currency);
    if (last_payment_method && !chosen('payment')) form.setValue('payment', last_payment_method);
  };

  if (conflict) {
    return (
      <Conflict
        {...conflict}
        busy={isSubmitting}
        failure={failure}
        onKeepMine={() => saveAnd(false)}
        onKeepTheirs={() => {
          drafts.remove(draftName);
          toast({ text: t('conflict.other-stays') });
          void refreshExpenses(client);
          onDone();
        }}
        onEdit={() => setConflict(null)}
      />
    );
  }
  return (
    <FormProvider {...form}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a shortcut for its own button */}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saveAnd(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          saveAnd(adding);
        }}
        noValidate
        className="flex flex-1 flex-col gap-4"
      >
        {kept ? (
          <Notice>
            {rich(
              t.parts('form.kept', {
                action: (
                  <button
                    type="button"
                    className="min-h-6 font-semibold text-accent underline"
                    onClick={() => form.reset(fresh)}
                  >
                    {t('form.start-over')}
                  </button>
                ),
              }),
            )}
          </Notice>
        ) : null}
        <AmountField form={form} amountRef={amountRef} />
        <Field label={t('form.title')} error={errors.title?.message}>
          {(wiring) => <TextInput {...wiring} {...form.register('title')} maxLength={300} />}
        </Field>
        <MerchantField onKnown={propose} />
        {adding ? <CurrencyField form={form} /> : null}
        <CategoryField
          label={t('form.category')}
          value={knownName(categories ?? [], values.category ?? '')}
          error={errors.category?.message}
          onChange={(name) =>
            form.setValue('category', name, { shouldDirty: true, shouldValidate: true })
          }
        />
        <DayField form={form} />
        <MoreFields />
        {failure ? <Notice tone="error">{failure}</Notice> : null}
        <div className="sticky bottom-0 -mx-6 mt-auto flex flex-wrap items-center gap-3 bg-surface px-6 py-3">
          {onDelete ? (
            <Button look="danger" onClick={onDelete}>
              {t('form.delete')}
            </Button>
          ) : null}
          {adding ? (
            <Button disabled={isSubmitting} onClick={() => saveAnd(true)}>
              {t('form.another')}
            </Button>
          ) : null}
          <Button
            type="submit"
            look="primary"
            busy={isSubmitting}
            className="ms-auto flex-1 sm:flex-none sm:px-8"
          >
            {isSubmitting ? t('form.saving') : expense ? t('form.save') : t('form.add')}
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
