import type { UsageEvent } from '../../src/contract/usage-event.ts';
import type { EventRow } from '../../src/ledger/event-row.ts';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { FLAG } from '../../src/ledger/schema.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import type { LedgerWriter } from '../../src/ledger/writer.ts';
import { isSide, testProjectOf, type LedgerContents } from './ledger-contents.ts';

export interface SqliteOptions {
  /** Zone in which the ledger keeps its day tables. */
  readonly homeZone: string;
  /** One transaction per file instead of one for all: the rollup is then rebuilt in parts. */
  readonly filewise: boolean;
}

/** A reader of a SQLite ledger in memory, filled with the contents of one machine. */
export async function sqliteLedger(contents: LedgerContents, options: SqliteOptions): Promise<LedgerReader> {
  return (await filledLedger(contents, options)).reader;
}

/** A SQLite ledger in memory, filled with the contents of one machine. */
export async function filledLedger(
  contents: LedgerContents,
  { homeZone, filewise }: SqliteOptions,
): Promise<SqlLedger> {
  const [machine, ...others] = contents.machines;
  if (!machine || others.length > 0) throw new Error('a local ledger holds one machine');
  const { name: machineName, member = '', team = '' } = machine;
  const ledger = await openLedger(':memory:', { machineName, member, team, zone: homeZone, epochs: contents.epochs });
  const machineId = ledger.selfMachineId();
  const fill = (writer: LedgerWriter, file: number): void => {
    const { bornMs, events } = machine.files[file]!;
    const fileId = writer.saveFile({
      path: `/transcripts/${file}.jsonl`,
      source: 'claude-code',
      stamp: '',
      bornMs,
      readOffset: 0,
      proof: '',
      lastTimestampMs: null,
    });
    for (const event of events) writer.addEvent(rowOf(writer, event, machineId, fileId));
  };
  const files = machine.files.map((_, i) => i);
  const groups = filewise ? files.map((f) => [f]) : [files];
  for (const group of groups) await ledger.write((writer) => group.forEach((file) => fill(writer, file)));
  await ledger.write((writer) => {
    for (const [uid, text] of Object.entries(contents.titles)) {
      writer.setTitle({ sessionId: writer.dimensions.session(uid), rank: 1, position: 0, text });
    }
    for (const [uid, costs] of Object.entries(contents.sessionCosts ?? {})) {
      for (const cost of costs) writer.addSessionCost({ ...cost, sessionId: writer.dimensions.session(uid) });
    }
  });
  return ledger;
}

function rowOf({ dimensions: d }: LedgerWriter, e: UsageEvent, machineId: number, fileId: number): EventRow {
  const project = testProjectOf(e.cwd);
  const { key, input, output, cache5m, cache1h, cacheRead, webSearches } = e;
  return {
    ...{ key, input, output, cache5m, cache1h, cacheRead, webSearches, machineId, fileId },
    tsMs: e.timestampMs,
    sessionId: d.session(e.sessionId),
    folderId: d.folder(e.cwd, d.project(project.key, project.name)),
    classId: d.priceClass(e),
    branchId: d.label(e.gitBranch),
    toolsId: d.label(e.tool),
    agentId: d.label(e.agentId),
    versionId: d.label(e.cliVersion),
    flags:
      e.rank |
      (e.final ? FLAG.final : 0) |
      (e.hasSpeed ? FLAG.hasSpeed : 0) |
      (e.ownerCertain ? FLAG.ownerCertain : 0) |
      (isSide(e) ? FLAG.side : 0),
  };
}
