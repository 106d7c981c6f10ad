import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textHash } from './text-hash.ts';

test('16 hex digits, the same for the same text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(textHash(text)).toMatch(/^[0-9a-f]{16}$/);
      expect(textHash(text)).toBe(textHash(text));
    }),
  );
});

test('one changed digit of a long text changes it', () => {
  const text = JSON.stringify(Array.from({ length: 500 }, (_, i) => ({ input: i, output: i * 5 })));
  const digits = [...text.matchAll(/\d/g)].map((m) => m.index);
  const hashes = digits.map((at) => textHash(text.slice(0, at) + ((Number(text[at]) + 1) % 10) + text.slice(at + 1)));
  expect(new Set([textHash(text), ...hashes]).size).toBe(digits.length + 1);
});
