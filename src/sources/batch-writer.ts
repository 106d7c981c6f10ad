import {
  BATCH_ROWS,
  COL,
  STRIDE,
  type CostStateFact,
  type EventBatch,
  type LimitFact,
  type ProblemFact,
  type TitleFact,
} from './event-batch.ts';
import { StringTable } from './string-table.ts';
import { ToolSets } from './tool-names.ts';
import { compareLines, copyDraft, copyMetrics, newDraft, sameTurnAndPlace, type UsageDraft } from './usage-draft.ts';

/** Receives each batch once, in order. */
export type BatchSink = (batch: EventBatch) => void;

export interface BatchWriterOptions {
  /** Rows per batch; default BATCH_ROWS. */
  readonly rows?: number;
  /** Collapse consecutive lines of one turn; default true. Only tests turn it off. */
  readonly collapse?: boolean;
}

/**
 * Gathers rows and facts into batches. Consecutive lines of one turn at one place become one row: the winner's metrics
 * whole, the earliest time, the union of tools. The ledger's merge over the uncollapsed lines gives the same.
 */
export class BatchWriter {
  readonly strings = new StringTable();
  readonly #tools = new ToolSets(this.strings);
  readonly #sink: BatchSink;
  readonly #capacity: number;
  readonly #collapse: boolean;
  readonly #pending = newDraft();
  #hasPending = false;
  #numbers: Float64Array<ArrayBuffer>;
  #count = 0;
  #keys: string[] = [];
  #titles: TitleFact[] = [];
  #limits: LimitFact[] = [];
  #costStates: CostStateFact[] = [];
  #problems: ProblemFact[] = [];
  #fastLines = 0;
  #slowLines = 0;

  constructor(sink: BatchSink, options: BatchWriterOptions = {}) {
    this.#sink = sink;
    this.#capacity = options.rows ?? BATCH_ROWS;
    this.#collapse = options.collapse ?? true;
    this.#numbers = new Float64Array(this.#capacity * STRIDE);
  }

  /** Takes one line's usage. The draft is copied; the caller reuses it. */
  add(draft: UsageDraft): void {
    if (!this.#hasPending) {
      copyDraft(this.#pending, draft);
      this.#hasPending = true;
    } else if (this.#collapse && sameTurnAndPlace(this.#pending, draft)) {
      this.#mergeIntoPending(draft);
    } else {
      this.#emitPending();
      copyDraft(this.#pending, draft);
      this.#hasPending = true;
    }
  }

  addTitle(fact: TitleFact): void {
    this.#titles.push(fact);
  }
  addLimit(fact: LimitFact): void {
    this.#limits.push(fact);
  }
  addCostState(fact: CostStateFact): void {
    this.#costStates.push(fact);
  }
  addProblem(fact: ProblemFact): void {
    this.#problems.push(fact);
  }
  countFast(): void {
    this.#fastLines += 1;
  }
  countSlow(): void {
    this.#slowLines += 1;
  }

  /** Hands over everything gathered so far, as the last batch. Call once after the last file of a scan or a chunk of it. */
  flush(): void {
    if (this.#hasPending) this.#emitPending();
    if (this.#count > 0 || this.#hasFacts()) this.#send();
  }

  #hasFacts(): boolean {
    const facts = this.#titles.length + this.#limits.length + this.#costStates.length + this.#problems.length;
    return facts + this.#fastLines + this.#slowLines > 0;
  }

  #mergeIntoPending(draft: UsageDraft): void {
    const pending = this.#pending;
    if (compareLines(draft, pending) > 0) copyMetrics(pending, draft);
    if (draft.timestampMs < pending.timestampMs) pending.timestampMs = draft.timestampMs;
    if (draft.toolId !== 0 && draft.toolId !== pending.toolId) {
      pending.toolId = this.#tools.union(pending.toolId, draft.toolId);
    }
  }

  #emitPending(): void {
    const row = this.#pending;
    const numbers = this.#numbers;
    const at = this.#count * STRIDE;
    numbers[at + COL.TIME] = row.timestampMs;
    numbers[at + COL.INPUT] = row.input;
    numbers[at + COL.OUTPUT] = row.output;
    numbers[at + COL.CACHE_5M] = row.cache5m;
    numbers[at + COL.CACHE_1H] = row.cache1h;
    numbers[at + COL.CACHE_READ] = row.cacheRead;
    numbers[at + COL.WEB_SEARCHES] = row.webSearches;
    numbers[at + COL.FLAGS] = row.flags;
    numbers[at + COL.MODEL] = row.modelId;
    numbers[at + COL.SESSION] = row.sessionId;
    numbers[at + COL.PROJECT] = row.projectId;
    numbers[at + COL.CWD] = row.cwdId;
    numbers[at + COL.BRANCH] = row.branchId;
    numbers[at + COL.AGENT] = row.agentId;
    numbers[at + COL.TOOLS] = row.toolId;
    numbers[at + COL.VERSION] = row.versionId;
    numbers[at + COL.FILE] = row.fileId;
    this.#keys.push(row.key);
    this.#count += 1;
    this.#hasPending = false;
    if (this.#count === this.#capacity) this.#send();
  }

  #send(): void {
    const { first, strings } = this.strings.takeNew();
    const full = this.#count === this.#capacity;
    const batch: EventBatch = {
      count: this.#count,
      numbers: full ? this.#numbers : this.#numbers.slice(0, this.#count * STRIDE),
      keys: this.#keys.join('\n'),
      firstString: first,
      strings,
      titles: this.#titles,
      limits: this.#limits,
      costStates: this.#costStates,
      problems: this.#problems,
      fastLines: this.#fastLines,
      slowLines: this.#slowLines,
    };
    this.#reset(full);
    this.#sink(batch);
  }

  #reset(newNumbers: boolean): void {
    if (newNumbers) this.#numbers = new Float64Array(this.#capacity * STRIDE);
    this.#count = 0;
    this.#keys = [];
    this.#titles = [];
    this.#limits = [];
    this.#costStates = [];
    this.#problems = [];
    this.#fastLines = 0;
    this.#slowLines = 0;
  }
}
