import type { UseFormReturn } from 'react-hook-form';
import type { FormValues } from '../schema';
import { t } from '../messages';

/** Whether a changed rule changes what it has made already. */
export function ScopeChoice({ form, made }: { form: UseFormReturn<FormValues>; made: number }) {
  const choices = [
    { value: 'rule', name: t('recurring.scope.rule') },
    { value: 'all', name: t('recurring.scope.made', { count: made }) },
  ] as const;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium text-text-2">{t('recurring.scope')}</legend>
      {choices.map(({ value, name }) => (
        <label key={value} className="flex min-h-6 items-center gap-3">
          <input
            type="radio"
            value={value}
            {...form.register('scope')}
            className="size-4.5 shrink-0 accent-(--accent)"
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
