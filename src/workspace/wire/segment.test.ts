import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSums, NO_SUMS, type SharedTurn } from '../../contract/shared-turn.ts';
import { sharedTurn } from '../../../test/support/shared-turns.ts';
import { EARLIEST_MS, LIMITS } from './limits.ts';
import { turnsOf } from '../../contract/shared-columns.ts';
import { decodeSegment, encodeSegment } from './segment.ts';
import { WireError } from './untrusted.ts';

const HEADER = { machine: 'a'.repeat(32), incarnation: 'b'.repeat(16), sequence: 7 };
const ONE: SharedTurn = {
  key: 'msg_1',
  timestampMs: (EARLIEST_MS + 5) as never,
  bornMs: 3 as never,
  rank: 3,
  final: true,
  hasSpeed: false,
  ownerCertain: false,
  side: false,
  webSearches: 0,
  sessionId: 's',
  projectKey: 'ref:1',
  projectName: 'app',
  branch: '',
  model: 'm',
  fast: false,
  batch: false,
  us: false,
  context: 0,
  input: 1,
  output: 2,
  cache5m: 3,
  cache1h: 4,
  cacheRead: 5,
};

test('what goes in comes out, with its sums', () => {
  fc.assert(
    fc.property(fc.array(sharedTurn, { maxLength: 20 }), (turns) => {
      const titles = turns
        .slice(0, 2)
        .map((t, i) => ({ sessionId: t.sessionId, rank: 1 + i, position: i, text: 'A title' }));
      const { columns, ...found } = decodeSegment(encodeSegment(HEADER, turns, titles));
      expect(found).toEqual({ header: HEADER, titles, sums: turns.reduce(addSums, NO_SUMS) });
      expect(turnsOf(columns)).toEqual(turns);
    }),
  );
});

test('the same turns give the same bytes', () => {
  expect(encodeSegment(HEADER, [ONE]).equals(encodeSegment(HEADER, [{ ...ONE }]))).toBe(true);
});

test('any cut is refused', () => {
  const bytes = encodeSegment(HEADER, [ONE, { ...ONE, key: 'msg_2' }]);
  for (let length = 0; length < bytes.length; length++)
    expect(() => decodeSegment(bytes.subarray(0, length))).toThrow(WireError);
});

/** A segment of these lines between a true header and the footer of `sums`. */
function forged(lines: readonly string[], footer = JSON.stringify({ ...NO_SUMS, titles: 0 })): Buffer {
  return gzipSync(
    [JSON.stringify({ format: 'claude-usage/segment', version: 1, ...HEADER }), ...lines, footer, ''].join('\n'),
  );
}
const [, ...BODY] = gunzipSync(encodeSegment(HEADER, [ONE]))
  .toString()
  .trimEnd()
  .split('\n');
const FOOTER = BODY.at(-1) ?? '';
const DICTIONARY = BODY.slice(0, 5);
const turnLine = (change: (values: unknown[]) => void): string => {
  const values = JSON.parse(BODY[5] ?? '') as unknown[];
  change(values);
  return JSON.stringify(values);
};

test.each([
  ['a line of an unknown kind', ['["x","y"]']],
  ['a line is no list', ['5']],
  ['a line is not JSON', ['[0,']],
  ['longer than 4096', [JSON.stringify(['s', 'x'.repeat(5000)])]],
  ['a session is longer', [JSON.stringify(['s', 'x'.repeat(201)])]],
  ['is not an identifier', ['["s",""]']],
  ['characters that no identifier has', [JSON.stringify(['s', 'a b'])]],
  ['another length', ['["s","a","b"]']],
  ['a count is out of range', [...DICTIONARY, turnLine((v) => (v[9] = 1e13))]],
  ['a count is not a whole number', [...DICTIONARY, turnLine((v) => (v[9] = 1.5))]],
  ['a count is out of range', [...DICTIONARY, turnLine((v) => (v[9] = -1))]],
  ['a time is out of range', [...DICTIONARY, turnLine((v) => (v[2] = 5))]],
  ['the number of a session is out of range', [...DICTIONARY, turnLine((v) => (v[3] = 1))]],
  ['the flags is out of range', [...DICTIONARY, turnLine((v) => (v[8] = 64))]],
  ['that was not named', [turnLine(() => undefined)]],
])('refuses: %s', (reason, lines) => {
  expect(() => decodeSegment(forged(lines, FOOTER))).toThrow(reason);
});

test('refuses a footer that states other sums, a missing one, and lines after it', () => {
  expect(() => decodeSegment(forged([...BODY.slice(0, -1)], FOOTER.replace('"output":2', '"output":3')))).toThrow(
    'other output',
  );
  expect(() =>
    decodeSegment(gzipSync(`${JSON.stringify({ format: 'claude-usage/segment', version: 1, ...HEADER })}\n`)),
  ).toThrow('footer is missing');
  expect(() => decodeSegment(forged([FOOTER], FOOTER))).toThrow('after the footer');
});

test('refuses a bomb, a newer format, a foreign file', () => {
  expect(() => decodeSegment(gzipSync(Buffer.alloc(LIMITS.unpackedBytes + 1)))).toThrow('unpacks to more');
  expect(() => decodeSegment(Buffer.alloc(LIMITS.packedBytes + 1))).toThrow('larger than');
  expect(() =>
    decodeSegment(gzipSync(`${JSON.stringify({ format: 'claude-usage/segment', version: 2, ...HEADER })}\n`)),
  ).toThrow('newer format');
  expect(() => decodeSegment(gzipSync('{"format":"other"}\n'))).toThrow('other keys');
  expect(() => decodeSegment(Buffer.from('plain'))).toThrow('not a whole gzip');
});

test('invisible characters are taken out of names', () => {
  const named = { ...ONE, projectName: 'a\u202Eb\u0000c\u200Bd' };
  expect(turnsOf(decodeSegment(encodeSegment(HEADER, [named])).columns)[0]?.projectName).toBe('abcd');
});

test('a turn takes about forty bytes packed', () => {
  const random = (n: number): string =>
    Buffer.from(fc.sample(fc.uint8Array({ minLength: n, maxLength: n }), { seed: n, numRuns: 1 })[0] ?? []).toString(
      'base64url',
    );
  const turns = Array.from({ length: 2000 }, (_, i): SharedTurn => {
    const noise = (i * 7919) % 1009;
    return {
      ...ONE,
      key: `msg_01${Buffer.from(`${i}`).toString('hex')}${random(13 + (i % 2))}`,
      timestampMs: (EARLIEST_MS + i * 61_000 + noise) as never,
      output: noise,
      cacheRead: 50_000 + noise * 31,
    };
  });
  expect(encodeSegment(HEADER, turns).length / turns.length).toBeLessThan(45);
});
