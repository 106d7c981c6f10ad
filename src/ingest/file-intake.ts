import { type EpochMs, toEpochMs } from '../contract/units.ts';
import type { Problem } from '../ledger/ledger.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import type { EventBatch } from '../sources/event-batch.ts';
import { stampText } from '../sources/jsonl/fingerprint.ts';
import type { DiscoveredFile, SourceName } from '../sources/source.ts';
import { BatchAppender } from './batch-appender.ts';
import type { PlannedFile, ScanPlan } from './plan.ts';
import type { ReadDone, ReadOutcome, ReadSink, ReadTask } from './read-files.ts';
import type { ScanOptions, ScanResult } from './scan-request.ts';

/** A file of which no byte was read yet. */
const UNREAD = { stamp: '', readOffset: 0, proof: '', lastTimestampMs: null } as const;

/** Takes what the readers deliver and puts it into the ledger: rows, cursors, problems. Lives for one scan. */
export class FileIntake implements ReadSink {
  readonly #nowMs: EpochMs;
  readonly #machineId: number;
  readonly #plan: ScanPlan;
  readonly #onProgress: ScanOptions['onProgress'];
  readonly #files = new Map<number, DiscoveredFile>();
  readonly #problems: Problem[] = [];
  #writer: LedgerWriter | undefined;
  #appender: BatchAppender | undefined;
  #tasks = new Map<number, ReadTask>();
  #filesRead = 0;
  #bytes = 0;
  #rows = 0;
  #restarted = 0;

  constructor(options: ScanOptions, machineId: number, plan: ScanPlan) {
    this.#nowMs = toEpochMs(options.nowMs);
    this.#machineId = machineId;
    this.#plan = plan;
    this.#onProgress = options.onProgress;
  }

  /** Starts a transaction's part: every file gets its id before its rows arrive. */
  begin(writer: LedgerWriter, files: readonly PlannedFile[], fromStart: (source: SourceName) => boolean): ReadTask[] {
    this.#writer = writer;
    this.#appender = new BatchAppender(writer, this.#machineId, this.#nowMs, (id) => this.#files.get(id)?.path ?? '');
    const tasks = files.map(({ file, known }): ReadTask => {
      const fileId =
        known?.id ?? writer.saveFile({ ...UNREAD, path: file.path, source: file.source, bornMs: file.bornMs });
      this.#files.set(fileId, file);
      const task = { path: file.path, source: file.source, fileId };
      if (known === undefined || known.readOffset === 0 || fromStart(file.source)) return task;
      return {
        ...task,
        cursor: { offset: known.readOffset, proof: known.proof, lastTimestampMs: known.lastTimestampMs },
      };
    });
    this.#tasks = new Map(tasks.map((t) => [t.fileId, t]));
    return tasks;
  }

  batch(batch: EventBatch): void {
    this.#appender?.append(batch);
    for (const { fileId, offset, kind, detail } of batch.problems) {
      this.#problems.push({ path: this.#files.get(fileId)?.path ?? '', offset, kind, detail, seenMs: this.#nowMs });
    }
    this.#report();
  }

  done(outcome: ReadOutcome): void {
    const file = this.#files.get(outcome.fileId);
    if (!file || !this.#writer) throw new Error(`outcome of an unknown file ${outcome.fileId}`);
    this.#filesRead += 1;
    if (outcome.ok) this.#saveCursor(this.#writer, file, outcome);
    // A file that vanished between the walk and the reading is marked at the next scan; nothing is lost by it.
    else if (outcome.code !== 'ENOENT') this.#unreadable(this.#writer, file, outcome.code);
    this.#report();
  }

  end(): void {
    for (const { key, fileId } of this.#writer?.conflicts ?? []) {
      const path = this.#files.get(fileId)?.path ?? '';
      const detail = `lines under the id ${key} disagree about model or input; the more complete one is counted`;
      this.#writer?.addProblem({ path, offset: null, kind: 'conflicting-id', detail, seenMs: this.#nowMs });
    }
    this.#rows += this.#appender?.rows ?? 0;
    this.#appender = undefined;
  }

  result(filesFound: number, filesUnchanged: number, folders: readonly Problem[]): ScanResult {
    return {
      filesFound,
      filesUnchanged,
      filesRead: this.#filesRead,
      filesGone: this.#plan.marks.filter((m) => m.missing).length,
      filesRestarted: this.#restarted,
      bytes: this.#bytes,
      rows: this.#rows,
      problems: [...folders, ...this.#problems],
    };
  }

  #saveCursor(writer: LedgerWriter, file: DiscoveredFile, outcome: ReadDone): void {
    const { cursor, stamp, restarted, bytes } = outcome.result;
    const fromStart = restarted || this.#tasks.get(outcome.fileId)?.cursor === undefined;
    if (restarted) this.#restarted += 1;
    writer.saveFile({
      path: file.path,
      source: file.source,
      stamp: stampText(stamp),
      bornMs: stamp.bornMs,
      readOffset: cursor.offset,
      proof: cursor.proof,
      lastTimestampMs: cursor.lastTimestampMs,
    });
    writer.countLines(outcome.fileId, outcome.fastLines, outcome.slowLines, fromStart);
    writer.forgetOlderProblems(file.path, fromStart, this.#nowMs);
    this.#bytes += bytes;
  }

  #unreadable(writer: LedgerWriter, file: DiscoveredFile, code: string): void {
    const problem: Problem = {
      path: file.path,
      offset: null,
      kind: 'unreadable-file',
      detail: code,
      seenMs: this.#nowMs,
    };
    this.#problems.push(problem);
    writer.addProblem(problem);
  }

  #report(): void {
    this.#onProgress?.({
      files: this.#filesRead,
      filesTotal: this.#plan.read.length,
      bytes: this.#bytes,
      bytesTotal: this.#plan.bytes,
      rows: this.#rows + (this.#appender?.rows ?? 0),
    });
  }
}
