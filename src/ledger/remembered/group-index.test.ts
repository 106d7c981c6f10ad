import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GroupIndex } from './group-index.ts';

const key = fc.oneof(
  fc.nat({ max: 20 }),
  fc.nat(),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 }),
  // Equal in their low or high halves: what a weak hash would pile up.
  fc.nat({ max: 1000 }).map((n) => n * 0x1_0000_0000),
);

test('the same numbers as a plain map, for any keys in any order', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 2000 }), (keys) => {
      const index = new GroupIndex();
      const plain = new Map<number, number>();
      for (const k of keys) {
        if (!plain.has(k)) plain.set(k, plain.size);
        expect(index.of(k)).toBe(plain.get(k));
      }
      expect([...index.keys.subarray(0, index.size)]).toEqual([...plain.keys()]);
    }),
  );
});

test('every size on the way to many keeps its keys', () => {
  const index = new GroupIndex();
  for (let i = 0; i < 5000; i++) {
    expect(index.of(i * 7919)).toBe(i);
    expect(index.keys[i]).toBe(i * 7919);
  }
  for (let i = 0; i < 5000; i++) expect(index.of(i * 7919)).toBe(i);
});
