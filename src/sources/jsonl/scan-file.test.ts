import fc from 'fast-check';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { collector } from '../../../test/support/parse-text.ts';
import type { ProblemFact } from '../event-batch.ts';
import type { FileContext, LineParser } from '../line-parser.ts';
import { type FileCursor, FileScanner, type ScanResult } from './scan-file.ts';

/** Remembers what it was given. */
class Recorder implements LineParser {
  lines: string[] = [];
  offsets: number[] = [];
  rest = '';
  context: FileContext | undefined;
  begin(file: FileContext): void {
    this.context = file;
    this.rest = '';
  }
  line(buf: Buffer, start: number, end: number, offset: number): void {
    this.lines.push(buf.toString('utf8', start, end));
    this.offsets.push(offset);
  }
  unfinished(buf: Buffer, start: number, end: number): void {
    this.rest = buf.toString('utf8', start, end);
  }
  end(): number | null {
    return this.lines.length;
  }
}

let folder = '';
let path = '';
const scanner = new FileScanner();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scan-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
beforeEach(() => {
  path = join(folder, `${(files += 1)}.jsonl`);
});

interface Read extends ScanResult {
  readonly recorder: Recorder;
  readonly problems: readonly ProblemFact[];
}
function read(cursor?: FileCursor, maxLineBytes?: number): Read {
  const { writer, parsed } = collector();
  const recorder = new Recorder();
  const limit = maxLineBytes === undefined ? {} : { maxLineBytes };
  const result = scanner.scan({ path, fileId: 7, cursor, ...limit }, recorder, writer);
  writer.flush();
  return { ...result, recorder, problems: parsed.problems };
}

test('lines and their offsets; blank ones are passed over', () => {
  writeFileSync(path, 'one\n\nžluť\r\nlast\n');
  const { recorder, cursor, lines, bytes } = read();
  expect(recorder.lines).toEqual(['one', 'žluť\r', 'last']);
  expect(recorder.offsets).toEqual([0, 5, 13]);
  expect({ offset: cursor.offset, lines, bytes }).toEqual({ offset: 18, lines: 3, bytes: 18 });
});

test('an empty file', () => {
  writeFileSync(path, '');
  expect(read()).toMatchObject({ cursor: { offset: 0, proof: '' }, lines: 0, restarted: false });
});

test('an unfinished line is shown, and read again when its newline came', () => {
  writeFileSync(path, 'one\ntw');
  const first = read();
  expect(first.recorder.lines).toEqual(['one']);
  expect(first.recorder.rest).toBe('tw');
  expect(first.cursor.offset).toBe(4);
  appendFileSync(path, 'o\nthree\n');
  const second = read(first.cursor);
  expect(second.recorder.lines).toEqual(['two', 'three']);
  expect(second.recorder.context).toMatchObject({ fileId: 7, offset: 4, lastTimestampMs: 1 });
  expect(second.restarted).toBe(false);
});

test('nothing new: nothing read', () => {
  writeFileSync(path, 'one\n');
  const first = read();
  expect(read(first.cursor)).toMatchObject({ lines: 0, bytes: 0, cursor: { offset: 4, proof: first.cursor.proof } });
});

const body = 'x'.repeat(6000);
test.each([
  ['cut short', () => truncateSync(path, 4), ['one']],
  ['rewritten at its start', () => writeFileSync(path, `ONE\n${body}\nthree\n`), ['ONE', body, 'three']],
  [
    'rewritten before the offset',
    () => writeFileSync(path, `one\n${body.slice(1)}y\nthree\n`),
    ['one', `${body.slice(1)}y`, 'three'],
  ],
  [
    'replaced by a longer one',
    () => (writeFileSync(`${path}.new`, `other\n${body}${body}\n`), renameSync(`${path}.new`, path)),
    ['other', body + body],
  ],
])('a file that was %s is read from its start', (_, change, lines) => {
  writeFileSync(path, `one\n${body}\n`);
  const before = read();
  change();
  const after = read(before.cursor);
  expect(after.restarted).toBe(true);
  expect(after.recorder.lines).toEqual(lines);
  expect(after.recorder.context?.lastTimestampMs).toBeNull();
});

test('a proof that was never ours is refused', () => {
  writeFileSync(path, 'one\ntwo\n');
  for (const proof of ['', 'x', '99999.a.b', '-1.a.b'])
    expect(read({ offset: 4, proof, lastTimestampMs: null }).restarted).toBe(true);
});

test('lines above the limit are skipped and named, at any place', () => {
  const long = 'l'.repeat(900_000);
  writeFileSync(path, `one\n${long}\ntwo\n${long}\n${long}\nthree\n`);
  const { recorder, problems, cursor } = read(undefined, 600_000);
  expect(recorder.lines).toEqual(['one', 'two', 'three']);
  expect(problems).toMatchObject([4, 900_009, 1_800_010].map((offset) => ({ kind: 'too-long', offset, fileId: 7 })));
  expect(cursor.offset).toBe(4 + 3 * 900_001 + 4 + 6);
});

test('an unfinished line above the limit is neither held nor passed', () => {
  writeFileSync(path, `one\n${'l'.repeat(900_000)}`);
  const first = read(undefined, 600_000);
  expect(first).toMatchObject({ cursor: { offset: 4 }, recorder: { rest: '' } });
  appendFileSync(path, 'l\ntwo\n');
  expect(read(first.cursor, 600_000).recorder.lines).toEqual(['two']);
});

test('a line longer than the buffer comes whole, and the next ones after it', () => {
  const long = 'ž'.repeat(3_000_000);
  writeFileSync(path, `one\n${long}\ntwo\n`);
  expect(read().recorder.lines).toEqual(['one', long, 'two']);
  expect(read().problems).toEqual([]);
});

test('bytes that are no UTF-8 are reported with their line', () => {
  writeFileSync(path, Buffer.concat([Buffer.from('one\nb'), Buffer.from([0xff]), Buffer.from('d\nžluť\n')]));
  const { recorder, problems } = read();
  expect(recorder.lines).toEqual(['one', 'b\ufffdd', 'žluť']);
  expect(problems).toMatchObject([{ kind: 'bad-utf8', offset: 4 }]);
});

test('what cannot be opened is the caller’s to report', () => {
  expect(() => read()).toThrowError(expect.objectContaining({ code: 'ENOENT' }));
});

test('read in any number of pieces, each line comes once, at its offset', () => {
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.nat({ max: 400_000 }).map((n) => 'y'.repeat(n)),
  );
  const plain = line.map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(
      fc.array(plain, { maxLength: 8 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
      (texts, cuts) => {
        const all = Buffer.from(texts.map((text) => `${text}\n`).join(''));
        const ends = [...cuts.map((cut) => Math.floor(cut * all.length)).sort((a, b) => a - b), all.length];
        let cursor: FileCursor | undefined;
        const seen: [number, string][] = [];
        for (const end of ends) {
          writeFileSync(path, all.subarray(0, end));
          const part = read(cursor);
          expect(part.restarted).toBe(false);
          part.recorder.lines.forEach((text, i) => seen.push([part.recorder.offsets[i] ?? -1, text]));
          cursor = part.cursor;
        }
        let offset = 0;
        const wanted: [number, string][] = [];
        for (const text of texts) {
          if (text !== '') wanted.push([offset, Buffer.from(text).toString()]);
          offset += Buffer.byteLength(text) + 1;
        }
        expect(seen).toEqual(wanted);
      },
    ),
    { numRuns: 60 },
  );
});
