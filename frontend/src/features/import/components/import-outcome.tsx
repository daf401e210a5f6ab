import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { Button, buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/page';
import { usePreferences } from '@/lib/preferences';
import type { Outcome } from './import-review';
import { PreviewTable } from './preview-table';
import { UndoImport } from './undo-import';
import { t } from '../messages';

/** Accounts for every row of the file. */
export function ImportOutcome({ outcome, onAgain }: { outcome: Outcome; onAgain: () => void }) {
  const { locale } = usePreferences();
  const { result, counts, items, total, currency } = outcome;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const days = items
    .filter((item) => item.state === 'ready')
    .map((item) => item.date)
    .toSorted();
  const rest = items.filter((item) => item.state !== 'ready');
  const lines: [string, number][] = [
    [t('import.done.imported'), result.count],
    [t('import.done.skipped'), result.skipped],
    ...[...counts.leftOut].map(([kind, many]): [string, number] => [
      t('import.note.left-out', { kind }),
      many,
    ]),
    [t('import.done.problems'), counts.problems],
  ];
  return (
    <div className="grid gap-5">
      <Card>
        <div className="grid gap-5 p-5 sm:p-6">
          <div className="flex items-center gap-3">
            <CircleCheck aria-hidden="true" className="text-accent" size={32} />
            <p role="status" className="text-lg font-semibold">
              {t('import.done', { count: result.count })}
            </p>
          </div>
          <dl className="grid max-w-md gap-2">
            {lines
              .filter(([, many], index) => many > 0 || index === 0)
              .map(([name, many]) => (
                <div key={name} className="flex justify-between gap-4">
                  <dt className="text-text-2">{name}</dt>
                  <dd className="money">{number(many)}</dd>
                </div>
              ))}
            <div className="flex justify-between gap-4 border-t border-line pt-2 font-semibold">
              <dt>{t('import.done.total')}</dt>
              <dd className="money">{number(total)}</dd>
            </div>
          </dl>
          {result.categories_created.length > 0 ? (
            <p className="text-sm text-text-2">
              {t('import.done.categories', {
                names: new Intl.ListFormat(locale, { type: 'unit' }).format(
                  result.categories_created,
                ),
              })}
            </p>
          ) : null}
          <div className="flex flex-wrap gap-3">
            <Link to="/expenses" className={buttonClass('primary')}>
              {t('import.done.list')}
            </Link>
            {days[0] ? (
              <Link
                to="/reports"
                search={{ from: days[0], to: days.at(-1) ?? days[0] }}
                className={buttonClass()}
              >
                {t('import.done.report')}
              </Link>
            ) : null}
            <UndoImport id={result.id} name={t('import.this')} onDone={onAgain} />
            <Button look="quiet" onClick={onAgain}>
              {t('import.done.again')}
            </Button>
          </div>
        </div>
      </Card>
      {rest.length > 0 ? (
        <>
          <h2 className="mt-2 text-base font-semibold">{t('import.done.rest')}</h2>
          <PreviewTable items={rest} currency={currency} repeats={new Map()} refused={new Map()} />
        </>
      ) : null}
    </div>
  );
}
