import { ratio, type Minor } from '@/lib/money';

/** How high a value that is beyond the scale is drawn, as a share of it. */
const beyond = 1;

/**
 * Heights from 0 to 1. One value that is far above all others would press them flat: then the scale
 * ends a little above the second, and the large one is drawn broken, with its figure in words.
 */
export function scaleOf(values: readonly Minor[]) {
  const sorted = values.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const [first = 0n, second = 0n] = sorted;
  const cut = second > 0n && first > second * 5n;
  const top = cut ? (second * 5n) / 4n : first;
  return {
    top,
    cut,
    share: (value: Minor) => (value > top ? beyond : ratio(value, top)),
    isOver: (value: Minor) => cut && value > top,
  };
}

/**
 * Steps of a heat map, 1 to 4, by rank and not by size, so that one huge day leaves the others
 * told apart. Equal values have equal steps.
 */
export function stepsOf(values: readonly Minor[]): (value: Minor) => number {
  const sorted = [...new Set(values)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return (value) => {
    if (value <= 0n) return 0;
    const place = sorted.findIndex((one) => one >= value) + 1;
    return Math.min(4, Math.max(1, Math.ceil((place / sorted.length) * 4)));
  };
}
