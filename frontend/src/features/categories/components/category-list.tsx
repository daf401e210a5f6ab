import { Card } from '@/components/ui/page';
import type { Category } from '../api';
import { branches } from '../model';
import { useReorder } from '../use-reorder';
import { CategoryRow, type Asked } from './category-row';
import { t } from '../messages';

type Props = {
  categories: readonly Category[];
  onAsk: (asked: Asked) => void;
  onArchive: (category: Category, archived: boolean) => void;
};

/** The categories in use on their two levels, and below them those that are archived. */
export function CategoryList({ categories, onAsk, onArchive }: Props) {
  const reorder = useReorder();
  const inUse = branches(categories.filter(({ archived }) => !archived));
  const archived = categories.filter((category) => category.archived);
  const tops = inUse.map(({ category }) => category);
  const row = (category: Category, siblings: readonly Category[]) => (
    <CategoryRow {...{ category, siblings, reorder, onAsk, onArchive }} />
  );
  return (
    <div className="grid gap-6">
      <p role="status" className="sr-only">
        {reorder.said}
      </p>
      <Card>
        <ul aria-label={t('categories.list')} className="divide-y divide-line">
          {reorder
            .arranged(inUse, ({ category }) => category.id)
            .map(({ category, children }) => (
              <li key={category.id}>
                {row(category, tops)}
                {children.length > 0 ? (
                  <ul
                    aria-label={t('categories.below', { name: category.name })}
                    className="divide-y divide-line border-t border-line"
                  >
                    {reorder
                      .arranged(children, ({ id }) => id)
                      .map((child) => (
                        <li key={child.id}>{row(child, children)}</li>
                      ))}
                  </ul>
                ) : null}
              </li>
            ))}
        </ul>
      </Card>
      {archived.length > 0 ? (
        <Card title={t('categories.archive.list')}>
          <p className="px-4 text-sm text-text-3 sm:px-5">{t('categories.archive.hint')}</p>
          <ul className="mt-2 divide-y divide-line" aria-label={t('categories.archive.list')}>
            {archived.map((category) => (
              <li key={category.id}>{row(category, [])}</li>
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}
