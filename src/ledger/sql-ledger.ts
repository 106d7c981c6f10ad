import { UsageError } from '../contract/errors.ts';
import type { Connection } from './dialect/dialect.ts';
import type { LedgerOptions } from './ledger-options.ts';
import type { LedgerReader } from './ledger.ts';
import { bumpRevision, readMeta, writeMeta } from './meta.ts';
import { OwnReader } from './own-reader.ts';
import { repositories, setRepository, unseenProjects } from './repositories.ts';
import { countNameless, countUnshared } from './sharing.ts';
import { type HomeCalendar, rebuildAllDays } from './slices.ts';
import { type ShareSession, writeSnapshot } from './snapshot.ts';
import { verifyRollup, type Verdict } from './verify.ts';
import { WorkspaceState } from './workspace-state.ts';
import { LedgerWriter, type StoredFile } from './writer.ts';

/** The ledger over one connection: everybody reads, only `write` yields a writer. */
export class SqlLedger implements AsyncDisposable {
  readonly reader: LedgerReader;
  readonly location: string;
  readonly #connection: Connection;
  readonly #calendar: HomeCalendar;
  readonly #options: LedgerOptions;

  constructor(connection: Connection, calendar: HomeCalendar, options: LedgerOptions) {
    this.#connection = connection;
    this.#calendar = calendar;
    this.#options = options;
    this.location = connection.location;
    this.reader = new OwnReader(connection, calendar.epochs);
  }

  /**
   * Runs `work` in one transaction; rows, cursors and rollup commit together, or nothing does. Throws `ledger-busy` when
   * another process writes for longer than the busy time-out. `bulk`: so many turns of other machines are expected
   * that the ledger will mostly consist of them; what is sorted then goes to disk, not into memory.
   */
  async write<T>(work: (writer: LedgerWriter) => T | Promise<T>, { bulk = 0 } = {}): Promise<T> {
    if (bulk === 0) return await this.#write(work, bulk);
    this.#connection.prepareToSort(true);
    try {
      return await this.#write(work, bulk);
    } finally {
      this.#connection.prepareToSort(false);
    }
  }

  async #write<T>(work: (writer: LedgerWriter) => T | Promise<T>, bulk: number): Promise<T> {
    this.#connection.begin();
    try {
      this.#adoptOptions();
      const writer = new LedgerWriter(this.#connection, this.#calendar);
      if (bulk > 0) writer.beginBulk(bulk);
      const result = await work(writer);
      writer.finish();
      this.#connection.commit();
      return result;
    } catch (error) {
      this.#connection.rollback();
      throw error;
    }
  }

  /** Every file the ledger has read, by path. */
  files(): Map<string, StoredFile> {
    const rows = this.#connection.prepare(SELECT_FILES).all();
    return new Map(rows.map((r) => [String(r.path), r as unknown as StoredFile]));
  }

  /** Paths of folders that could not be read at the last scan. */
  unreadableFolders(): Set<string> {
    const rows = this.#connection.prepare(`SELECT path FROM problem WHERE kind = 'unreadable-folder'`).all();
    return new Set(rows.map((r) => String(r.path)));
  }

  /** The papers of the workspace, to read. */
  workspace(): WorkspaceState {
    return new WorkspaceState(this.#connection);
  }

  /** Own turns that the workspace has not heard of as they now are. */
  unsharedTurns(): number {
    return countUnshared(this.#connection, this.selfMachineId());
  }
  /** Own turns of an older database without an id: a transcript may still tell it, so they stay home. */
  namelessTurns(): number {
    return countNameless(this.#connection);
  }

  /** Repositories of this machine's projects, by project key (git-remote.ts): they never leave the machine. */
  repositories(): ReadonlyMap<string, string> {
    return repositories(this.#connection);
  }
  /** Asks for the repository of every project that was not looked at yet; empty: it has none. */
  async learnRepositories(find: (folders: readonly string[]) => string): Promise<void> {
    if (unseenProjects(this.#connection).size === 0) return;
    await this.write(() => {
      for (const [key, folders] of unseenProjects(this.#connection))
        setRepository(this.#connection, key, find(folders));
    });
  }

  /** Writes the union as plain tables into a new file (snapshot.ts). */
  writeSnapshot(path: string, share: ShareSession, nowMs: number): void {
    writeSnapshot(this.#connection, path, share, nowMs);
  }

  /** Id of this machine's row. */
  selfMachineId(): number {
    return Number(this.#connection.prepare('SELECT id FROM machine WHERE is_self = 1').get()?.id);
  }

  /** Recounts every rollup from the turns and compares. */
  verify(): Verdict {
    return verifyRollup(this.#connection, this.#storedCalendar());
  }

  /** SQLite's own check of the file: `ok`, or what is damaged. */
  quickCheck(): string {
    return String(Object.values(this.#connection.prepare('PRAGMA quick_check(1)').get() ?? { r: 'ok' })[0]);
  }

  /** Whether another process is writing at this moment. Waits for nobody. */
  isHeld(): boolean {
    this.#connection.exec('PRAGMA busy_timeout = 0');
    try {
      this.#connection.begin();
      return false;
    } catch (error) {
      if (error instanceof UsageError && error.code === 'ledger-busy') return true;
      throw error;
    } finally {
      this.#connection.rollback();
      this.#connection.exec('PRAGMA busy_timeout = 15000');
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #storedCalendar(): HomeCalendar {
    const zone = readMeta(this.#connection, 'home_zone') ?? this.#calendar.zone;
    return { zone, epochs: JSON.parse(readMeta(this.#connection, 'epochs') ?? '[]') as number[] };
  }

  /** A new zone, price epoch or machine name is taken over by the next write, in its transaction. */
  #adoptOptions(): void {
    const c = this.#connection;
    const stored = this.#storedCalendar();
    const epochs = JSON.stringify(this.#calendar.epochs);
    if (stored.zone !== this.#calendar.zone || JSON.stringify(stored.epochs) !== epochs) {
      writeMeta(c, 'home_zone', this.#calendar.zone);
      writeMeta(c, 'epochs', epochs);
      rebuildAllDays(c, this.#calendar);
      bumpRevision(c);
    }
    const { machineName, member = '', team = '' } = this.#options;
    const renamed = c
      .prepare(
        'UPDATE machine SET name = ?, member = ?, team = ? WHERE is_self = 1 AND (name, member, team) <> (?, ?, ?)',
      )
      .run(machineName, member, team, machineName, member, team);
    if (renamed.changes > 0) bumpRevision(c);
  }
}

const SELECT_FILES = `SELECT id, path, source, stamp, born_ms AS bornMs, read_offset AS readOffset, proof,
  last_timestamp_ms AS lastTimestampMs, missing FROM file WHERE source <> 'shared'`;
