/** What `doctor` finds out. Reads only: it scans nothing, changes nothing and makes no ledger. */
import { existsSync, statSync } from 'node:fs';
import { OPTIONS, type ConfigKey, type Option } from '../../config/options.ts';
import { problemText } from '../../config/load.ts';
import { UsageError } from '../../contract/errors.ts';
import type { LedgerStats, Problem } from '../../ledger/ledger.ts';
import { LEDGER_FORMAT } from '../../ledger/meta.ts';
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import { VERSION } from '../../lib/version.ts';
import { withoutPasswords } from '../../lib/without-passwords.ts';
import { discoverAll } from '../../sources/registry.ts';
import { rootsFound, type RootFound } from '../../sources/roots-found.ts';
import type { DiscoveryProblem } from '../../sources/source.ts';
import { machineStatuses, type MachineStatus } from '../../workspace/status.ts';
import type { Cli } from '../cli.ts';

/** Things skipped that are shown; the count is of all. */
const SHOWN_PROBLEMS = 1_000;

export interface Setting {
  readonly setting: string;
  /** As text; null = not set. Never a secret. */
  readonly value: string | null;
  readonly source: 'environment' | 'file' | 'default';
  readonly place: string;
}
export interface LedgerFindings {
  readonly format: number;
  /** Database and its log together. */
  readonly bytes: number;
  readonly bytesPerTurn: number | null;
  readonly stats: LedgerStats;
  /** `ok`, or what SQLite found damaged. */
  readonly check: string;
  /** Another process is writing at this moment. */
  readonly held: boolean;
  /** Share of assistant lines that the fast parser took, 0 to 1; null when there was none. */
  readonly fastShare: number | null;
  readonly skipped: readonly Problem[];
  /** The other machines of a shared folder, by their papers in this ledger; the drive is not asked. */
  readonly machines: readonly MachineStatus[];
  readonly verify: {
    readonly ok: boolean;
    readonly turns: number;
    readonly differences: Readonly<Record<string, number>>;
  } | null;
}
export interface Findings {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly timezone: string;
  readonly now: string;
  readonly roots: readonly RootFound[];
  readonly unreadable: readonly DiscoveryProblem[];
  readonly ledgerPath: string;
  readonly ledger: LedgerFindings | { readonly missing: true } | { readonly failed: string };
  readonly settings: readonly Setting[];
  readonly configProblems: readonly string[];
  /** Turns that lie in the future: this clock, or that of another machine, is wrong. */
  readonly clockAheadMs: number | null;
}

export async function examine(
  cli: Cli,
  options: { readonly verify: boolean; readonly projectsDirs: readonly string[] },
): Promise<Findings> {
  const { app, host } = cli;
  const surroundings = app.surroundings(options.projectsDirs);
  const ledger = await examineLedger(cli, options.verify);
  const lastMs = 'stats' in ledger ? ledger.stats.lastMs : null;
  return {
    version: VERSION,
    node: host.runtime.node,
    platform: `${host.platform} ${host.runtime.arch}`,
    timezone: app.zone,
    now: new Date(host.now()).toISOString(),
    roots: rootsFound(surroundings),
    unreadable: discoverAll(surroundings).problems,
    ledgerPath: app.config.values.ledgerPath,
    ledger,
    settings: settingsOf(cli),
    configProblems: app.config.problems.map(problemText),
    clockAheadMs: lastMs !== null && lastMs > host.now() ? lastMs - host.now() : null,
  };
}

async function examineLedger(cli: Cli, verify: boolean): Promise<Findings['ledger']> {
  const path = cli.app.config.values.ledgerPath;
  if (!existsSync(path)) return { missing: true };
  try {
    return await openedLedger(await cli.app.ledger(), path, verify);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { failed: `${error.message} ${error.hint}` };
  }
}

async function openedLedger(ledger: SqlLedger, path: string, verify: boolean): Promise<LedgerFindings> {
  const stats = await ledger.reader.stats();
  const bytes = sizeOf(path) + sizeOf(`${path}-wal`);
  const lines = stats.fastLines + stats.slowLines;
  const held = ledger.isHeld();
  return {
    format: LEDGER_FORMAT,
    bytes,
    bytesPerTurn: stats.turns === 0 ? null : bytes / stats.turns,
    stats,
    check: ledger.quickCheck(),
    held,
    fastShare: lines === 0 ? null : stats.fastLines / lines,
    skipped: await ledger.reader.problems(SHOWN_PROBLEMS),
    machines: await machineStatuses(ledger),
    verify: verify ? ledger.verify() : null,
  };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function settingsOf(cli: Cli): Setting[] {
  const { values, provenance } = cli.app.config;
  return (Object.entries(OPTIONS) as [ConfigKey, Option<unknown>][]).map(([key, option]) => ({
    setting: option.file?.key ?? option.env ?? key,
    value: shownValue(values[key], option.secret === true),
    source: provenance[key].source,
    place: provenance[key].place,
  }));
}

function shownValue(value: unknown, secret: boolean): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'object' && Object.keys(value).length === 0) return null;
  if (secret) return '(set, not shown)';
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',');
  return withoutPasswords(typeof value === 'string' ? value : JSON.stringify(value));
}
