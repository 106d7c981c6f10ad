import type { SessionCostFacts } from '../../src/ledger/ledger.ts';
import { RANK, type UsageEvent } from '../../src/contract/usage-event.ts';

/** What a ledger is filled with, whichever store holds it: the transcripts of one or more machines. */
export interface LedgerContents {
  /** The first is this machine. */
  readonly machines: readonly MachineContents[];
  /** Titles by session uid. */
  readonly titles: Readonly<Record<string, string>>;
  /** What Claude Code said of sessions, by session uid. */
  readonly sessionCosts?: Readonly<Record<string, readonly SessionCostFacts[]>>;
  /** Instants at which a price changes, ascending. */
  readonly epochs: readonly number[];
}
export interface MachineContents {
  readonly name: string;
  readonly member?: string;
  readonly team?: string;
  readonly lastHeardMs?: number;
  readonly files: readonly FileContents[];
}
export interface FileContents {
  /** Birth of the file: of two files with one turn, the older one's session owns it. */
  readonly bornMs: number;
  readonly events: readonly UsageEvent[];
}

/** Key and name of the project of a folder: its last two components. Test folders hold no worktrees. */
export function testProjectOf(cwd: string): { readonly key: string; readonly name: string } {
  const name = cwd.split('/').filter(Boolean).slice(-2).join('/') || 'unknown';
  return { key: `dir:${name}`, name };
}

/** A turn of a sub-agent, as opposed to the main chain. */
export function isSide(event: UsageEvent): boolean {
  return event.rank !== RANK.main;
}
