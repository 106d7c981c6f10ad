import { randomBytes } from 'node:crypto';
import type { RescanReport } from '../contract/reports/rescan.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { RememberingReader } from '../ledger/remembered/remembering-reader.ts';
import type { CostKey } from '../ledger/remembered/same-cost.ts';
import { costKeyOf, type PriceTable } from '../pricing/price-table.ts';
import type { ReportContext } from '../reports/report-context.ts';
import type { Surroundings } from '../sources/source.ts';
import { createApp } from './app.ts';
import type { LogError } from './error-response.ts';
import { createEventHub } from './events.ts';
import { LOOPBACK_HOSTS } from './guard.ts';
import { listen } from './listen.ts';
import type { ListenOptions } from './listen.ts';
import { createLiveScan } from './live-scan.ts';
import { createLiveSync } from './live-sync.ts';
import { REPORTS } from './report-table.ts';
import type { ChosenContext } from './server-deps.ts';
import { watchRevision } from './revision-watch.ts';
import { startTranscriptThread } from './transcript-thread.ts';
import type { WorkspaceSettings } from '../workspace/open-target.ts';
import type { TranscriptThread } from './transcript-thread.ts';

export interface DashboardOptions extends ListenOptions {
  /** Read these folders and nothing else. */
  readonly projectsDirs?: readonly string[];
  /** Synced each minute; absent without a workspace. */
  readonly workspace?: WorkspaceSettings;
  /** Folder of the built page. */
  readonly assetsDir: string;
  /** Told of every failure that no page asked for: one line and the error. */
  readonly log: LogError;
}

/** What the dashboard takes from the composition root. */
export interface DashboardApp {
  readonly world: { readonly now: () => number };
  readonly config: {
    readonly values: {
      readonly ledgerPath: string;
      readonly machineName: string;
      readonly member: string;
      readonly team: string;
      readonly budgets: { readonly monthlyUsd?: number } | null;
    };
  };
  prices(): Promise<PriceTable>;
  reportContext(): Promise<ReportContext>;
  sharedContext(): Promise<ReportContext & { readonly silent?: string; readonly failed: (error: unknown) => void }>;
  surroundings(projectsDirs?: readonly string[]): Surroundings;
}

export interface Dashboard {
  /** `http://127.0.0.1:8080/` */
  readonly url: string;
  /** Ends the streams and the server, then the scan that runs. */
  close(): Promise<void>;
}

/**
 * Serves the dashboard on this machine and keeps its ledger up to date until closed. It answers at once and scans
 * beside that; a failing scan is shown on the page, in /api/health and to `log`.
 * @throws UsageError usage when the host or the port cannot be used, or what opening the ledger throws
 */
export async function serveDashboard(app: DashboardApp, options: DashboardOptions): Promise<Dashboard> {
  const { log } = options;
  const { now } = app.world;
  const thread = await startThread(app, options);
  const { reader: ledger, ...rest } = await app.reportContext();
  const closing = new AbortController();
  const context = { ...rest, reader: remembering(ledger, costKeyOf(rest.prices), thread, log, closing.signal) };
  const live = createLiveScan<RescanReport>({
    scan: ({ full }) => thread.ask(full ? 'full-scan' : 'scan'),
    watch: (onChange) => thread.watch(onChange),
    now,
    log,
  });
  const revisions = watchRevision(() => context.reader.revision(), now, log);
  const events = createEventHub(revisions, live);
  const sync = createLiveSync({ sync: () => thread.ask('sync'), onSynced: () => void revisions.look(), log, now });
  const shared = async (): Promise<ChosenContext> => {
    const { silent: _silent, nowMs: _now, ...chosen } = await app.sharedContext();
    return chosen.source === 'postgres' ? chosen : { ...context, failed: chosen.failed };
  };
  const http = createApp({
    context,
    ...(options.workspace?.kind === 'postgres' && { choose: shared }),
    reports: REPORTS,
    monthlyBudgetUsd: app.config.values.budgets?.monthlyUsd,
    roots: async () => [...(await thread.ask('roots'))],
    papers: async () => [...(await thread.ask('papers'))],
    syncState: () => (options.workspace ? sync.state() : undefined),
    changeMachine: async (change) => {
      const changed = await thread.ask('change-machine', change);
      void revisions.look();
      return changed;
    },
    live,
    events,
    assetsDir: options.assetsDir,
    token: randomBytes(32).toString('base64url'),
    allowedHosts: allowedHosts(options.host),
    now,
    log,
  });
  const listening = await listen(http, options);
  let warm = false;
  live.subscribe(() => {
    if (live.state().scanning) return;
    // A scan of ours shows at once; what other processes write shows at the next poll.
    void revisions.look();
    // The first sync tells what the first scan found.
    if (options.workspace) sync.start();
    // The first page shall find the rollup made. Later ones are made when somebody looks.
    if (!warm) context.reader.revision().catch((error: unknown) => log('The ledger does not answer', error));
    warm = true;
  });
  live.start();
  return {
    url: listening.url,
    async close() {
      closing.abort();
      sync.close();
      events.close();
      revisions.close();
      await listening.close();
      await Promise.all([live.close(), thread.close()]);
    },
  };
}

/** The ledger with its rollup in memory, which the thread makes anew when the ledger has changed. */
function remembering(
  ledger: LedgerReader,
  costKey: CostKey,
  thread: TranscriptThread,
  log: LogError,
  closing: AbortSignal,
): RememberingReader {
  let making = false;
  const reader = new RememberingReader(
    ledger,
    () => {
      if (making || closing.aborted) return;
      making = true;
      thread
        .ask('rollup')
        .then((columns) => columns && reader.adopt(columns))
        .catch(
          (error: unknown) => closing.aborted || log('The rollup could not be read; the ledger answers instead', error),
        )
        .finally(() => (making = false));
    },
    costKey,
  );
  return reader;
}

async function startThread(
  app: DashboardApp,
  { projectsDirs = [], workspace }: DashboardOptions,
): Promise<TranscriptThread> {
  const { ledgerPath, machineName, member, team } = app.config.values;
  const { epochs } = await app.prices();
  const ledgerOptions = { machineName, member, team, epochs };
  const at = app.surroundings(projectsDirs);
  return startTranscriptThread({
    ledgerPath,
    ledgerOptions,
    surroundings: { ...at, env: { ...at.env } },
    ...(workspace && { workspace }),
  });
}

function allowedHosts(host: string | undefined): string[] {
  const name = host?.trim().toLowerCase();
  if (name === undefined || name === '') return [...LOOPBACK_HOSTS];
  return [...new Set([...LOOPBACK_HOSTS, name.includes(':') && !name.startsWith('[') ? `[${name}]` : name])];
}
