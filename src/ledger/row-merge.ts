import type { Rank } from '../contract/usage-event.ts';
import type { Connection, Prepared } from './dialect/dialect.ts';
import type { Dimensions } from './dimensions.ts';
import { type EventRow, joinRows } from './event-row.ts';
import { compareSighting, compareUsage, isConflict, type Sighting, unionTools, type UsageCopy } from './merge.ts';
import { FLAG } from './schema.ts';

/** The merge rule over rows of this ledger: looks up what the rule compares. */
export class RowMerge {
  readonly #dimensions: Dimensions;
  readonly #born: Prepared;
  readonly #bornOf = new Map<number, number>();

  constructor(connection: Connection, dimensions: Dimensions) {
    this.#dimensions = dimensions;
    this.#born = connection.prepare('SELECT born_ms FROM file WHERE id = ?');
  }

  /** Both rows as one; returns `b` itself when it already says everything. Both are the same machine's. */
  within(a: EventRow, b: EventRow): EventRow {
    return this.#join(
      a,
      b,
      compareUsage(this.#usageOf(a), this.#usageOf(b)),
      compareSighting(this.#sightingOf(a), this.#sightingOf(b)),
    );
  }

  /** The copies of several machines as one row. Only what is shared decides, so that every machine finds the same. */
  across(copies: readonly EventRow[]): EventRow {
    const merged = copies.reduce((b, a) => {
      const usage = compareUsage({ ...this.#usageOf(a), cliVersion: '' }, { ...this.#usageOf(b), cliVersion: '' });
      return this.#join(a, b, usage, compareSighting(this.#sharedSightingOf(a), this.#sharedSightingOf(b)));
    });
    return { ...merged, flags: merged.flags | FLAG.shared };
  }

  isConflict(a: EventRow, b: EventRow): boolean {
    return isConflict(this.#usageOf(a), this.#usageOf(b));
  }

  #join(a: EventRow, b: EventRow, usageOrder: number, sightingOrder: number): EventRow {
    const usage = usageOrder > 0 ? a : b;
    const owner = sightingOrder < 0 ? a : b;
    const tools = a.toolsId === b.toolsId ? b.toolsId : this.#unionTools(a, b);
    const tsMs = Math.min(a.tsMs, b.tsMs);
    if (usage === b && owner === b && tools === b.toolsId && tsMs === b.tsMs) return b;
    return joinRows(usage, owner, tools, tsMs);
  }

  #unionTools(a: EventRow, b: EventRow): number {
    const d = this.#dimensions;
    return d.label(unionTools(d.labelText(a.toolsId), d.labelText(b.toolsId)));
  }

  #usageOf(row: EventRow): UsageCopy {
    return {
      ...this.#dimensions.classFacts(row.classId),
      input: row.input,
      output: row.output,
      cache5m: row.cache5m,
      cache1h: row.cache1h,
      cacheRead: row.cacheRead,
      webSearches: row.webSearches,
      rank: rankOf(row),
      final: (row.flags & FLAG.final) !== 0,
      hasSpeed: (row.flags & FLAG.hasSpeed) !== 0,
      cliVersion: this.#dimensions.labelText(row.versionId),
    };
  }

  #sightingOf(row: EventRow): Sighting {
    const d = this.#dimensions;
    const place = {
      cwd: d.folderPath(row.folderId),
      gitBranch: d.labelText(row.branchId),
      agentId: d.labelText(row.agentId),
    };
    return { ...this.#sharedSightingOf(row), ...place };
  }

  #sharedSightingOf(row: EventRow): Sighting {
    return {
      rank: rankOf(row),
      ownerCertain: (row.flags & FLAG.ownerCertain) !== 0,
      bornMs: this.#bornMs(row.fileId),
      sessionUid: this.#dimensions.sessionUid(row.sessionId),
      machineUid: this.#dimensions.machineUid(row.machineId),
      cwd: '',
      gitBranch: '',
      agentId: '',
    };
  }

  #bornMs(fileId: number): number {
    const known = this.#bornOf.get(fileId);
    if (known !== undefined) return known;
    const born = Number(this.#born.get(fileId)?.born_ms ?? 0);
    this.#bornOf.set(fileId, born);
    return born;
  }
}

const rankOf = (row: EventRow): Rank => (row.flags & FLAG.rankMask) as Rank;
