import { measureElement, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import { flushSync } from 'react-dom';
import { t } from '../list-messages';

/** The height of a row before it is measured. */
const usual = 62;
const nowhere = { place: -1, key: undefined };

export type RowsHandle = {
  /** The place of the row that has the focus, or -1. */
  focused: () => number;
  /** Moves the focus to the link of this row, and the row into sight. */
  focus: (place: number) => void;
  /** The first place in sight. */
  first: () => number;
};

type Props = {
  handle: Ref<RowsHandle>;
  /** How many rows there are, loaded or not. */
  total: number;
  /** The place of the first loaded row. */
  start: number;
  /** The loaded rows' keys, in order. */
  keys: readonly number[];
  label: string;
  row: (index: number) => ReactNode;
  /** Stands in the first place after the loaded rows. */
  more: ReactNode;
  /** Told which places are in sight, and whether the scrolling has come to rest. */
  onShow: (first: number, last: number, settled: boolean) => void;
};

/** The place of the row around this element, or -1. */
function placeOf(element: EventTarget | null): number {
  const item = element instanceof Element ? element.closest('[data-index]') : null;
  return item ? Number(item.getAttribute('data-index')) : -1;
}

/** Where the list begins on the page, kept true while things above it fold in and out. */
function useTop(list: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current) {
        setTop(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
      }
    };
    measure();
    if (!('ResizeObserver' in window)) return;
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return top;
}

/** True while the page is being printed: paper shows every loaded row, not only those in sight. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}

/**
 * A list as tall as all its rows, of which only those near the window are in the document. The row
 * that has the focus stays, however far away it is scrolled.
 */
export function VirtualRows({ handle, total, start, keys, label, row, more, onShow }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const focused = useRef<{ place: number; key: number | undefined }>(nowhere);
  const printing = usePrinting();
  const end = start + keys.length;
  // A height belongs to the entry: it goes along when others before it come or go.
  const keyOf = useCallback(
    (place: number) =>
      (place >= start && place < end ? keys[place - start] : undefined) ?? -1 - place,
    [keys, start, end],
  );
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useWindowVirtualizer<HTMLLIElement>({
    count: total,
    estimateSize: () => usual,
    getItemKey: keyOf,
    scrollPaddingEnd: 24,
    overscan: 8,
    scrollMargin: useTop(list),
    measureElement: (...seen) => measureElement(...seen) || usual,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const places = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
      const kept = focused.current.place;
      if (kept < 0 || kept >= count) return places;
      if (kept < from) return [kept, ...places];
      return kept > to ? [...places, kept] : places;
    },
  });
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  const focusOn = useCallback(
    (place: number) => {
      const at = Math.max(0, Math.min(place, total - 1));
      virtual.scrollToIndex(at);
      // The row may have to be drawn, or even loaded, first.
      let frames = 60;
      const look = () => {
        const link = list.current?.querySelector<HTMLElement>(`[data-index="${at}"] a`);
        if (link) link.focus({ preventScroll: true });
        else if ((frames -= 1) > 0) requestAnimationFrame(look);
      };
      look();
    },
    [virtual, total],
  );
  useImperativeHandle(
    handle,
    () => ({
      focused: () => placeOf(document.activeElement),
      first: () => virtual.range?.startIndex ?? 0,
      focus: focusOn,
    }),
    [virtual, focusOn],
  );
  // Whoever deletes the row that has the focus goes on with the one that takes its place.
  useEffect(() => {
    const { place, key } = focused.current;
    const gone = key !== undefined && !keys.includes(key) && place >= start && place <= end;
    if (!gone || document.activeElement !== document.body) return;
    focused.current = nowhere;
    focusOn(place);
  }, [keys, start, end, focusOn]);
  const note = (target: EventTarget | null) => {
    const place = placeOf(target);
    focused.current = { place, key: keys[place - start] };
  };
  const settled = !virtual.isScrolling;
  useEffect(() => onShow(first, last, settled), [onShow, first, last, settled]);

  if (printing) {
    return (
      <>
        <ul aria-label={label}>
          {keys.map((key, index) => (
            <li key={key} className="border-b border-line">
              {row(start + index)}
            </li>
          ))}
        </ul>
        {keys.length < total ? (
          <p className="p-4 text-text-2">{t('list.printed', { shown: keys.length, total })}</p>
        ) : null}
      </>
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only notes where the focus is
    <ul
      ref={list}
      aria-label={label}
      className="relative [overflow-anchor:none]"
      style={{ height: virtual.getTotalSize() }}
      onFocus={(event) => note(event.target)}
      onBlur={(event) => {
        // Going nowhere may mean that the row itself went: remember it.
        if (event.relatedTarget) note(event.relatedTarget);
      }}
    >
      {virtual.getVirtualItems().map(({ index, start: top }) => {
        const known = index >= start && index < end;
        return (
          <li
            key={known ? `row-${keys[index - start]}` : `place-${index}`}
            ref={known ? virtual.measureElement : undefined}
            data-index={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 border-b border-line"
            style={{ transform: `translateY(${top - virtual.options.scrollMargin}px)` }}
          >
            {known ? row(index) : index === end ? more : <Placeholder />}
          </li>
        );
      })}
    </ul>
  );
}

function Placeholder() {
  return (
    <div className="flex h-15 items-center gap-4 px-4 sm:px-5">
      <span className="sr-only">{t('list.not-loaded')}</span>
      <div className="size-10 rounded-lg bg-skeleton" />
      <div className="h-4 w-2/5 rounded-lg bg-skeleton" />
    </div>
  );
}
