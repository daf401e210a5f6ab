// Which rows of the list are chosen. Rows are known by their ids, so a choice outlives scrolling,
// loading and sorting; it ends when the filters change, because then other rows are meant.
import { useCallback, useMemo, useRef, useState } from 'react';
import { withoutFilters, type Filters } from './filters';

type State = { of: string; on: boolean; all: boolean; ids: ReadonlySet<number> };
export type Selection = {
  /** Whether rows have boxes to tick. */
  on: boolean;
  /** All that match, loaded or not. */
  all: boolean;
  ids: ReadonlySet<number>;
  start: () => void;
  stop: () => void;
  chooseAll: () => void;
  /** Ticks the row or takes its tick away; with `range`, ticks all from the last one to this. */
  toggle: (place: number, range: boolean) => void;
  /** Goes on from one row to the next, choosing both, or giving the first back on the way home. */
  extend: (from: number, to: number) => void;
};

const none: ReadonlySet<number> = new Set();

/** The ids at these places, as far as they are loaded. */
export function idsBetween(
  idAt: (place: number) => number | undefined,
  one: number,
  other: number,
): number[] {
  const from = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) + 1 }, (_, index) => idAt(from + index)).filter(
    (id) => id !== undefined,
  );
}

export function useSelection(
  filters: Filters,
  idAt: (place: number) => number | undefined,
): Selection {
  const { sort: _order, ...narrowing } = withoutFilters(filters, []);
  const of = JSON.stringify(narrowing);
  const [kept, setKept] = useState<State>({ of, on: false, all: false, ids: none });
  const state = kept.of === of ? kept : { of, on: kept.on, all: false, ids: none };
  const anchor = useRef<{ place: number; id: number } | null>(null);
  const change = useCallback(
    (to: (old: State) => Partial<State>) =>
      setKept((old) => {
        const now = old.of === of ? old : { of, on: old.on, all: false, ids: none };
        return { ...now, ...to(now) };
      }),
    [of],
  );
  /** The row from which a range goes, if it still stands where it stood. */
  const anchored = useCallback(() => {
    const last = anchor.current;
    return last && idAt(last.place) === last.id ? last.place : null;
  }, [idAt]);

  const toggle = useCallback(
    (place: number, range: boolean) => {
      const id = idAt(place);
      if (id === undefined) return;
      const from = range ? anchored() : null;
      if (from === null) anchor.current = { place, id };
      change(({ ids }) => {
        const next = new Set(ids);
        if (from !== null) for (const one of idsBetween(idAt, from, place)) next.add(one);
        else if (!next.delete(id)) next.add(id);
        return { on: true, all: false, ids: next };
      });
    },
    [idAt, anchored, change],
  );
  const extend = useCallback(
    (from: number, to: number) => {
      const here = idAt(from);
      if (here === undefined) return;
      const start = anchored() ?? from;
      if (start === from) anchor.current = { place: from, id: here };
      const there = idAt(to);
      const back = Math.abs(to - start) < Math.abs(from - start);
      change(({ ids }) => {
        const next = new Set(ids).add(here);
        if (back) next.delete(here);
        if (there !== undefined) next.add(there);
        return { on: true, all: false, ids: next };
      });
    },
    [idAt, anchored, change],
  );
  const start = useCallback(() => change(() => ({ on: true })), [change]);
  const chooseAll = useCallback(() => change(() => ({ on: true, all: true, ids: none })), [change]);
  const stop = useCallback(() => {
    anchor.current = null;
    change(() => ({ on: false, all: false, ids: none }));
  }, [change]);
  const { on, all, ids } = state;
  return useMemo(
    () => ({ on, all, ids, start, stop, chooseAll, toggle, extend }),
    [on, all, ids, start, stop, chooseAll, toggle, extend],
  );
}
