import { projectKeyOf } from '../lib/project-of.ts';
import { RANK } from '../contract/usage-event.ts';
import type { EventRow } from '../ledger/event-row.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { FLAG } from '../ledger/schema.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import { type SampleTurn, sampleTurns } from './sample-turns.ts';

export interface SampleOptions {
  /** The moment that the made-up work ends at. */
  readonly nowMs: number;
  /** IANA zone in which days are kept. */
  readonly zone: string;
  readonly epochs: readonly number[];
}

/** A ledger of made-up turns, in memory: it touches no file, and nothing of it ever reaches the real one. */
export async function openSampleLedger({ nowMs, zone, epochs }: SampleOptions): Promise<LedgerReader> {
  const turns = sampleTurns(nowMs);
  const ledger = await openLedger(':memory:', { machineName: 'laptop', zone, epochs });
  const self = ledger.selfMachineId();
  await ledger.write((writer) => {
    const fileId = writer.saveFile({
      path: 'sample',
      source: 'sample',
      stamp: '',
      bornMs: 0,
      readOffset: 0,
      proof: '',
      lastTimestampMs: null,
    });
    for (const turn of turns) {
      writer.addEvent(rowOf(writer, turn, turn.machine === 'laptop' ? self : machineOf(writer, turn.machine), fileId));
      writer.setTitle({
        sessionId: writer.dimensions.session(turn.session),
        rank: 1,
        position: 0,
        text: turn.title,
      });
    }
  });
  return ledger.reader;
}

/** A uid that no installation can have: theirs are random. */
const machineOf = ({ dimensions }: LedgerWriter, name: string): number =>
  dimensions.machine(Buffer.from(name.padEnd(16)).toString('hex'), name);

function rowOf({ dimensions: d }: LedgerWriter, t: SampleTurn, machineId: number, fileId: number): EventRow {
  const { key, input, output, cache5m, cache1h, cacheRead, webSearches } = t;
  const path = `/home/sample/${t.project}`;
  return {
    ...{ key, input, output, cache5m, cache1h, cacheRead, webSearches, machineId, fileId },
    tsMs: t.timestampMs,
    sessionId: d.session(t.session),
    folderId: d.folder(path, d.project(projectKeyOf(path, ''), t.project)),
    classId: d.priceClass(t),
    branchId: d.label(t.branch),
    toolsId: d.label(t.tool),
    agentId: d.label(t.side ? 'sample' : ''),
    versionId: d.label('sample'),
    flags: (t.side ? RANK.sidechain : RANK.main) | FLAG.final | FLAG.hasSpeed | (t.side ? FLAG.side : 0),
  };
}
