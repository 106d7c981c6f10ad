import { UsageError } from '../../contract/errors.ts';
import type { Connection } from '../dialect/dialect.ts';
import { openSqlite } from '../dialect/sqlite.ts';
import { EVENT_INDEXES, LEDGER_FORMAT_1 } from '../migrations/0001-ledger.ts';
import { writeMeta } from '../meta.ts';
import type { HomeCalendar } from '../slices.ts';
import { LedgerWriter } from '../writer.ts';
import { backUp } from './backup.ts';
import { checkUpgrade, takeCensus } from './check.ts';
import { type Copied, copyTurns } from './copy-turns.ts';
import { type OlderLayout, quoted, readLayout } from './layout.ts';
import { olderMachines } from './older-machines.ts';
import { createOlderViews } from './older-views.ts';

/** Points between which a crash must leave the older database usable; the last one leaves the ledger. */
export const UPGRADE_STEPS = [
  'locked',
  'backed-up',
  'renamed',
  'created',
  'copied',
  'views',
  'checked',
  'committed',
] as const;
export type UpgradeStep = (typeof UPGRADE_STEPS)[number];

export interface UpgradeOptions {
  readonly machineName: string;
  readonly calendar: HomeCalendar;
  /** Makes the tables of the ledger inside the open transaction. */
  readonly createTables: (connection: Connection) => void;
  readonly onUpgrade?: ((message: string) => void) | undefined;
  /** Told each step as it is done. */
  readonly onStep?: ((step: UpgradeStep) => void) | undefined;
}

/**
 * Upgrades an older dashboard's database in place: backed up beside it, then one transaction that keeps its tables whole
 * as `legacy_turns` and `legacy_sessions` and counts their rows in the ledger. A crash at any point leaves either the
 * older database or the ledger. Throws `upgrade-failed` and leaves the file as it was.
 */
export async function upgradeOlderDatabase(path: string, options: UpgradeOptions): Promise<void> {
  const connection = openSqlite(path, { asFound: true });
  try {
    connection.begin();
    options.onStep?.('locked');
    if (tableNames(connection).has('ledger_meta')) return;
    const backup = await backUp(path, new Date());
    options.onStep?.('backed-up');
    const copied = convert(connection, options);
    connection.commit();
    options.onStep?.('committed');
    options.onUpgrade?.(summary(path, backup, copied));
  } catch (cause) {
    if (cause instanceof UsageError && cause.code === 'ledger-busy') throw cause;
    throw failure(path, cause);
  } finally {
    connection.rollback();
    await connection.close();
  }
}

function convert(connection: Connection, { machineName, calendar, createTables, onStep }: UpgradeOptions): Copied {
  const layout = readLayout(connection);
  const before = takeCensus(connection, layout);
  setAside(connection, layout);
  onStep?.('renamed');
  createTables(connection);
  onStep?.('created');
  const copied = fill(connection, layout, machineName, calendar);
  onStep?.('copied');
  createOlderViews(connection, layout);
  onStep?.('views');
  checkUpgrade(connection, layout, before, copied);
  onStep?.('checked');
  return copied;
}

/**
 * Renames the older tables, and any other table that bears a name of ours. Views that somebody wrote over `turns` keep
 * reading `turns`, which is our view from then on.
 */
function setAside(connection: Connection, layout: OlderLayout): void {
  connection.exec('PRAGMA legacy_alter_table = ON');
  for (const { name, keptAs, columns } of [layout.turns, layout.sessions]) {
    if (columns.length > 0) connection.exec(`ALTER TABLE ${name} RENAME TO ${keptAs}`);
  }
  const ours = new Set(LEDGER_FORMAT_1.map((sql) => /^CREATE TABLE (\w+)/.exec(sql)?.[1]));
  for (const name of tableNames(connection)) {
    if (ours.has(name.toLowerCase()))
      connection.exec(`ALTER TABLE ${quoted(name)} RENAME TO ${quoted(`legacy_${name}`)}`);
  }
  connection.exec('PRAGMA legacy_alter_table = OFF');
}

function fill(connection: Connection, layout: OlderLayout, machineName: string, calendar: HomeCalendar): Copied {
  const machineOf = olderMachines(connection, machineNames(connection, layout), machineName);
  const writer = new LedgerWriter(connection, calendar);
  // An index built after a million rows costs a third of one that grows with them.
  connection.exec('DROP INDEX event_time; DROP INDEX event_session');
  const copied = copyTurns(connection, layout, writer, machineOf, new Date());
  for (const index of EVENT_INDEXES) connection.exec(index);
  writer.finish();
  connection.exec(
    `UPDATE machine SET last_heard_ms = (SELECT MAX(ts_ms) FROM event e WHERE e.machine_id = machine.id) WHERE is_self = 0`,
  );
  writeMeta(connection, 'legacy_rows', String(copied.rows));
  writeMeta(connection, 'legacy_duplicates', String(copied.doubled));
  writeMeta(connection, 'legacy_unkeyed', String(copied.unkeyed));
  return copied;
}

function machineNames(connection: Connection, layout: OlderLayout): string[] {
  const tables = [layout.turns, layout.sessions].filter((t) => t.has('machine_id'));
  return tables.flatMap(({ keptAs }) =>
    connection
      .prepare(`SELECT DISTINCT TRIM(CAST(machine_id AS TEXT)) AS name FROM ${keptAs} WHERE machine_id IS NOT NULL`)
      .all()
      .map((r) => String(r.name)),
  );
}

function tableNames(connection: Connection): ReadonlySet<string> {
  return new Set(
    connection
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      .all()
      .map((r) => String(r.name)),
  );
}

function summary(path: string, backup: string, copied: Copied): string {
  const doubled = copied.doubled === 0 ? '' : `, ${copied.doubled} of them doubled streaming rows that no longer count`;
  return `Upgraded ${path}: ${copied.rows} turns taken over${doubled}. The file as it was is ${backup}.`;
}

function failure(path: string, cause: unknown): UsageError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UsageError(
    'upgrade-failed',
    `${path} was made by an older dashboard and could not be upgraded: ${reason}. It is as it was.`,
    'Free some disk space or close what uses the file and run the command again, or point CLAUDE_USAGE_DB at another file.',
    { cause },
  );
}
