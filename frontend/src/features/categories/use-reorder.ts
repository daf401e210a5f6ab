import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { explain } from '@/lib/problem';
import { categoriesQuery, type Category } from './api';
import { orderCategories } from './changes';
import { moved, reordered } from './model';
import { t } from './messages';

type Drag = { ids: number[]; id: number };

/** Puts categories among their siblings in another order: by steps, or by dragging. */
export function useReorder() {
  const client = useQueryClient();
  const [drag, setDrag] = useState<Drag | null>(null);
  // What has been said last, for who can't see the list.
  const [said, setSaid] = useState('');
  const latest = useRef<Drag | null>(null);

  const save = useMutation({
    mutationFn: (ids: number[]) => orderCategories(ids, newIdempotencyKey()),
    scope: { id: 'category-order' },
    onMutate: (ids) => {
      void client.cancelQueries({ queryKey: categoriesQuery.queryKey });
      const before = client.getQueryData(categoriesQuery.queryKey);
      if (before) client.setQueryData(categoriesQuery.queryKey, reordered(before, ids));
      return before;
    },
    onError: (error, _, before) => {
      client.setQueryData(categoriesQuery.queryKey, before);
      toast({ text: t('categories.not-done', { why: explain(error) }), tone: 'error' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: categoriesQuery.queryKey }),
  });

  const say = (category: Category, ids: readonly number[]) =>
    setSaid(
      t('categories.moved', {
        name: category.name,
        place: ids.indexOf(category.id) + 1,
        places: ids.length,
      }),
    );

  const step = (category: Category, siblings: readonly Category[], by: number) => {
    const ids = siblings.map(({ id }) => id);
    const from = ids.indexOf(category.id);
    const to = from + by;
    if (to < 0 || to >= ids.length) return;
    const next = moved(ids, from, to);
    say(category, next);
    save.mutate(next);
  };

  const show = (next: Drag | null) => {
    latest.current = next;
    setDrag(next);
  };

  /** Begins a drag at a handle inside its row, which is an item of the siblings' list. */
  const start = (
    event: ReactPointerEvent<HTMLElement>,
    category: Category,
    siblings: readonly Category[],
  ) => {
    if (event.button !== 0) return;
    const handle = event.currentTarget;
    const list = handle.closest('ul');
    if (!list) return;
    handle.setPointerCapture(event.pointerId);
    show({ ids: siblings.map(({ id }) => id), id: category.id });

    const move = ({ clientY }: PointerEvent) => {
      const now = latest.current;
      if (!now) return;
      const rows = [...list.children];
      const from = now.ids.indexOf(now.id);
      // The place is where the pointer is among the middles of the others.
      const to = rows.filter((row, place) => {
        const { top, height } = row.getBoundingClientRect();
        return place !== from && clientY > top + height / 2;
      }).length;
      if (to !== from) show({ ...now, ids: moved(now.ids, from, to) });
    };
    const end = (finish: Event) => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      const now = latest.current;
      show(null);
      const changed = now?.ids.some((id, place) => id !== siblings[place]?.id);
      if (!now || !changed || finish.type === 'pointercancel') return;
      say(category, now.ids);
      save.mutate(now.ids);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };

  /** The siblings as they stand while one of them is dragged. */
  const arranged = <T>(siblings: readonly T[], idOf: (one: T) => number): T[] => {
    if (!drag || !siblings.some((one) => idOf(one) === drag.id)) return [...siblings];
    return siblings.toSorted((a, b) => drag.ids.indexOf(idOf(a)) - drag.ids.indexOf(idOf(b)));
  };

  return { step, start, arranged, dragged: drag?.id ?? null, said };
}
export type Reorder = ReturnType<typeof useReorder>;
