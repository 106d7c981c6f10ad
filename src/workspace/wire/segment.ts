/**
 * A segment: an immutable piece of one machine's shared turns, as lines of JSON, gzipped. Header, dictionary and turn
 * lines, footer. Turns name sessions, projects, branches, price classes and file births by their number in the piece, so
 * that a turn takes about 40 bytes packed.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { flagsOf, type SharedColumns } from '../../contract/shared-columns.ts';
import { addSums, NO_SUMS, type SharedSums, type SharedTitle, type SharedTurn } from '../../contract/shared-turn.ts';
import { LIMITS } from './limits.ts';
import { readFooter, readHeader, SegmentLines, type SegmentHeader } from './segment-lines.ts';
import { WireError } from './untrusted.ts';

export type { SegmentHeader } from './segment-lines.ts';

export interface Segment {
  readonly header: SegmentHeader;
  readonly columns: SharedColumns;
  readonly titles: readonly SharedTitle[];
  readonly sums: SharedSums;
}

/** Larger pieces than zlib's own 16 KB: a full segment unpacks to some 6 MB. */
const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 10;

/** Packs turns and titles. The same input gives the same bytes. Throws a RangeError above LIMITS.rows. */
export function encodeSegment(
  header: SegmentHeader,
  turns: readonly SharedTurn[],
  titles: readonly SharedTitle[] = [],
): Buffer {
  if (turns.length > LIMITS.rows) throw new RangeError(`a segment holds at most ${LIMITS.rows} turns`);
  const lines: string[] = [JSON.stringify({ format: 'claude-usage/segment', version: 1, ...header })];
  const dictionary = new Dictionary((line) => lines.push(line));
  let sums = NO_SUMS;
  let last = 0;
  for (const t of turns) {
    const refs = [
      dictionary.ref('s', [t.sessionId]),
      dictionary.ref('p', [t.projectKey, t.projectName]),
      dictionary.ref('b', [t.branch]),
      dictionary.ref('c', [t.model, Number(t.fast), Number(t.batch), Number(t.us), t.context]),
      dictionary.ref('f', [t.bornMs]),
    ];
    lines.push(
      JSON.stringify([
        0,
        t.key,
        t.timestampMs - last,
        ...refs,
        flagsOf(t),
        t.input,
        t.output,
        t.cache5m,
        t.cache1h,
        t.cacheRead,
        t.webSearches,
      ]),
    );
    last = t.timestampMs;
    sums = addSums(sums, t);
  }
  for (const t of titles) lines.push(JSON.stringify(['t', t.sessionId, t.rank, t.position, t.text]));
  lines.push(JSON.stringify({ ...sums, titles: titles.length }));
  return gzipSync(`${lines.join('\n')}\n`, { level: 6 });
}

/**
 * Unpacks bytes of another machine. Every bound is checked before what it bounds is read; every line is parsed into fresh
 * values of exact shape; rows and sums are recounted against the footer. Throws WireError with the reason.
 */
export function decodeSegment(packed: Uint8Array): Segment {
  const bytes = unpack(packed);
  const reader = new SegmentLines();
  let header: SegmentHeader | undefined;
  let footer: string | undefined;
  // Line by line off the bytes: one string of all of them is tens of megabytes that only a full collection takes away.
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) throw new WireError('the last line is torn');
    if (end - start > LIMITS.lineBytes) throw new WireError(`a line is longer than ${LIMITS.lineBytes}`);
    const line = bytes.toString('utf8', start, end);
    start = end + 1;
    if (footer !== undefined) throw new WireError('lines after the footer');
    if (header === undefined) header = readHeader(line);
    else if (line.startsWith('{')) footer = line;
    else reader.line(line);
  }
  if (header === undefined) throw new WireError('it is empty');
  if (footer === undefined) throw new WireError('the footer is missing');
  const sums = readFooter(footer, reader.sums, reader.titles.length);
  return { header, columns: reader.columns, titles: reader.titles, sums };
}

function unpack(packed: Uint8Array): Buffer {
  if (packed.length > LIMITS.packedBytes) throw new WireError(`it is larger than ${LIMITS.packedBytes} bytes`);
  try {
    return gunzipSync(packed, { maxOutputLength: LIMITS.unpackedBytes, chunkSize: CHUNK_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new WireError(`it unpacks to more than ${LIMITS.unpackedBytes} bytes`);
    throw new WireError('it is not a whole gzip file');
  }
}

/** Numbers the values of each kind in order of first use and writes their line before the first turn that uses them. */
class Dictionary {
  readonly #write: (line: string) => void;
  readonly #known = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  constructor(write: (line: string) => void) {
    this.#write = write;
  }
  ref(kind: string, values: readonly (string | number)[]): number {
    const line = JSON.stringify([kind, ...values]);
    const known = this.#known.get(line);
    if (known !== undefined) return known;
    const next = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, next + 1);
    this.#known.set(line, next);
    this.#write(line);
    return next;
  }
}
