import { useWatch, type UseFormReturn } from 'react-hook-form';
import { Field, TextInput } from '@/components/ui/field';
import { addDays } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import type { FormValues } from '../form-schema';
import { t } from '../form-messages';

/** The day, with the two that are nearly always meant. */
export function DayField({ form }: { form: UseFormReturn<FormValues> }) {
  const { today } = usePreferences();
  const chosen = useWatch({ control: form.control, name: 'day' });
  const setDay = (day: string) =>
    form.setValue('day', day, { shouldDirty: true, shouldValidate: true });
  return (
    <div className="grid gap-2">
      <Field label={t('form.date')} error={form.formState.errors.day?.message}>
        {(wiring) => (
          <TextInput
            {...wiring}
            {...form.register('day')}
            type="date"
            min="1900-01-01"
            max="2999-12-31"
          />
        )}
      </Field>
      <div className="flex gap-2">
        {[
          { name: t('form.today'), day: today },
          { name: t('form.yesterday'), day: addDays(today, -1) },
        ].map(({ name, day }) => (
          <button
            key={name}
            type="button"
            aria-pressed={chosen === day}
            onClick={() => setDay(day)}
            className="min-h-9 rounded-full border border-line-strong/50 px-3.5 text-sm aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
