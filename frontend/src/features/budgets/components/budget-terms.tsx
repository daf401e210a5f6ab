import { Field, Select } from '@/components/ui/field';
import { formatDate } from '@/lib/calendar-date';
import { usePreferences } from '@/lib/preferences';
import { namePeriod, type BudgetForm } from '../model';
import type { Budget } from '../schema';
import { nameOf } from './budget-meter';
import { t as page } from '../messages';
import { t } from '../form-messages';

type Props = {
  budget: Budget;
  from: BudgetForm['from'];
  error: string | undefined;
  onFrom: (from: BudgetForm['from']) => void;
};

/** What a budget keeps, from when a new amount holds, and what is planned already. */
export function BudgetTerms({ budget, from, error, onFrom }: Props) {
  const { locale, money } = usePreferences();
  const { first_day: first, last_day: last } = budget.state;
  const planned = budget.terms.filter((term) => term.from > last);
  return (
    <>
      <p className="text-text-2">
        <bdi className="font-medium text-text">{nameOf(budget)}</bdi>
        {' · '}
        {page(`budgets.kind.${budget.period}`)}
        {' · '}
        {budget.currency}
      </p>
      <Field label={t('budget.from')} hint={t('budget.from.hint')} error={error}>
        {(wiring) => (
          <Select
            {...wiring}
            value={from}
            onChange={(event) => onFrom(event.target.value === 'next' ? 'next' : 'this')}
          >
            <option value="this">
              {t('budget.from.this', { period: namePeriod(budget.period, first, last, locale) })}
            </option>
            <option value="next">{t('budget.from.next')}</option>
          </Select>
        )}
      </Field>
      {planned.length > 0 ? (
        <div className="text-sm text-text-2">
          <p>{t('budget.planned.why')}</p>
          <ul>
            {planned.map((term) => (
              <li key={term.from}>
                {t('budget.planned', {
                  day: formatDate(term.from, locale),
                  sum: money(term.amount, budget.currency),
                })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}
