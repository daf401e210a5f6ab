import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { ErrorState, Notice } from '@/components/ui/states';
import { newIdempotencyKey } from '@/lib/http';
import { usePreferences } from '@/lib/preferences';
import { ApiError, explain } from '@/lib/problem';
import { categoriesQuery } from '@/features/categories/api';
import { runImport, type ImportBody, type ImportResult } from '../api';
import { readItems, tally, type Item, type Options, type Tally } from '../model';
import { delimiterName, type Parsed } from '../parse';
import { guessAfresh, recallShape, rememberShape } from '../shapes';
import { CategoryMap } from './category-map';
import { Choice } from './choice';
import { ImportOptions } from './import-options';
import { PreviewTable } from './preview-table';
import { ReviewActions } from './review-actions';
import { usePreview } from '../use-preview';
import { rich } from '@/lib/i18n/rich';
import { t } from '../messages';

export type Outcome = {
  result: ImportResult;
  counts: Tally;
  items: Item[];
  total: number;
  currency: string;
};
type Props = {
  file: Parsed;
  fileName: string;
  currencies: readonly { code: string; name: string }[];
  rowLimit: number;
  onCancel: () => void;
  onDone: (outcome: Outcome) => void;
};

/** Everything about one file before anything of it is saved. */
export function ImportReview({ file, fileName, currencies, rowLimit, onCancel, onDone }: Props) {
  const { currency, locale } = usePreferences();
  const client = useQueryClient();
  const categories = useQuery(categoriesQuery);
  const [recalled, setRecalled] = useState(() => recallShape(file, currency));
  const [options, setOptions] = useState(() => recalled ?? guessAfresh(file, currency));
  const [skipRepeats, setSkipRepeats] = useState(true);
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const key = useRef({ of: '', value: '' });
  const [known, archived] = useMemo(() => {
    const named = (gone: boolean) =>
      (categories.data ?? []).filter((one) => one.archived === gone).map(({ name }) => name);
    return [named(false), named(true)];
  }, [categories.data]);
  const items = useMemo(
    () => readItems(file, options, known, archived),
    [file, options, known, archived],
  );
  const counts = useMemo(() => tally(items, known), [items, known]);
  const rows = useMemo(
    () => items.flatMap((item) => (item.row && !refused.has(item.row.client_id) ? [item.row] : [])),
    [items, refused],
  );
  const body: ImportBody = {
    file_name: fileName.slice(0, 200),
    currency: options.currency,
    create_categories: options.createCategories,
    skip_repeats: skipRepeats,
    rows,
  };
  const complete =
    options.mapping.date >= 0 && options.mapping.amount >= 0 && options.dateOrder !== null;
  const sendable = complete && categories.isSuccess && rows.length > 0 && rows.length <= rowLimit;

  const noteRefusals = (error: unknown) => {
    const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
    const found = errors.flatMap(({ client_id, message }) =>
      client_id === undefined ? [] : [[String(client_id), message] as const],
    );
    if (found.length > 0) setRefused(new Map([...refused, ...found]));
    return found.length;
  };
  const { preview, repeats, checking, stopped, stop, again } = usePreview(
    body,
    [options, rows.length, file.rows.length, fileName],
    sendable,
    noteRefusals,
  );
  const change = (next: Options) => {
    setRefused(new Map());
    setOptions(next);
  };
  const save = useMutation({
    mutationFn: () => {
      // One key for one body: pressing twice, or again after a lost answer, imports once.
      const of = JSON.stringify(body);
      if (key.current.of !== of) key.current = { of, value: newIdempotencyKey() };
      return runImport(body, key.current.value);
    },
    onSuccess: (result) => {
      rememberShape(file, options);
      void client.invalidateQueries();
      onDone({
        result,
        counts: { ...counts, problems: counts.problems + refused.size },
        items,
        total: file.rows.length,
        currency: options.currency,
      });
    },
    onError: noteRefusals,
  });

  const fresh = rows.length - (skipRepeats ? repeats.size : 0);
  const problems = counts.problems + refused.size;
  const leftOut = [...counts.leftOut.values()].reduce((sum, value) => sum + value, 0);
  const kinds = new Intl.ListFormat(locale, { type: 'unit' }).format(
    [...counts.leftOut].map(([kind, count]) => t('import.kind-count', { count, kind })),
  );
  return (
    <div className="grid gap-5">
      <p className="text-text-2">
        {rich(
          t.parts('import.summary', {
            name: (
              <strong className="text-text">
                <bdi>{fileName}</bdi>
              </strong>
            ),
            count: file.rows.length,
            delimiter: delimiterName(file.delimiter),
            encoding: file.encoding.toUpperCase(),
          }),
        )}
      </p>
      {recalled ? (
        <Notice>
          {rich(
            t.parts('import.recalled', {
              action: (
                <button
                  type="button"
                  className="min-h-6 font-semibold text-accent underline"
                  onClick={() => {
                    setRecalled(null);
                    change(guessAfresh(file, currency));
                  }}
                >
                  {t('import.guess')}
                </button>
              ),
            }),
          )}
        </Notice>
      ) : null}
      <ImportOptions file={file} options={options} currencies={currencies} onChange={change} />
      {complete ? null : (
        <Notice tone="warning">
          {options.dateOrder === null ? t('import.say-order') : t('import.say-columns')}
        </Notice>
      )}
      <div className="card grid gap-3 p-4 sm:p-5">
        {leftOut > 0 || options.allKinds ? (
          <Choice
            checked={!options.allKinds}
            onChange={(on) => change({ ...options, allKinds: !on })}
          >
            {leftOut > 0 ? t('import.leave-out.kinds', { kinds }) : t('import.leave-out')}
          </Choice>
        ) : null}
        <Choice checked={skipRepeats} onChange={setSkipRepeats}>
          {!preview.data
            ? t('import.skip')
            : repeats.size === 0
              ? t('import.skip.none')
              : t('import.skip.count', { count: repeats.size })}
        </Choice>
        <Choice
          checked={options.createCategories}
          onChange={(on) => change({ ...options, createCategories: on })}
        >
          {counts.newCategories.length > 0
            ? t('import.create.count', { count: counts.newCategories.length })
            : t('import.create')}
        </Choice>
      </div>
      {categories.isSuccess ? (
        <CategoryMap
          items={items}
          known={known}
          archived={archived}
          options={options}
          onChange={change}
        />
      ) : null}
      {rows.length > rowLimit ? (
        <Notice tone="warning">
          {t('import.too-many', { rows: rows.length, most: rowLimit })}
        </Notice>
      ) : null}
      {problems > 0 ? (
        <Notice tone="warning">{t('import.problems', { count: problems })}</Notice>
      ) : null}
      {preview.isError && refused.size === 0 ? (
        <div className="card">
          <ErrorState
            error={preview.error}
            what={t('import.check-failed')}
            onRetry={() => void preview.refetch()}
          />
        </div>
      ) : null}
      {save.isError ? (
        <Notice tone="error">{t('import.failed', { why: explain(save.error) })}</Notice>
      ) : null}
      <ReviewActions
        fresh={fresh}
        saving={save.isPending}
        checking={checking}
        stopped={stopped}
        ready={sendable && !preview.isPending}
        onImport={() => save.mutate()}
        onStop={stop}
        onCheck={again}
        onCancel={onCancel}
      />
      <PreviewTable items={items} currency={options.currency} repeats={repeats} refused={refused} />
    </div>
  );
}
