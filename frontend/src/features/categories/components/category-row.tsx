import { Link } from '@tanstack/react-router';
import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  GripVertical,
  Merge,
  Pencil,
  Plus,
  Trash2,
} from 'lucide-react';
import { ActionMenu, type Action } from '@/components/ui/action-menu';
import { IconButton } from '@/components/ui/button';
import type { Category } from '../api';
import type { Reorder } from '../use-reorder';
import { CategoryTile } from './category-tile';
import { t } from '../messages';

export type Asked =
  | { what: 'edit'; category: Category }
  | { what: 'merge' | 'delete'; category: Category }
  | { what: 'add'; parent: Category | null };

type Props = {
  category: Category;
  siblings: readonly Category[];
  reorder: Reorder;
  onAsk: (asked: Asked) => void;
  onArchive: (category: Category, archived: boolean) => void;
};

/** One category: what it looks like, how many expenses it has, and what can be done with it. */
export function CategoryRow({ category, siblings, reorder, onAsk, onArchive }: Props) {
  const { name, archived, fallback } = category;
  const place = siblings.findIndex(({ id }) => id === category.id);
  const step = (by: number) => reorder.step(category, siblings, by);
  const last = siblings.length - 1;
  const actions: Action[] = [
    {
      name: t('categories.edit'),
      icon: <Pencil size={18} />,
      run: () => onAsk({ what: 'edit', category }),
    },
  ];
  if (!archived && category.parent_id === null) {
    actions.push({
      name: t('categories.add-below'),
      icon: <Plus size={18} />,
      run: () => onAsk({ what: 'add', parent: category }),
    });
  }
  if (!archived && place > 0) {
    actions.push({
      name: t('categories.up', { name }),
      icon: <ArrowUp size={18} />,
      run: () => step(-1),
    });
  }
  if (!archived && place < last) {
    actions.push({
      name: t('categories.down', { name }),
      icon: <ArrowDown size={18} />,
      run: () => step(1),
    });
  }
  if (!fallback) {
    actions.push(
      archived
        ? {
            name: t('categories.unarchive'),
            icon: <ArchiveRestore size={18} />,
            run: () => onArchive(category, false),
          }
        : {
            name: t('categories.archive'),
            icon: <Archive size={18} />,
            run: () => onArchive(category, true),
          },
      {
        name: t('categories.merge'),
        icon: <Merge size={18} />,
        run: () => onAsk({ what: 'merge', category }),
      },
      {
        name: t('categories.delete'),
        icon: <Trash2 size={18} />,
        run: () => onAsk({ what: 'delete', category }),
        danger: true,
      },
    );
  }
  const movable = !archived && siblings.length > 1;
  return (
    <div
      className={`flex min-h-15 items-center gap-2 py-1.5 pe-2 sm:gap-3 ${category.parent_id === null ? 'ps-2' : 'ps-8 sm:ps-12'} ${reorder.dragged === category.id ? 'bg-accent-soft' : ''}`}
    >
      {movable ? (
        <button
          type="button"
          aria-label={t('categories.drag', { name })}
          title={t('categories.drag.hint')}
          className="grid h-11 w-7 shrink-0 cursor-grab touch-none place-items-center rounded-lg text-text-3 hover:bg-surface-2 active:cursor-grabbing"
          onPointerDown={(event) => reorder.start(event, category, siblings)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            step(event.key === 'ArrowUp' ? -1 : 1);
          }}
        >
          <GripVertical size={18} aria-hidden="true" />
        </button>
      ) : (
        <span className="w-7 shrink-0" />
      )}
      <CategoryTile name={name} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <bdi>{name}</bdi>
        </p>
        <p className="text-sm text-text-3">
          {category.count > 0 ? (
            <Link
              to="/expenses"
              search={{ category: name }}
              aria-label={t('categories.see', {
                name,
                expenses: t('categories.count', { count: category.count }),
              })}
              className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-3 hover:text-text"
            >
              {t('categories.count', { count: category.count })}
            </Link>
          ) : (
            t('categories.none')
          )}
          {fallback ? <span className="block">{t('categories.fallback')}</span> : null}
        </p>
      </div>
      {movable ? (
        <div className="hidden sm:flex">
          <IconButton
            label={t('categories.up', { name })}
            aria-disabled={place === 0}
            className="aria-disabled:opacity-35"
            onClick={() => step(-1)}
          >
            <ArrowUp size={18} aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t('categories.down', { name })}
            aria-disabled={place === last}
            className="aria-disabled:opacity-35"
            onClick={() => step(1)}
          >
            <ArrowDown size={18} aria-hidden="true" />
          </IconButton>
        </div>
      ) : null}
      <ActionMenu label={t('categories.more', { name })} actions={actions} />
    </div>
  );
}
