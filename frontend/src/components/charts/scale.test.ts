import { expect, test } from 'vitest';
import { scaleOf, stepsOf } from './scale';

test('one huge value leaves the others readable', () => {
  const scale = scaleOf([100n, 200n, 9_000_000n]);
  expect(scale.cut).toBe(true);
  expect(scale.share(100n)).toBe(0.4);
  expect(scale.share(9_000_000n)).toBe(1);
  expect(scale.isOver(9_000_000n)).toBe(true);
  expect(scale.isOver(200n)).toBe(false);
});

test('values of one size share a plain scale', () => {
  const scale = scaleOf([100n, 0n, 400n]);
  expect([scale.cut, scale.top, scale.share(100n), scale.share(0n)]).toEqual([
    false,
    400n,
    0.25,
    0,
  ]);
  expect(scaleOf([]).share(0n)).toBe(0);
  expect(scaleOf([700n]).share(700n)).toBe(1);
});

test('steps go by rank, and a day without spending has none', () => {
  const step = stepsOf([10n, 20n, 30n, 1_000_000n, 20n]);
  expect([0n, 10n, 20n, 30n, 1_000_000n].map(step)).toEqual([0, 1, 2, 3, 4]);
});
