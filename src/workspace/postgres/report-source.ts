/** Who answers the reports of a machine that shares a database. */
import { openPostgres, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import type { LedgerReader } from '../../ledger/ledger.ts';
import { RememberingReader } from '../../ledger/remembered/remembering-reader.ts';
import { PostgresReader } from '../../ledger/postgres-reader.ts';
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import { inTime } from '../../lib/in-time.ts';
import { localProjects } from '../own-side.ts';
import { KEPT_HOME } from './postgres-workspace.ts';
import { readWorkspace } from './schema.ts';
import { SharedView } from './shared-view.ts';

export interface Chosen {
  readonly reader: LedgerReader;
  readonly source: 'postgres' | 'ledger';
  /** Why the ledger answers although there is a database; undefined when that is as it should be. */
  readonly silent?: string;
}
export interface ReportSourceOptions {
  readonly dsn: string;
  readonly ledger: Pick<SqlLedger, 'reader' | 'workspace' | 'unsharedTurns' | 'repositories'>;
  /** Those of the price table in use. */
  readonly epochs: readonly number[];
  readonly now: () => number;
  /** How long the database may take to answer. */
  readonly waitMs?: number;
}

interface There {
  readonly id: string;
  readonly view: LedgerReader;
}

const WAIT_MS = 2_000;
/** How long a database that was silent is not asked again. */
const QUIET_MS = 10_000;

/** Dispose it. */
export class ReportSource implements AsyncDisposable {
  readonly #o: ReportSourceOptions;
  readonly #store: PostgresStore;
  #there: Promise<There | undefined> | undefined;
  #silent = '';
  #quietUntil = 0;

  private constructor(options: ReportSourceOptions, store: PostgresStore) {
    this.#o = options;
    this.#store = store;
  }
  /** Throws `config` as `openPostgres` does. */
  static async open(options: ReportSourceOptions): Promise<ReportSource> {
    return new ReportSource(options, await openPostgres(options.dsn, { connectTimeoutMs: options.waitMs ?? WAIT_MS }));
  }

  /**
   * The database when it answers in time and this ledger knows no more than it; else the ledger, which is the union as last
   * seen. Choose once for a whole report, never within one: ids are each store's own.
   */
  async choose(): Promise<Chosen> {
    const { ledger, now, waitMs = WAIT_MS } = this.#o;
    const here: Chosen = { reader: ledger.reader, source: 'ledger' };
    if (now() < this.#quietUntil) return { ...here, silent: this.#silent };
    if (await knowsMore(ledger)) return here;
    try {
      const there = await inTime(
        this.#answering(),
        waitMs,
        new Error(`${this.#store.location} did not answer in ${waitMs} ms.`),
      );
      return there && toldTo(ledger, there) ? { reader: there.view, source: 'postgres' } : here;
    } catch (error) {
      this.failed(error);
      return { ...here, silent: this.#silent };
    }
  }
  /** A report over the database failed: for a while the ledger answers. */
  failed(error: unknown): void {
    this.#silent = error instanceof Error ? error.message : String(error);
    this.#quietUntil = this.#o.now() + QUIET_MS;
    this.#there = undefined;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store.close();
  }

  async #answering(): Promise<There | undefined> {
    const there = await (this.#there ??= this.#open());
    if (there) await there.view.revision();
    // A workspace may be made while we run.
    else this.#there = undefined;
    return there;
  }
  async #open(): Promise<There | undefined> {
    const { ledger, epochs } = this.#o;
    const workspace = await readWorkspace(this.#store);
    if (!workspace) return undefined;
    const self = (await ledger.reader.machines()).find((m) => m.self);
    const shared = new PostgresReader(this.#store, self?.uid ?? '', epochs);
    // Without the key of the pseudonyms, as a reader is, the references stay as they are.
    const projects = () => (workspace.key === '' ? Promise.resolve(new Map()) : localProjects(ledger, workspace.key));
    const view = new SharedView(shared, ledger.reader, projects);
    // Nobody makes a rollup in memory of it; what was asked for is not asked for again.
    return { id: workspace.id, view: new RememberingReader(view, () => undefined) };
  }
}

/** Own turns that stay home or have not been told yet, and machines that a person merged, only the ledger knows. */
async function knowsMore(ledger: ReportSourceOptions['ledger']): Promise<boolean> {
  if (ledger.workspace().note(KEPT_HOME) !== '0') return true;
  return ledger.unsharedTurns() > 0 || (await ledger.reader.machines()).some((m) => m.formerUids.length > 0);
}

/** Whether this machine told its turns to this very workspace. */
const toldTo = (ledger: ReportSourceOptions['ledger'], { id }: There): boolean =>
  ledger
    .workspace()
    .note('told_under')
    ?.startsWith(JSON.stringify([id]).slice(0, -1)) === true;
