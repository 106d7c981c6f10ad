/**
 * The composition root: from configuration to ledger, prices and reports. Everything is made when it is first asked
 * for, so that a command loads only what it uses. Dispose it to close the ledger.
 */
import { existsSync } from 'node:fs';
import { UsageError } from './contract/errors.ts';
import { loadConfig, type LoadedConfig } from './config/load.ts';
import type { Environment } from './config/paths.ts';
import type { LedgerOptions } from './ledger/ledger-options.ts';
import type { SqlLedger } from './ledger/sql-ledger.ts';
import { machineZone } from './lib/zone.ts';
import { VERSION } from './lib/version.ts';
import type { PriceTable } from './pricing/price-table.ts';
import type { ReportContext } from './reports/report-context.ts';
import type { Surroundings } from './sources/source.ts';
import type { ReportSource } from './workspace/postgres/report-source.ts';

export interface World {
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** Called with each thing the user should know but that stops nothing: one line without an end of line. */
  readonly warn: (line: string) => void;
}

export interface AppContext extends AsyncDisposable {
  readonly world: World;
  readonly config: LoadedConfig;
  /** IANA zone of the reports where a query names none: the preference, else the machine's. */
  readonly zone: string;
  /**
   * The ledger, made when there is none. With `mustExist` a missing one is an error instead: nothing was ever scanned.
   * Throws `not-found` or what openLedger throws.
   */
  ledger(options?: { readonly mustExist?: boolean }): Promise<SqlLedger>;
  /** How the ledger is opened, for another thread that opens it too. Plain data. */
  ledgerOptions(): Promise<Omit<LedgerOptions, 'onUpgrade'>>;
  /** The price table with the user's overrides. Overrides that lead nowhere are warned about and left out. */
  prices(): Promise<PriceTable>;
  /** What reports are made from, at this moment: this machine's ledger. */
  reportContext(options?: { readonly mustExist?: boolean }): Promise<ReportContext>;
  /**
   * The same from the shared database, where one is configured, answers, and knows no less; `silent` says why the ledger
   * answers instead. Choose once for a whole report. `failed` tells that a report over the database broke.
   */
  sharedContext(options?: { readonly mustExist?: boolean }): Promise<SharedContext>;
  /** What decides on the folders that are read. */
  surroundings(projectsDirs?: readonly string[]): Surroundings;
}

export interface SharedContext extends ReportContext {
  readonly silent?: string;
  readonly failed: (error: unknown) => void;
}

export function createAppContext(world: World): AppContext {
  return new LazyAppContext(world);
}

class LazyAppContext implements AppContext {
  readonly world: World;
  #config: LoadedConfig | undefined;
  #zone: string | undefined;
  #prices: Promise<PriceTable> | undefined;
  #ledger: Promise<SqlLedger> | undefined;
  #source: Promise<ReportSource | undefined> | undefined;

  constructor(world: World) {
    this.world = world;
  }

  get config(): LoadedConfig {
    return (this.#config ??= loadConfig(this.world.env, this.world.cwd));
  }

  get zone(): string {
    return (this.#zone ??= this.config.values.timezone ?? machineZone());
  }

  ledger(options: { readonly mustExist?: boolean } = {}): Promise<SqlLedger> {
    const path = this.config.values.ledgerPath;
    if (this.#ledger === undefined && options.mustExist === true && !existsSync(path)) {
      return Promise.reject(new UsageError('not-found', `there is no ledger at ${path} yet`, 'Run: claude-usage scan'));
    }
    return (this.#ledger ??= this.#openLedger(path));
  }

  async #openLedger(path: string): Promise<SqlLedger> {
    const [{ openLedger }, options] = await Promise.all([import('./ledger/open-ledger.ts'), this.ledgerOptions()]);
    return openLedger(path, { ...options, onUpgrade: this.world.warn });
  }

  async ledgerOptions(): Promise<Omit<LedgerOptions, 'onUpgrade'>> {
    const { machineName, member, team } = this.config.values;
    return { machineName, member, team, epochs: (await this.prices()).epochs };
  }

  prices(): Promise<PriceTable> {
    return (this.#prices ??= this.#loadPrices());
  }

  async #loadPrices(): Promise<PriceTable> {
    const { loadPriceTable } = await import('./pricing/price-table.ts');
    try {
      return loadPriceTable(this.config.values.prices, this.config.values.fetchedPrices);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.world.warn(`${this.config.paths.preferencesFile}: prices: ${error.message}. ${error.hint}`);
      return loadPriceTable();
    }
  }

  async reportContext(options: { readonly mustExist?: boolean } = {}): Promise<ReportContext> {
    const [ledger, prices] = await Promise.all([this.ledger(options), this.prices()]);
    return {
      reader: await this.#renamed(ledger.reader),
      prices,
      nowMs: this.world.now(),
      zone: this.zone,
      version: VERSION,
    };
  }

  async sharedContext(options: { readonly mustExist?: boolean } = {}): Promise<SharedContext> {
    const context = await this.reportContext(options);
    const source = await (this.#source ??= this.#openSource(options));
    const chosen = await source?.choose();
    if (!chosen) return { ...context, failed: () => undefined };
    const { reader, ...rest } = chosen;
    return {
      ...context,
      ...rest,
      reader: rest.source === 'ledger' ? context.reader : await this.#renamed(reader),
      failed: (error) => source?.failed(error),
    };
  }

  /** With a wrong setting nothing is shared, and the ledger answers; the scan before the report has said so. */
  async #openSource(options: { readonly mustExist?: boolean }): Promise<ReportSource | undefined> {
    const { values, problems } = this.config;
    if (values.backend !== 'postgres' || problems.some((p) => p.stopsSharing)) return undefined;
    const [{ ReportSource }, ledger, { epochs }] = await Promise.all([
      import('./workspace/postgres/report-source.ts'),
      this.ledger(options),
      this.prices(),
    ]);
    return ReportSource.open({ dsn: values.pgDsn ?? '', ledger, epochs, now: this.world.now });
  }

  async #renamed(reader: SqlLedger['reader']): Promise<SqlLedger['reader']> {
    const { projectAliases } = this.config.values;
    if (Object.keys(projectAliases).length === 0) return reader;
    const { withProjectAliases } = await import('./reports/aliased-reader.ts');
    return withProjectAliases(reader, projectAliases);
  }

  surroundings(projectsDirs: readonly string[] = []): Surroundings {
    const { env, platform } = this.world;
    return { env, platform, home: this.config.paths.home, ...(projectsDirs.length > 0 ? { projectsDirs } : {}) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source?.then(
      (source) => source?.[Symbol.asyncDispose](),
      () => undefined,
    );
    this.#source = undefined;
    const opened = this.#ledger;
    this.#ledger = undefined;
    // A ledger that could not be opened has told its caller; there is nothing to close.
    await opened?.then(
      (ledger) => ledger.close(),
      () => undefined,
    );
  }
}
