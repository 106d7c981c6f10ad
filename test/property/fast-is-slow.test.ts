import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FastParser, OUTCOME } from '../../src/sources/claude-code/fast-parse.ts';
import { FileState } from '../../src/sources/claude-code/file-state.ts';
import { anyLine, lineFamily } from '../support/record-text.ts';
import { collector, parseLines, type Parsed } from '../support/parse-text.ts';
import { FOUND } from './fast-is-slow.cases.ts';

/** What must be equal: everything but which way a line went. */
const said = ({ rows, titles, limits, costStates, problems }: Parsed): object => ({
  rows,
  titles,
  limits,
  costStates,
  problems,
});
/** Shrinking JSON text takes minutes and a failing line is short enough to be read. */
const run = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000), endOnFailure: true };

function agree(lines: readonly string[]): void {
  expect(said(parseLines(lines))).toEqual(said(parseLines(lines, { fast: false })));
}

test.each(FOUND)('found earlier: $why', ({ lines }) => agree(lines));

test('whole records: the fast parser says what JSON.parse says', () => {
  fc.assert(fc.property(fc.array(anyLine, { minLength: 1, maxLength: 6 }), agree), run);
});

test('lines of one form: what is remembered of a line is true of the next', () => {
  fc.assert(
    fc.property(lineFamily, (lines) => agree(lines.filter(isJson))),
    run,
  );
});

test('a fair share of the records goes the fast way, so that the test means something', () => {
  const lines = fc.sample(anyLine, { numRuns: 2000, seed: 7 });
  expect(parseLines(lines).fastLines).toBeGreaterThan(400);
});

test('a line cut anywhere is never counted', () => {
  fc.assert(
    fc.property(anyLine, fc.nat(), (line, where) => {
      const cut = Buffer.from(line).subarray(0, where % Buffer.byteLength(line));
      expect(outcome(cut)).not.toBe(OUTCOME.counted);
    }),
    run,
  );
});

test('a line torn and continued by another is never counted', () => {
  fc.assert(
    fc.property(anyLine, anyLine, fc.nat(), (torn, next, where) => {
      const joined = torn.slice(0, 1 + (where % (torn.length - 1))) + next;
      if (isJson(joined)) return;
      expect(outcome(Buffer.from(joined))).not.toBe(OUTCOME.counted);
    }),
    run,
  );
});

test('any byte changed: still the same, as long as it is JSON', () => {
  fc.assert(
    fc.property(anyLine, fc.nat(), fc.nat({ max: 255 }), (line, where, byte) => {
      const bytes = Buffer.from(line);
      bytes[where % bytes.length] = byte === 10 ? 32 : byte;
      if (outcome(bytes) !== OUTCOME.counted || !isJson(bytes.toString())) return;
      expect(said(parseLines([bytes]))).toEqual(said(parseLines([bytes], { fast: false })));
    }),
    run,
  );
});

function outcome(line: Buffer): number {
  const { writer } = collector();
  const state = new FileState(writer, { fileId: 1, path: '/p/projects/x/s.jsonl', offset: 0, lastTimestampMs: null });
  return new FastParser(writer).line(state, line, 0, line.length);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('the first type and the first role decide when one comes twice', () => {
  const line =
    '{"type":"user","message":{"id":"m","usage":{"output_tokens":1}},"timestamp":"2026-05-01T10:00:00.000Z","type":"assistant"}';
  expect(parseLines([line]).rows).toEqual([]);
});
