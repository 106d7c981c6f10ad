import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeenKeys } from './seen-keys.ts';

test('a key that was given before is never new, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 200 }), fc.nat(100), (keys, expected) => {
      const seen = new SeenKeys(expected);
      for (const key of keys) seen.isNew(key);
      expect(keys.some((key) => seen.isNew(key))).toBe(false);
    }),
  );
});

test('nearly every other key is', () => {
  const keys = Array.from({ length: 50_000 }, (_, i) => `msg_01${(i * 2_654_435_761).toString(36)}`);
  const seen = new SeenKeys(keys.length);
  expect(keys.filter((key) => seen.isNew(key)).length).toBeGreaterThan(0.93 * keys.length);
});
