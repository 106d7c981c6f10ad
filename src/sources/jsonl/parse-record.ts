import type { ProblemKind } from '../../contract/problem.ts';
import type { BatchWriter } from '../batch-writer.ts';
import { asObject, type Json } from './json.ts';

/**
 * One line by JSON.parse. Undefined for a blank line, and for a damaged one, which becomes a problem. Zeros before the
 * record, as a full disk leaves them, are passed over.
 */
export function parseRecord(
  writer: BatchWriter,
  fileId: number,
  buf: Buffer,
  start: number,
  end: number,
  offset: number,
): Json | undefined {
  const problem = (kind: ProblemKind, detail: string): void => writer.addProblem({ fileId, kind, offset, detail });
  let from = start;
  while (from < end && buf[from] === 0) from += 1;
  if (from > start) problem('nul-bytes', `${from - start} NUL bytes before the record`);
  const text = buf.toString('utf8', from, end).replace(/^\uFEFF/, '');
  if (text.trim() === '') return undefined;
  try {
    const record = asObject(JSON.parse(text));
    if (record === undefined) problem('bad-json', 'not an object');
    return record;
  } catch {
    const nul = buf.subarray(from, end).includes(0);
    problem(nul ? 'nul-bytes' : 'bad-json', nul ? 'NUL bytes inside the line' : 'not valid JSON');
    return undefined;
  }
}

/** True when the bytes are one JSON object: a last line that only lacks its newline. */
export function isWholeRecord(buf: Buffer, start: number, end: number): boolean {
  if (buf[end - 1] !== 0x7d) return false;
  try {
    JSON.parse(buf.toString('utf8', start, end));
    return true;
  } catch {
    return false;
  }
}
