import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/states';
import { asIsoDate, formatDate } from '@/lib/calendar-date';
import { toMinor } from '@/lib/money';
import { usePreferences } from '@/lib/preferences';
import { formOf, toDraft } from '../form-model';
import type { FormValues } from '../form-schema';
import type { Expense } from '../schema';
import { t as label } from '@/features/labels/field-messages';
import { t } from '../form-messages';

type Props = {
  /** What would be saved: the person's own changes over the other version. */
  mine: FormValues;
  theirs: Expense;
  busy: boolean;
  failure: string | null;
  onKeepMine: () => void;
  onKeepTheirs: () => void;
  onEdit: () => void;
};

/** Two people changed one entry: both versions side by side, and the choice. */
export function Conflict({ mine, theirs, busy, failure, onKeepMine, onKeepTheirs, onEdit }: Props) {
  const { locale, money } = usePreferences();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const words = (values: FormValues) => {
    const day = asIsoDate(values.day);
    const { amount, currency } = toDraft({ ...values, currency: theirs.currency }, locale);
    return {
      amount: money(toMinor(amount, currency), currency),
      title: values.title.trim(),
      category: values.category,
      day: day ? formatDate(day, locale) : values.day,
      merchant: values.merchant.trim(),
      payment: values.payment.trim(),
      tags: values.tags.toSorted().join(', '),
      note: values.note.trim(),
    };
  };
  const names = {
    amount: t('conflict.amount'),
    title: t('form.title'),
    category: t('form.category'),
    day: t('form.date'),
    merchant: label('labels.field.merchant'),
    payment: label('labels.field.payment'),
    tags: label('labels.field.tags'),
    note: label('labels.field.note'),
  };
  const ours = words(mine);
  const others = words(formOf(theirs, locale));
  return (
    <div className="flex flex-1 flex-col gap-4">
      <h3 ref={heading} tabIndex={-1} className="font-medium outline-none">
        {t('conflict.heading')}
      </h3>
      <p className="text-sm text-text-2">{t('conflict.choose')}</p>
      <table className="w-full table-fixed text-start text-sm">
        <thead className="text-text-3">
          <tr>
            <th scope="col" className="w-21">
              <span className="sr-only">{t('conflict.part')}</span>
            </th>
            <th scope="col" className="py-2 pe-3 font-medium">
              {t('conflict.yours')}
            </th>
            <th scope="col" className="py-2 font-medium">
              {t('conflict.theirs')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-y border-line align-top">
          {(Object.keys(ours) as (keyof typeof ours)[]).map((name) => {
            if (!ours[name] && !others[name]) return null;
            const differs = ours[name] !== others[name];
            const look = differs ? 'font-semibold' : 'text-text-3';
            return (
              <tr key={name}>
                <th scope="row" className="py-2.5 pe-3 font-normal text-text-3">
                  {names[name]}
                </th>
                <td className={`py-2.5 pe-3 ${look}`}>
                  <bdi>{ours[name]}</bdi>
                </td>
                <td className={`py-2.5 ${look}`}>
                  {differs ? <bdi>{others[name]}</bdi> : t('conflict.same')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {failure ? <Notice tone="error">{failure}</Notice> : null}
      <div className="mt-auto grid gap-2 pt-2">
        <Button look="primary" busy={busy} onClick={onKeepMine}>
          {busy ? t('form.saving') : t('conflict.save-mine')}
        </Button>
        <Button disabled={busy} onClick={onKeepTheirs}>
          {t('conflict.keep-other')}
        </Button>
        <Button look="quiet" disabled={busy} onClick={onEdit}>
          {t('conflict.edit')}
        </Button>
      </div>
    </div>
  );
}
