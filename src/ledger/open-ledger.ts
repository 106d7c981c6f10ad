import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../contract/errors.ts';
import { machineZone } from '../lib/zone.ts';
import { sessionsView, turnsView } from './compat-views.ts';
import type { Connection } from './dialect/dialect.ts';
import { openSqlite } from './dialect/sqlite.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { LEDGER_FORMAT, readMeta, writeMeta } from './meta.ts';
import { LEDGER_FORMAT_1 } from './migrations/0001-ledger.ts';
import type { HomeCalendar } from './slices.ts';
import { SqlLedger } from './sql-ledger.ts';

/**
 * Opens the ledger at `path`, making it when there is none and upgrading an older dashboard's database in place.
 * Throws UsageError `ledger-newer`, `ledger-unreadable`, `ledger-busy` or `upgrade-failed`.
 */
export async function openLedger(path: string, options: LedgerOptions): Promise<SqlLedger> {
  const calendar: HomeCalendar = { zone: options.zone ?? machineZone(), epochs: options.epochs ?? [] };
  const found = path === ':memory:' ? 'empty' : inspect(path);
  if (found === 'older') {
    const { upgradeOlderDatabase } = await import('./upgrade/upgrade.ts');
    await upgradeOlderDatabase(path, {
      machineName: options.machineName,
      calendar,
      createTables: (connection) => createTables(connection, options, calendar),
      onUpgrade: options.onUpgrade,
      onStep: options.onUpgradeStep,
    });
  }
  const connection = openSqlite(path);
  try {
    if (found === 'empty') create(connection, options, calendar);
    return new SqlLedger(connection, calendar, options);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** What lies at the path. Reads only, so that a file which is refused stays byte for byte as it was. */
function inspect(path: string): 'empty' | 'ours' | 'older' {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return 'empty';
  }
  const connection = openSqlite(path, { readonly: true });
  try {
    const names = new Set(
      connection
        .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
        .all()
        .map((r) => String(r.name)),
    );
    if (names.has('ledger_meta')) return checkFormat(connection);
    if (names.has('turns') || names.has('sessions')) return 'older';
    if (names.size === 0) return 'empty';
    throw new UsageError(
      'ledger-unreadable',
      `${path} is a database, but not a usage ledger.`,
      'Point CLAUDE_USAGE_DB at another file.',
    );
  } finally {
    void connection.close();
  }
}

function checkFormat(connection: Connection): 'ours' {
  const format = Number(readMeta(connection, 'format') ?? '0');
  if (format > LEDGER_FORMAT) {
    throw new UsageError(
      'ledger-newer',
      `${connection.location} has ledger format ${format}; this version knows up to ${LEDGER_FORMAT}. Nothing was changed.`,
      'Update claude-usage, or point CLAUDE_USAGE_DB at another file.',
    );
  }
  return 'ours';
}

/** Makes the tables in one transaction. Two processes may try at once: the second finds them made. */
function create(connection: Connection, options: LedgerOptions, calendar: HomeCalendar): void {
  connection.begin();
  try {
    if (connection.prepare(`SELECT 1 AS made FROM sqlite_master WHERE name = 'ledger_meta'`).get() === undefined) {
      createTables(connection, options, calendar);
      connection.exec(turnsView());
      connection.exec(sessionsView());
    }
    connection.commit();
  } catch (error) {
    connection.rollback();
    throw error;
  }
}

/** The tables of the newest format with this machine in them. Runs inside the caller's transaction. */
function createTables(connection: Connection, options: LedgerOptions, calendar: HomeCalendar): void {
  for (const statement of LEDGER_FORMAT_1) connection.exec(statement);
  writeMeta(connection, 'format', String(LEDGER_FORMAT));
  writeMeta(connection, 'revision', '0');
  writeMeta(connection, 'home_zone', calendar.zone);
  writeMeta(connection, 'epochs', JSON.stringify(calendar.epochs));
  connection.prepare(`INSERT INTO label (text) VALUES ('')`).run();
  connection
    .prepare('INSERT INTO machine (uid, name, member, team, is_self) VALUES (?, ?, ?, ?, 1)')
    .run(newMachineUid(), options.machineName, options.member ?? '', options.team ?? '');
}

/** 128 random bits. From the web's crypto: importing node:crypto would cost every start 10 ms. */
function newMachineUid(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
}
