import { Field, Select } from '@/components/ui/field';
import type { Settings } from '@/features/session/schema';
import { usualFirstDay, weekdays } from '../model';
import { useSaveSetting } from '../use-save-setting';
import { Saved } from './saved';
import { t } from '../messages';

const days = Array.from({ length: 31 }, (_, index) => index + 1);

/** Where weeks and months begin. */
export function CalendarFields({ settings }: { settings: Settings }) {
  const week = useSaveSetting(settings);
  const month = useSaveSetting(settings);
  const { locale } = settings;
  const names = weekdays(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (
    <>
      <div>
        <Field label={t('settings.week')} error={week.error}>
          {(wiring) => (
            <Select
              {...wiring}
              value={week.shown.first_day_of_week ?? ''}
              onChange={({ target: { value } }) =>
                week.save({ first_day_of_week: value === '' ? null : Number(value) })
              }
            >
              <option value="">
                {t('settings.week.usual', { day: names[usualFirstDay(locale)] ?? '' })}
              </option>
              {names.map((name, day) => (
                <option key={name} value={day}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Saved note={week} />
      </div>
      <div>
        <Field label={t('settings.month')} hint={t('settings.month.hint')} error={month.error}>
          {(wiring) => (
            <Select
              {...wiring}
              value={month.shown.month_start_day}
              onChange={({ target: { value } }) => month.save({ month_start_day: Number(value) })}
            >
              {days.map((day) => (
                <option key={day} value={day}>
                  {numbers.format(day)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Saved note={month} />
      </div>
    </>
  );
}
