/** Takes segments into the ledger: a few one by one, very many in one go. */
import { setFlagsFromString } from 'node:v8';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { ProjectResolver } from '../ledger/sharing-writer.ts';
import { DecodingThread } from './decoding-thread.ts';
import type { Manifest, ManifestSegment } from './folder/documents.ts';
import { type Decode, fetchSegment, type Read, type ReadOptions, readSegment } from './read-segment.ts';
import { SNAPSHOT_DUE } from './snapshot-file.ts';
import { decodeSegment } from './wire/segment.ts';

export interface ImportOptions extends ReadOptions {
  readonly ledger: SqlLedger;
  readonly projectOf: ProjectResolver;
  /** From more turns on than this, and when they are much of the ledger, one transaction takes them in. */
  readonly bulkAbove?: number;
  readonly onStep?: (step: 'imported' | 'withdrawn') => void;
}
/** A segment that a machine's newest manifest lists and that is not here. */
export interface Wanted {
  /** Uid of the machine. */
  readonly machine: string;
  readonly listed: ManifestSegment;
}
/** Segments by what became of them. */
export interface Imported {
  readonly imported: number;
  readonly waiting: number;
  readonly quarantined: number;
}
export const NOTHING_IMPORTED: Imported = { imported: 0, waiting: 0, quarantined: 0 };

const BULK_ABOVE = 20_000;
/** Turns from which on a second thread is worth its start. */
const THREAD_ABOVE = 200_000;
/** Segments that are read ahead of the one that is taken in; bounds the memory. */
const AHEAD = 2;
/**
 * While millions of rows pass through, the space for new objects would grow to its limit, and with it what waits in it to be
 * collected: 160 MB more at ten million turns, and not faster. 2 is V8's default.
 */
const STEADY_HEAP = '--semi-space-growth-factor=1';
const GROWING_HEAP = '--semi-space-growth-factor=2';

/** Takes in what can be had of the wanted segments; the others are noted with the reason. */
export async function importSegments(o: ImportOptions, wanted: readonly Wanted[]): Promise<Imported> {
  const rows = wanted.reduce((sum, w) => sum + w.listed.rows, 0);
  if (rows > (o.bulkAbove ?? BULK_ABOVE) && rows * 4 >= (await o.ledger.reader.stats()).turns)
    return await importBulk(o, wanted, rows);
  const result = { ...NOTHING_IMPORTED };
  for (const one of wanted) result[await importOne(o, one)] += 1;
  return result;
}

async function importOne(o: ImportOptions, wanted: Wanted): Promise<Read['state']> {
  const read = await readSegment(o, wanted.machine, wanted.listed);
  await o.ledger.write((w) => take(o, w, wanted, read));
  if (read.state === 'imported') o.onStep?.('imported');
  return read.state;
}

/**
 * All in one transaction, because indexes and rollup are then made once. Everything is fetched before it begins, so that
 * no other writer waits for a drive.
 */
async function importBulk(o: ImportOptions, wanted: readonly Wanted[], rows: number): Promise<Imported> {
  const result = { ...NOTHING_IMPORTED };
  for (const { machine, listed } of wanted) await fetchSegment(o, machine, listed);
  setFlagsFromString(STEADY_HEAP);
  const thread = rows > THREAD_ABOVE ? new DecodingThread() : undefined;
  const decode: Decode = thread ? (bytes) => thread.decode(bytes) : decodeSegment;
  try {
    await o.ledger.write(
      async (w) => {
        for await (const { one, read } of readAhead(o, wanted, decode)) {
          take(o, w, one, read);
          result[read.state] += 1;
        }
        await thread?.stop();
      },
      { bulk: rows },
    );
  } finally {
    await thread?.stop();
    setFlagsFromString(GROWING_HEAP);
  }
  o.onStep?.('imported');
  return result;
}

async function* readAhead(o: ImportOptions, wanted: readonly Wanted[], decode: Decode) {
  const start = (one: Wanted) => {
    const reading = readSegment(o, one.machine, one.listed, decode).then((read) => ({ one, read }));
    // The one whose turn it is says so; those after it are not waited for then.
    reading.catch(() => undefined);
    return reading;
  };
  const running = wanted.slice(0, AHEAD).map(start);
  for (let next = AHEAD; running.length > 0; next++) {
    const done = await running.shift()!;
    const following = wanted[next];
    if (following) running.push(start(following));
    yield done;
  }
}

type Writer = Parameters<Parameters<SqlLedger['write']>[0]>[0];
export const machineId = (w: Writer, uid: string): number => w.dimensions.machine(uid, uid.slice(0, 8));

function take(o: Pick<ImportOptions, 'projectOf'>, w: Writer, { machine, listed }: Wanted, read: Read): void {
  if (read.segment) {
    w.sharing.addColumns(machineId(w, machine), read.segment.columns, o.projectOf);
    for (const title of read.segment.titles) w.sharing.title(title);
  }
  const { incarnation, name, rows } = listed;
  w.workspace.savePeerSegment({ machine, incarnation, name, rows, state: read.state, reason: read.reason });
}

/**
 * A machine took something back. Its rows are replaced by those of its live segments in one transaction, and only when
 * every one of them can be read: until then the old rows stay, because late is better than lost.
 */
export async function replaceAll(o: ImportOptions, manifest: Manifest): Promise<Imported> {
  const { machine } = manifest;
  const live = manifest.left ? [] : manifest.segments;
  const read: { listed: ManifestSegment; found: Read }[] = [];
  for (const listed of live) read.push({ listed, found: await readSegment(o, machine, listed) });
  const waiting = read.filter((r) => r.found.state === 'waiting').length;
  if (waiting > 0) return { ...NOTHING_IMPORTED, waiting };
  await o.ledger.write((w) => {
    w.removeMachine(machineId(w, machine));
    w.workspace.forgetPeerSegments(machine);
    w.workspace.setNote(SNAPSHOT_DUE, 'yes');
    for (const { listed, found } of read) take(o, w, { machine, listed }, found);
  });
  o.onStep?.('withdrawn');
  const imported = read.filter((r) => r.found.state === 'imported').length;
  return { imported, waiting: 0, quarantined: read.length - imported };
}
