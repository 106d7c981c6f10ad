/**
 * What several machines share, from this machine's side: a folder or a database. A target can be lost and rebuilt: the
 * ledger stays the truth, and every fault out there means late, never lost.
 */
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { ShareRules } from './share-rules.ts';
import type { MachineStatus } from './status.ts';

/** What every target is told, as far as it is plain data. */
export interface TargetSettings {
  readonly rules: ShareRules;
  readonly card: { readonly name: string; readonly member: string; readonly team: string; readonly version: string };
  /** Where the identity of this machine is kept (identity-file.ts). */
  readonly machineFile: string;
  /** For tests. */
  readonly fingerprint?: string;
}
export interface TargetOptions extends TargetSettings {
  readonly ledger: SqlLedger;
  readonly nowMs: () => number;
  /** How long the target may take to answer at all, or for one file, ms; absent: as is usual for it. */
  readonly answerMs?: number;
  /** Own turns are told at most so often, ms: a sync that nobody asked for need not make a part of its own. */
  readonly minIntervalMs?: number;
  /** Told once about something the user should know. */
  readonly notice: (line: string) => void;
}

export interface Synced {
  readonly state: 'synced';
  /** Turns of this machine that were told. */
  readonly sent: number;
  /** What was taken in of others, counted in `unit`. */
  readonly received: number;
  readonly unit: 'parts' | 'turns';
  /** Other machines that were heard of. */
  readonly machines: number;
  /** Parts that have not arrived whole yet. */
  readonly waiting: number;
  /** Parts that cannot be believed. */
  readonly refused: number;
}
/** The target is not there; nothing was created, nothing is lost. */
export interface Away {
  readonly state: 'away';
}
export type SyncResult = Synced | Away;

export interface WorkspaceStatus {
  /** Without secrets. */
  readonly location: string;
  readonly present: boolean;
  /** Turns of this machine that the workspace has not heard of. */
  readonly unshared: number;
  readonly keptHome: KeptHome;
  readonly machines: readonly MachineStatus[];
  /** What lies there under names that are no part of a workspace, and is left alone. */
  readonly ignored: Ignored;
  /** Every machine that was heard of and is in use is here whole, and nothing waits to leave. */
  readonly complete: boolean;
}
/** Own turns that no other machine hears of: its totals are not in the others'. */
export interface KeptHome {
  /** Of projects that the rules deny. */
  readonly byRules: number;
  /** Of an older database without an id: a transcript that tells it later would count them again. */
  readonly nameless: number;
}
export interface Ignored {
  readonly count: number;
  /** The first of them. */
  readonly paths: readonly string[];
}

export interface InviteOptions {
  readonly name: string;
  readonly reader: boolean;
  readonly machine: string | undefined;
}

export interface WorkspaceTarget extends AsyncDisposable {
  readonly kind: 'folder' | 'postgres';
  /** For messages; holds no secret. */
  readonly location: string;
  /** A sentence when the ledger itself lies where SQLite is not safe; undefined otherwise. */
  readonly ledgerWarning: string | undefined;
  /** Makes the workspace where there is none, and joins it. Throws `not-found`, `workspace-unreachable`. */
  init(): Promise<SyncResult>;
  /** Joins a workspace that somebody made. Throws `not-found` when there is none, `workspace-unreachable`. */
  join(): Promise<SyncResult>;
  /** Sends what is new here and takes in what is new there. Throws `workspace-unreachable`, `ledger-newer`. */
  sync(): Promise<SyncResult>;
  /** From now on this machine writes the copy of all turns for SQL tools; absent where there is none. */
  takeSnapshot?(): Promise<SyncResult>;
  /** The exact lines that the next sync would tell; empty when nothing is to be told. */
  preview(): Promise<string>;
  status(): Promise<WorkspaceStatus>;
  /** Stops sharing and forgets the others. With `erase`, what this machine told is taken back from the workspace. */
  leave(erase: boolean): Promise<void>;
  /**
   * Takes over the turns of a machine that is gone, as far as they are here, so that they are told under this machine's
   * name too; whoever knows the machine still counts them as its own. Throws `not-found`.
   */
  rescue(machine: string): Promise<{ readonly turns: number; readonly sync: SyncResult }>;
  /**
   * What another machine, or with `reader` a person who only reads, needs to join, as lines for a terminal. In Postgres
   * they may hold the password of a role just made: print them once. `machine`: one that goes over to the new role.
   * Throws `usage`, `not-found`, and `config` for one who may not invite.
   */
  invite(request: InviteOptions): Promise<readonly string[]>;
  /** Believes the key that the machine now bears: it was set up anew. Throws `not-found` when it bears no other key. */
  trust(machine: string): Promise<SyncResult>;
}
