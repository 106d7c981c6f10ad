import type { ReportContext } from '../reports/report-context.ts';
import type { MachineChange, MachineChanged } from '../contract/reports/machine-change.ts';
import type { MachinePapers } from '../contract/reports/machine-papers.ts';
import type { StatusReport } from '../contract/reports/status.ts';
import type { RescanReport } from '../contract/reports/rescan.ts';
import type { LogError } from './error-response.ts';
import type { EventHub } from './events.ts';
import type { LiveScan } from './live-scan.ts';
import type { SyncState } from './live-sync.ts';
import type { ReportTable } from './report-table.ts';

/** `failed` hears of an answer that broke on the way; the ledger gives it then. */
export type ChosenContext = Omit<ReportContext, 'nowMs'> & { readonly failed: (error: unknown) => void };

/** All that the application knows of the world. It opens nothing itself and listens nowhere. */
export interface ServerDeps {
  /** What reports are made from; the clock adds the moment. */
  readonly context: Omit<ReportContext, 'nowMs'>;
  /** What answers the next report, where it may be another than the ledger of `context`; chosen once per report. */
  readonly choose?: () => Promise<ChosenContext>;
  readonly reports: ReportTable;
  /** US dollars a month; absent without a budget. */
  readonly monthlyBudgetUsd?: number | undefined;
  /** Folders that are read, for the status report. */
  readonly roots: () => Promise<StatusReport['status']['roots']>;
  /** What the workspace's papers say of the other machines; empty without a workspace. */
  readonly papers: () => Promise<MachinePapers[]>;
  /** How the last sync went; undefined without a workspace. */
  readonly syncState: () => SyncState | undefined;
  /** Throws `usage` as ledger/change-machine.ts does. */
  readonly changeMachine: (change: MachineChange) => Promise<MachineChanged>;
  readonly live: LiveScan<RescanReport>;
  readonly events: EventHub;
  /** Folder of the built page. */
  readonly assetsDir: string;
  /** Random per run; the page sends it with every change. */
  readonly token: string;
  /** Host names that requests may name, lower case, without a port. */
  readonly allowedHosts: readonly string[];
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  readonly log: LogError;
}
