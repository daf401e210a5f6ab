import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { listQuery, noTotals, pageSize, reachablePage, totalsQuery } from './api';
import type { Filters } from './filters';

/** Rows kept ready beyond what is in sight. */
const margin = 30;
/** How many rows away it is still worth loading page after page. */
const walk = 3 * pageSize;

/**
 * The part of all that match which is loaded, and `show`, which moves it to the rows in sight: page
 * by page while they are near, in one jump when somebody drags the scroll bar far.
 */
export function useListWindow(filters: Filters) {
  const of = JSON.stringify(filters);
  const beginning = { of, at: 0, turn: 0, known: noTotals };
  const [anchor, setAnchor] = useState(beginning);
  const turns = useRef(0);
  const { at, turn, known } = anchor.of === of ? anchor : beginning;
  const list = useInfiniteQuery({
    ...listQuery(filters, at, turn, known),
    placeholderData: (old) => old,
  });

  // Rows are drawn in slices, between which the page answers.
  const data = useDeferredValue(list.data);
  const rows = useMemo(() => data?.pages.flatMap((page) => page.expenses) ?? [], [data]);
  const start = data?.pages[0]?.start ?? 0;
  const end = start + rows.length;
  const asked = useQuery({
    ...totalsQuery(filters),
    enabled: data !== undefined && !list.isPlaceholderData && !data.pages.some((p) => p.counted),
  });
  const bottom = data?.pages.at(-1);
  const counted = data?.pages.find((page) => page.counted) ?? asked.data ?? bottom ?? noTotals;
  const { count, sums } = counted;
  // The last page knows better than the count, which may be older. Asked of what is drawn: while the
  // window of a jump is on its way, the list stays as long as it is.
  const total = bottom && bottom.next !== null ? Math.max(count ?? 0, end + 1) : end;

  const { hasNextPage, hasPreviousPage, fetchNextPage, fetchPreviousPage } = list;
  const drawn = data === list.data;
  const waiting = list.isFetching || list.isPlaceholderData || list.isError || !drawn;
  const show = useCallback(
    (first: number, last: number, settled: boolean) => {
      if (waiting) return;
      const ahead = first - end;
      const behind = start - last;
      const away = Math.max(ahead, behind);
      const target = reachablePage(first);
      if (away > walk) {
        // Passing by is no reason to load; the way is decided where the scrolling ends.
        if (!settled) return;
        if (first - target < away) {
          turns.current += 1;
          setAnchor({ of, at: target, turn: turns.current, known: { count, sums } });
          return;
        }
      }
      if (last > end - margin && hasNextPage) void fetchNextPage();
      else if (first < start + margin && hasPreviousPage) void fetchPreviousPage();
    },
    [
      waiting,
      start,
      end,
      of,
      count,
      sums,
      hasNextPage,
      hasPreviousPage,
      fetchNextPage,
      fetchPreviousPage,
    ],
  );
  return {
    list,
    pending: data === undefined,
    rows,
    start,
    total,
    count,
    sums,
    show,
  };
}
