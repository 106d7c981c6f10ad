import { expect, test } from 'vitest';
import { chanceOf } from './chance.ts';

const draws = (seed: number, count: number): number[] => {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, () => chance.next());
};

test('a seed gives its numbers again, another gives others', () => {
  expect(draws(7, 5)).toEqual(draws(7, 5));
  expect(draws(7, 5)).not.toEqual(draws(8, 5));
});

test('numbers lie between 0 and 1, spread evenly', () => {
  const numbers = draws(1, 10_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.reduce((sum, n) => sum + n, 0) / numbers.length).toBeCloseTo(0.5, 1);
});

test('between takes both ends; a lean prefers what stands first', () => {
  const chance = chanceOf(3);
  expect(new Set(Array.from({ length: 200 }, () => chance.between(2, 4)))).toEqual(new Set([2, 3, 4]));
  const firsts = Array.from({ length: 1000 }, () => chance.of(['a', 'b'], 3)).filter((x) => x === 'a').length;
  expect(firsts).toBeGreaterThan(700);
});
