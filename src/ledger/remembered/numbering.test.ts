import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldColumn } from './fields.ts';
import { numberKeys, numberValues } from './numbering.ts';

const column = (values: number[], low: number, size: number): FieldColumn => ({
  field: 'project',
  values: Int32Array.from(values),
  low,
  size,
});

test('rows have one number exactly when their fields are equal, in slots and by hash, again and again', () => {
  const cell = fc.tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 200 }), fc.constantFrom(41, 2 ** 30), (cells, size) => {
      const fields = [
        column(
          cells.map(([a]) => a),
          -3,
          13,
        ),
        column(
          cells.map(([, b]) => b),
          0,
          size,
        ),
      ];
      const rows = Int32Array.from(cells, (_, row) => row).reverse();
      const numbers = new Int32Array(rows.length);
      const found = numberKeys(fields, rows, numbers);
      const plain = new Map<string, number>();
      const expected = [...rows].map((row) => {
        const text = cells[row]!.join();
        if (!plain.has(text)) plain.set(text, plain.size);
        return plain.get(text);
      });
      expect([...numbers]).toEqual(expected);
      expect(found.size).toBe(plain.size);
      const keys = cells.map(([a, b]) => (a + 3) * size + b).reverse();
      expect([...found.keys.subarray(0, found.size)]).toEqual([...new Set(keys)]);
    }),
  );
});

test('values at hand are numbered alike', () => {
  const numbers = new Int32Array(4);
  expect(numberValues(Float64Array.of(5, 2, 5, 9), 10, numbers).size).toBe(3);
  expect([...numbers]).toEqual([0, 1, 0, 2]);
  const far = numberValues(Float64Array.of(2 ** 40, 7, 2 ** 40), 2 ** 41);
  expect([...far.keys.subarray(0, far.size)]).toEqual([2 ** 40, 7]);
});
