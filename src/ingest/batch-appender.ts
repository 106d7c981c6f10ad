import type { ContextClass } from '../contract/usage-event.ts';
import type { EpochMs } from '../contract/units.ts';
import type { EventRow } from '../ledger/event-row.ts';
import { FLAG } from '../ledger/schema.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import { COL, type EventBatch, FLAG as BATCH, keysOf, STRIDE } from '../sources/event-batch.ts';

/** The bits of a batch row that a price depends on. */
const PRICE_BITS = BATCH.FAST | BATCH.BATCH | BATCH.US | BATCH.CONTEXT_MASK;
const CLASS_SPAN = 1 << 10;
const FOLDER_SPAN = 2 ** 24;

/**
 * Writes batches into the ledger: the batch's string ids become ids of the ledger, each looked up once. One appender for
 * one stream of batches, because string ids are the stream's.
 */
export class BatchAppender {
  rows = 0;
  readonly #writer: LedgerWriter;
  readonly #machineId: number;
  readonly #nowMs: EpochMs;
  /** Path of a file id, for problems. */
  readonly #pathOf: (fileId: number) => string;
  readonly #strings: string[] = [];
  readonly #sessions: number[] = [];
  readonly #labels: number[] = [];
  readonly #folders = new Map<number, number>();
  readonly #classes = new Map<number, number>();

  constructor(writer: LedgerWriter, machineId: number, nowMs: EpochMs, pathOf: (fileId: number) => string) {
    this.#writer = writer;
    this.#machineId = machineId;
    this.#nowMs = nowMs;
    this.#pathOf = pathOf;
  }

  append(batch: EventBatch): void {
    for (let i = 0; i < batch.strings.length; i++) this.#strings[batch.firstString + i] = batch.strings[i] ?? '';
    const keys = keysOf(batch);
    for (let i = 0; i < batch.count; i++) this.#writer.addEvent(this.#row(batch.numbers, i * STRIDE, keys[i] ?? ''));
    this.rows += batch.count;
    this.#appendFacts(batch);
  }

  #row(n: Float64Array, at: number, key: string): EventRow {
    const flags = n[at + COL.FLAGS]!;
    return {
      key,
      tsMs: n[at + COL.TIME]!,
      sessionId: this.#session(n[at + COL.SESSION]!),
      folderId: this.#folder(n[at + COL.CWD]!, n[at + COL.PROJECT]!),
      machineId: this.#machineId,
      classId: this.#priceClass(n[at + COL.MODEL]!, flags),
      branchId: this.#label(n[at + COL.BRANCH]!),
      toolsId: this.#label(n[at + COL.TOOLS]!),
      agentId: this.#label(n[at + COL.AGENT]!),
      versionId: this.#label(n[at + COL.VERSION]!),
      fileId: n[at + COL.FILE]!,
      flags: ledgerFlags(flags),
      input: n[at + COL.INPUT]!,
      output: n[at + COL.OUTPUT]!,
      cache5m: n[at + COL.CACHE_5M]!,
      cache1h: n[at + COL.CACHE_1H]!,
      cacheRead: n[at + COL.CACHE_READ]!,
      webSearches: n[at + COL.WEB_SEARCHES]!,
    };
  }

  #appendFacts(batch: EventBatch): void {
    const writer = this.#writer;
    const session = (uid: string): number => writer.dimensions.session(uid);
    for (const t of batch.titles) {
      writer.setTitle({ sessionId: session(t.sessionId), rank: t.rank, position: t.offset, text: t.text });
    }
    for (const l of batch.limits) {
      writer.addLimitHit({
        key: l.key,
        tsMs: l.timestampMs,
        sessionId: session(l.sessionId),
        kind: l.kind,
        resetsMs: l.resetsAtMs,
      });
    }
    for (const c of batch.costStates) {
      for (const m of c.models) {
        const costNano = Math.round(m.costUsd * 1e9);
        writer.addSessionCost({ ...m, sessionId: session(c.sessionId), startMs: c.startTimeMs, costNano });
      }
    }
    for (const p of batch.problems) {
      writer.addProblem({
        path: this.#pathOf(p.fileId),
        offset: p.offset,
        kind: p.kind,
        detail: p.detail,
        seenMs: this.#nowMs,
      });
    }
  }

  #session(ref: number): number {
    return (this.#sessions[ref] ??= this.#writer.dimensions.session(this.#strings[ref] ?? ''));
  }
  #label(ref: number): number {
    return (this.#labels[ref] ??= this.#writer.dimensions.label(this.#strings[ref] ?? ''));
  }
  #folder(cwd: number, project: number): number {
    const at = cwd * FOLDER_SPAN + project;
    const known = this.#folders.get(at);
    if (known !== undefined) return known;
    const d = this.#writer.dimensions;
    const projectKey = this.#strings[project] ?? '';
    const id = d.folder(this.#strings[cwd] ?? '', d.project(projectKey, projectName(projectKey)));
    this.#folders.set(at, id);
    return id;
  }
  #priceClass(model: number, flags: number): number {
    const at = model * CLASS_SPAN + (flags & PRICE_BITS);
    const known = this.#classes.get(at);
    if (known !== undefined) return known;
    const id = this.#writer.dimensions.priceClass({
      model: this.#strings[model] ?? '',
      fast: (flags & BATCH.FAST) !== 0,
      batch: (flags & BATCH.BATCH) !== 0,
      us: (flags & BATCH.US) !== 0,
      context: ((flags & BATCH.CONTEXT_MASK) >> BATCH.CONTEXT_SHIFT) as ContextClass,
    });
    this.#classes.set(at, id);
    return id;
  }
}

function ledgerFlags(flags: number): number {
  const rank = flags & BATCH.RANK_MASK;
  return (
    rank |
    (flags & BATCH.FINAL ? FLAG.final : 0) |
    (flags & BATCH.HAS_SPEED ? FLAG.hasSpeed : 0) |
    (flags & BATCH.OWNER_CERTAIN ? FLAG.ownerCertain : 0) |
    (rank === FLAG.rankMask ? 0 : FLAG.side)
  );
}

/** A project key names itself: `dir:<name>`. */
const projectName = (key: string): string => key.slice(key.indexOf(':') + 1);
