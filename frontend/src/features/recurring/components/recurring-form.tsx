import { valibotResolver } from '@hookform/resolvers/valibot';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useRef, useState, type ReactNode, type RefObject } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field, TextInput } from '@/components/ui/field';
import { Notice } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { usePreferences } from '@/lib/preferences';
import { ApiError, explain, fieldErrors } from '@/lib/problem';
import { categoriesQuery } from '@/features/categories/api';
import { CategoryField } from '@/features/categories/components/category-field';
import { knownName } from '@/features/categories/model';
import { MerchantField } from '@/features/labels/components/merchant-field';
import { MoreFields } from '@/features/labels/components/more-fields';
import { changeRule, createRule, previewQuery, refreshRules } from '../api';
import { fieldNames, formRules, isSchedule, scheduleOf, toChanges, toNew } from '../model';
import type { FormValues, Rule } from '../schema';
import { PreviewBox } from './preview-box';
import { ScheduleFields } from './schedule-fields';
import { ScopeChoice } from './scope-choice';
import { t } from '../messages';

type Props = {
  /** What the form begins with. */
  initial: FormValues;
  currency: string;
  /** The rule to change, or nothing to add one. */
  rule?: Rule;
  /** The expense that shall come again: it is the first entry. */
  fromExpense?: number | undefined;
  amountRef: RefObject<HTMLInputElement | null>;
  onDone: () => void;
  /** Further buttons, beside Save. */
  actions?: ReactNode;
};

/** Adds or changes a rule. The number of entries that it makes at once is what the preview says. */
export function RecurringForm(props: Props) {
  const { initial, currency, rule, fromExpense, amountRef, onDone, actions } = props;
  const { locale } = usePreferences();
  const client = useQueryClient();
  const { data: categories } = useQuery(categoriesQuery);
  const key = useRef(newIdempotencyKey());
  const busy = useRef(false);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm<FormValues>({
    resolver: valibotResolver(formRules(currency, locale)),
    defaultValues: initial,
    mode: 'onTouched',
  });
  const { errors, isSubmitting } = form.formState;
  const values = useDeferredValue({ ...initial, ...useWatch({ control: form.control }) });
  const schedule = scheduleOf(values);
  const preview = useQuery({
    ...previewQuery(
      schedule && {
        ...schedule,
        ...(rule ? { recurring_id: rule.id } : {}),
        ...(fromExpense === undefined ? {} : { from_expense: fromExpense }),
      },
    ),
    placeholderData: keepPreviousData,
  });
  const changed = !rule || JSON.stringify(schedule) !== JSON.stringify(scheduleOf(initial));
  const now = changed ? (preview.data?.expected_count ?? 0) : 0;

  const send = async (typed: FormValues) => {
    const expected = preview.isPlaceholderData ? undefined : preview.data?.expected_count;
    if (!rule) {
      const body = { ...toNew(typed, currency, locale), expected_count: expected };
      return createRule(
        fromExpense === undefined ? body : { ...body, from_expense: fromExpense },
        key.current,
      );
    }
    const changes = toChanges(typed, rule, locale);
    if (Object.keys(changes).length === 0 && typed.scope === 'rule') return rule;
    return changeRule(
      rule.id,
      {
        ...changes,
        ...(isSchedule(changes) ? { expected_count: expected } : {}),
        ...(typed.scope === 'all' ? { scope: 'all' } : {}),
      },
      key.current,
      rule.version,
    );
  };

  const save = async (filled: FormValues) => {
    const typed = { ...filled, category: knownName(categories ?? [], filled.category) };
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      const done = await send(typed);
      const { title } = done;
      const count = done.made_now;
      if (rule) toast({ text: t('recurring.saved') });
      else if (count > 0) toast({ text: t('recurring.added-now', { title, count }) });
      else toast({ text: t('recurring.added', { title }) });
      void refreshRules(client);
      onDone();
    } catch (error) {
      showFailure(error);
    } finally {
      busy.current = false;
    }
  };

  function showFailure(error: unknown) {
    const fields = fieldErrors(error, fieldNames);
    fields.forEach(({ field, message }, index) =>
      form.setError(field, { message }, { shouldFocus: index === 0 }),
    );
    key.current = newIdempotencyKey();
    const status = error instanceof ApiError ? error.status : 0;
    const problems = error instanceof ApiError ? (error.problem.errors ?? []) : [];
    if (status === 409 || problems.some(({ field }) => field === 'expected_count')) {
      void preview.refetch();
      setFailure(t('recurring.count-changed'));
    } else if (status === 412) setFailure(t('recurring.changed-meanwhile'));
    else if (status === 404) setFailure(t('recurring.missing'));
    else setFailure(fields.length > 0 ? null : explain(error));
  }

  const amount = form.register('amount');
  return (
    <FormProvider {...form}>
      <form
        onSubmit={(event) => void form.handleSubmit(save)(event)}
        noValidate
        className="flex flex-1 flex-col gap-4"
      >
        <Field label={t('recurring.amount', { currency })} error={errors.amount?.message}>
          {(wiring) => (
            <TextInput
              {...wiring}
              {...amount}
              ref={(element) => {
                amount.ref(element);
                amountRef.current = element;
              }}
              inputMode="decimal"
              maxLength={60}
              className="money"
            />
          )}
        </Field>
        <Field label={t('recurring.what')} error={errors.title?.message}>
          {(wiring) => <TextInput {...wiring} {...form.register('title')} maxLength={300} />}
        </Field>
        <MerchantField />
        <CategoryField
          label={t('recurring.category')}
          value={knownName(categories ?? [], values.category)}
          error={errors.category?.message}
          onChange={(name) =>
            form.setValue('category', name, { shouldDirty: true, shouldValidate: true })
          }
        />
        <ScheduleFields form={form} values={values} />
        <MoreFields />
        <PreviewBox preview={preview} />
        {rule && rule.made > 0 ? <ScopeChoice form={form} made={rule.made} /> : null}
        {failure ? <Notice tone="error">{failure}</Notice> : null}
        <div className="sticky bottom-0 -mx-6 mt-auto flex flex-wrap items-center gap-3 bg-surface px-6 py-3">
          {actions}
          <Button
            type="submit"
            look="primary"
            busy={isSubmitting}
            className="ms-auto flex-1 sm:flex-none sm:px-8"
          >
            {isSubmitting
              ? t('recurring.saving')
              : now > 0
                ? t('recurring.save-now', { count: now })
                : t('recurring.save')}
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
