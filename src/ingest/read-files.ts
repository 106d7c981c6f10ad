import { BatchWriter } from '../sources/batch-writer.ts';
import type { EventBatch } from '../sources/event-batch.ts';
import { FileScanner, type ScanInput, type ScanResult } from '../sources/jsonl/scan-file.ts';
import type { LineParser } from '../sources/line-parser.ts';
import { sourceNamed } from '../sources/registry.ts';
import type { SourceName } from '../sources/source.ts';

/** One file to read, in a form that can be sent to a worker. */
export interface ReadTask extends ScanInput {
  readonly source: SourceName;
}
export interface ReadDone {
  readonly fileId: number;
  readonly ok: true;
  readonly result: ScanResult;
  /** Assistant lines of this reading by the way they were parsed. */
  readonly fastLines: number;
  readonly slowLines: number;
}
/** The file could not be opened or read; `code` is the system's. */
export interface ReadFailed {
  readonly fileId: number;
  readonly ok: false;
  readonly code: string;
}
export type ReadOutcome = ReadDone | ReadFailed;

/** Where the rows of a reading go. */
export interface ReadSink {
  batch(batch: EventBatch): void;
  /** The file's last rows may come in a later batch; all are delivered before the reading ends. */
  done(outcome: ReadOutcome): void;
}

/**
 * Reads files one after the other. A file that cannot be opened or read is an outcome, not an error: the others are
 * still read.
 */
export function readFiles(tasks: Iterable<ReadTask>, sink: ReadSink): void {
  const writer = new CountingWriter((batch) => sink.batch(batch));
  const scanner = new FileScanner();
  const parsers = new Map<SourceName, LineParser>();
  for (const task of tasks) {
    let parser = parsers.get(task.source);
    if (!parser) parsers.set(task.source, (parser = sourceNamed(task.source).createParser(writer)));
    sink.done(readOne(task, scanner, parser, writer));
  }
  writer.flush();
}

function readOne(task: ReadTask, scanner: FileScanner, parser: LineParser, writer: CountingWriter): ReadOutcome {
  const fast = writer.fast;
  const slow = writer.slow;
  try {
    const result = scanner.scan(task, parser, writer);
    return { fileId: task.fileId, ok: true, result, fastLines: writer.fast - fast, slowLines: writer.slow - slow };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { fileId: task.fileId, ok: false, code: error.code };
  }
}

/** Batches count lines over all files; the ledger wants them per file. */
class CountingWriter extends BatchWriter {
  fast = 0;
  slow = 0;
  override countFast(): void {
    this.fast += 1;
    super.countFast();
  }
  override countSlow(): void {
    this.slow += 1;
    super.countSlow();
  }
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
