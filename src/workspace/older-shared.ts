/** The database that older dashboards shared at `db_path`: its turns are taken over, the file is kept aside. */
import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { copyDatabase, olderDatabaseMachines } from '../ledger/older-database.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { olderMachineUid, sameHost } from '../ledger/upgrade/older-machines.ts';

export interface OlderShared {
  readonly ledger: SqlLedger;
  readonly dbPath: string;
  readonly machineName: string;
  readonly notice: (line: string) => void;
}
const AT_ONCE = 10_000;

/** Whether an older dashboard's database lies at `db_path`: then the drive is there, and the workspace is meant. */
export const isOlderShared = (dbPath: string): boolean => olderDatabaseMachines(dbPath) !== undefined;

/**
 * Takes over what lies at `db_path` and what other machines have put aside there before, each file once. A crash at any
 * point is mended by the next run: taking over twice counts once.
 */
export async function importOlderShared(o: OlderShared): Promise<void> {
  for (let n = 1; existsSync(asideName(o.dbPath, n)); n++) await importOnce(o, asideName(o.dbPath, n));
  const names = olderDatabaseMachines(o.dbPath);
  if (!names) return;
  const { turns, unnamed } = await importFile(o, o.dbPath, names);
  let n = 1;
  while (existsSync(asideName(o.dbPath, n))) n++;
  const aside = asideName(o.dbPath, n);
  const stamp = stampOf(o.dbPath);
  await o.ledger.write((w) => w.workspace.setNote(`older_${basename(aside)}`, stamp));
  moveDatabase(o.dbPath, aside);
  const left = unnamed === 0 ? '' : ` ${unnamed} turns without an id of their own stay in that file only.`;
  o.notice(`${turns} turns were taken over from the shared ${o.dbPath}; the file is kept as ${aside}.${left}`);
}

const asideName = (dbPath: string, n: number): string => `${dbPath}.older${n === 1 ? '' : `-${n}`}`;
const stampOf = (path: string): string => String(statSync(path).size);

async function importOnce(o: OlderShared, path: string): Promise<void> {
  const note = `older_${basename(path)}`;
  if (o.ledger.workspace().note(note) === stampOf(path)) return;
  const names = olderDatabaseMachines(path);
  if (names) {
    const { turns } = await importFile(o, path, names);
    o.notice(`${turns} turns were taken over from ${path}.`);
  }
  await o.ledger.write((w) => w.workspace.setNote(note, stampOf(path)));
}

/** The write-ahead log, if the older dashboard left one, belongs to the file. */
function moveDatabase(from: string, to: string): void {
  for (const suffix of ['-wal', '-shm']) if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
  renameSync(from, to);
}

/** Upgrades a copy, and adds its turns under the machines that made them. */
async function importFile(
  o: OlderShared,
  path: string,
  names: readonly string[],
): Promise<{ turns: number; unnamed: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'claude-usage-older-'));
  try {
    const copy = join(folder, 'usage.db');
    copyDatabase(path, copy);
    // The upgrade takes a database that knows one machine for that machine's own.
    const [only] = names;
    const selfName = names.length === 1 && only !== undefined ? only : o.machineName;
    await using older = await openLedger(copy, { machineName: selfName, zone: 'UTC' });
    const total = { turns: 0, unnamed: 0 };
    for (const m of await older.reader.machines()) {
      const isOurs = names.length === 0 || sameHost(m.name, o.machineName);
      const added = await addTurns(o.ledger, older, m.id, isOurs ? undefined : m.name);
      total.turns += added.turns;
      total.unnamed += added.unnamed;
    }
    return total;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Turns without an id of the API would count again as soon as a transcript tells it. */
async function addTurns(ledger: SqlLedger, older: SqlLedger, from: number, name: string | undefined) {
  const total = { turns: 0, unnamed: 0 };
  for (let after = 0; ;) {
    const found = await older.write((w) => w.sharing.turnsOf(from, after, AT_ONCE));
    const turns = found.map((d) => d.turn).filter((t) => !/^(legacy:|cowork-)/.test(t.key));
    if (found.length > 0) {
      await ledger.write((w) => {
        const id = name === undefined ? ledger.selfMachineId() : w.dimensions.machine(olderMachineUid(name), name);
        w.sharing.add(id, turns, (key, project) => ({ key, name: project }));
      });
    }
    total.turns += turns.length;
    total.unnamed += found.length - turns.length;
    after = found.at(-1)?.eventId ?? after;
    if (found.length < AT_ONCE) return total;
  }
}
