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
  /** Name that a person gave it; '' for none. */
  readonly alias?: string;
  readonly retired?: boolean;
  /** Index of the machine, before this one, that it counts as. */
  readonly mergedInto?: number;
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

/** Uid of the machine at an index. */
export const machineUid = (index: number): string => String(index + 1).padStart(32, '0');

/** Without what stays on a machine: folders are told by their project only. */
export function asTold(contents: LedgerContents): LedgerContents {
  const machines = contents.machines.map((m) => ({
    ...m,
    files: m.files.map((f) => ({
      ...f,
      events: f.events.map((e) => ({ ...e, tool: '', agentId: '', cliVersion: '' })),
    })),
  }));
  return { ...contents, sessionCosts: {}, machines };
}
