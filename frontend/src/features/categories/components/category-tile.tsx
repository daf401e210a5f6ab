import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { categoriesQuery } from '../api';

/** The colours of a category as variables, for the tile and for bars. */
export function useCategoryStyle(name: string): { icon: string; style: CSSProperties } {
  const { data } = useQuery(categoriesQuery);
  const category = data?.find((one) => one.name === name);
  const style = {
    '--category-light': category?.color_light,
    '--category-dark': category?.color_dark,
  } as CSSProperties;
  return { icon: category?.icon ?? '📦', style };
}

/** The category's picture. Only decoration: its name always stands beside it. */
export function CategoryTile({ name }: { name: string }) {
  const { icon, style } = useCategoryStyle(name);
  return (
    <span
      aria-hidden="true"
      className="category-tile grid size-10 shrink-0 place-items-center rounded-xl text-lg"
      style={style}
    >
      {icon}
    </span>
  );
}
