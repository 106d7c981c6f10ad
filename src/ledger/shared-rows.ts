import { AT, flagsOf, keysOf, type SharedColumns, TURN_NUMBERS } from '../contract/shared-columns.ts';
import type { SharedTurn } from '../contract/shared-turn.ts';
import type { Dimensions } from './dimensions.ts';
import type { EventRow } from './event-row.ts';

/** Another machine's turn as a row of this ledger. Folders, tools and versions are not shared, so they are empty. */
export class SharedRows {
  readonly #dimensions: Dimensions;
  readonly #machineId: number;
  readonly #projectId: (key: string, name: string) => number;
  readonly #none: number;

  constructor(dimensions: Dimensions, machineId: number, projectId: (key: string, name: string) => number) {
    this.#dimensions = dimensions;
    this.#machineId = machineId;
    this.#projectId = projectId;
    this.#none = dimensions.label('');
  }

  rowOf(t: SharedTurn): EventRow {
    const d = this.#dimensions;
    return {
      key: t.key,
      tsMs: t.timestampMs,
      sessionId: d.session(t.sessionId),
      folderId: d.folder('', this.#projectId(t.projectKey, t.projectName)),
      machineId: this.#machineId,
      classId: d.priceClass(t),
      branchId: d.label(t.branch),
      toolsId: this.#none,
      agentId: this.#none,
      versionId: this.#none,
      fileId: d.sighting(this.#machineId, t.bornMs),
      flags: flagsOf(t),
      input: t.input,
      output: t.output,
      cache5m: t.cache5m,
      cache1h: t.cache1h,
      cacheRead: t.cacheRead,
      webSearches: t.webSearches,
    };
  }

  /**
   * The rows of many turns; each name is looked up once. It is one object, filled anew for each turn, because ten million
   * of them are dear to collect: what is to be kept of it must be copied.
   */
  *rowsOf(columns: SharedColumns): Generator<EventRow> {
    const d = this.#dimensions;
    const sessions = columns.sessions.map((uid) => d.session(uid));
    const folders = columns.projects.map(({ key, name }) => d.folder('', this.#projectId(key, name)));
    const branches = columns.branches.map((text) => d.label(text));
    const classes = columns.classes.map((priceClass) => d.priceClass(priceClass));
    const files = columns.births.map((bornMs) => d.sighting(this.#machineId, bornMs));
    const { numbers } = columns;
    const row = this.#emptyRow();
    let at = 0;
    for (const key of keysOf(columns)) {
      row.key = key;
      row.tsMs = numbers[at + AT.timestampMs]!;
      row.sessionId = sessions[numbers[at + AT.session]!]!;
      row.folderId = folders[numbers[at + AT.project]!]!;
      row.classId = classes[numbers[at + AT.priceClass]!]!;
      row.branchId = branches[numbers[at + AT.branch]!]!;
      row.fileId = files[numbers[at + AT.birth]!]!;
      row.flags = numbers[at + AT.flags]!;
      row.input = numbers[at + AT.input]!;
      row.output = numbers[at + AT.output]!;
      row.cache5m = numbers[at + AT.cache5m]!;
      row.cache1h = numbers[at + AT.cache1h]!;
      row.cacheRead = numbers[at + AT.cacheRead]!;
      row.webSearches = numbers[at + AT.webSearches]!;
      at += TURN_NUMBERS.length;
      yield row;
    }
  }

  #emptyRow(): EventRow {
    return {
      key: '',
      tsMs: 0,
      sessionId: 0,
      folderId: 0,
      machineId: this.#machineId,
      classId: 0,
      branchId: 0,
      toolsId: this.#none,
      agentId: this.#none,
      versionId: this.#none,
      fileId: 0,
      flags: 0,
      input: 0,
      output: 0,
      cache5m: 0,
      cache1h: 0,
      cacheRead: 0,
      webSearches: 0,
    };
  }
}
