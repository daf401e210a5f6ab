import type { UseFormReturn } from 'react-hook-form';
import { Field, Select, TextInput } from '@/components/ui/field';
import { units, type FormValues } from '../schema';
import { t } from '../messages';

type Props = { form: UseFormReturn<FormValues>; values: Partial<FormValues> };

const days = { type: 'date', min: '1900-01-01', max: '2999-12-31' } as const;

/** When it comes: how often, from which day, until when. */
export function ScheduleFields({ form, values }: Props) {
  const { errors } = form.formState;
  return (
    <>
      <div className="grid grid-cols-[6rem_1fr] gap-3">
        <Field label={t('recurring.every')} error={errors.every?.message}>
          {(wiring) => (
            <TextInput {...wiring} {...form.register('every')} inputMode="numeric" maxLength={3} />
          )}
        </Field>
        <Field label={t('recurring.unit')} error={errors.unit?.message}>
          {(wiring) => (
            <Select {...wiring} {...form.register('unit')}>
              {units.map((unit) => (
                <option key={unit} value={unit}>
                  {t(`recurring.unit.${unit}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label={t('recurring.start')} error={errors.start?.message}>
        {(wiring) => <TextInput {...wiring} {...form.register('start')} {...days} />}
      </Field>
      {values.unit === 'month' || values.unit === 'year' ? (
        <label className="flex min-h-6 items-center gap-3">
          <input
            type="checkbox"
            {...form.register('lastDay')}
            className="size-4.5 shrink-0 accent-(--accent)"
          />
          {t('recurring.last-day')}
        </label>
      ) : null}
      <Field label={t('recurring.end')} error={errors.end?.message}>
        {(wiring) => (
          <Select {...wiring} {...form.register('end')}>
            <option value="never">{t('recurring.end.never')}</option>
            <option value="date">{t('recurring.end.date')}</option>
            <option value="count">{t('recurring.end.count')}</option>
          </Select>
        )}
      </Field>
      {values.end === 'date' ? (
        <Field label={t('recurring.end.day')} error={errors.endDate?.message}>
          {(wiring) => <TextInput {...wiring} {...form.register('endDate')} {...days} />}
        </Field>
      ) : null}
      {values.end === 'count' ? (
        <Field label={t('recurring.count')} error={errors.count?.message}>
          {(wiring) => (
            <TextInput {...wiring} {...form.register('count')} inputMode="numeric" maxLength={5} />
          )}
        </Field>
      ) : null}
    </>
  );
}
