import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTimestamp } from '../../lib/timestamp.ts';
import { ByteTimestamp } from './byte-timestamp.ts';

const reader = new ByteTimestamp();
const read = (text: string): number => {
  const buf = Buffer.from(`"${text}"`);
  return reader.read(buf, 1, buf.length - 1);
};

test('every moment of the century', () => {
  const moment = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(fc.property(moment, (date) => void expect(read(date.toISOString())).toBe(date.getTime())));
});

test('digits exchanged: the same as the plain reader, or nothing', () => {
  const digits = fc.array(fc.tuple(fc.nat({ max: 23 }), fc.constantFrom(...'0123456789:-.TZ x')), { maxLength: 3 });
  fc.assert(
    fc.property(digits, (changes) => {
      const text = [...'2026-02-28T23:59:59.999Z'];
      for (const [at, c] of changes) text[at] = c;
      const ms = read(text.join(''));
      if (!Number.isNaN(ms)) expect(ms).toBe(parseTimestamp(text.join('')));
    }),
  );
});

test.each([
  '2026-02-30T00:00:00.000Z',
  '1999-12-31T23:59:59.999Z',
  '2026-05-01T24:00:00.000Z',
  '2026-05-01T10:00:00Z',
  '',
])('not read: %s', (text) => {
  expect(read(text)).toBeNaN();
});
