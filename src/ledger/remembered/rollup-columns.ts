import type { LedgerReader, PriceClassFacts, UsageCell } from '../ledger.ts';

/** Sums of a cell, in the order of their columns. */
export const SUMS = ['turns', 'unfinal', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead', 'webSearches'] as const;
/** What a row is about. `price`: a pair of price class and price epoch, by its number in `RollupColumns.prices`. */
export const DIMENSIONS = ['quarter', 'session', 'project', 'machine', 'side', 'price'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * The whole rollup of a ledger as columns: one row per quarter hour, session, project, machine, side and price, by time.
 * Plain arrays of numbers, so that another thread can make them and hand them over. 88 bytes a row, and some 77,000 rows
 * for a million turns.
 */
export interface RollupColumns {
  /** `LedgerReader.revision()` of the state they show, exactly. */
  readonly revision: string;
  readonly rows: number;
  /** `quarter` counts quarter hours since 1970-01-01T00:00Z and never descends. */
  readonly dimensions: Readonly<Record<Dimension, Int32Array<ArrayBuffer>>>;
  readonly sums: Readonly<Record<(typeof SUMS)[number], Float64Array<ArrayBuffer>>>;
  readonly classes: readonly PriceClassFacts[];
  readonly prices: { readonly classId: Int32Array<ArrayBuffer>; readonly epoch: Int32Array<ArrayBuffer> };
  readonly sessions: {
    /** Ids, the last active first; of equals the one whose uid sorts first. */
    readonly newest: Int32Array<ArrayBuffer>;
    /** Time of the last turn, epoch ms, by id. */
    readonly lastMs: Float64Array<ArrayBuffer>;
  };
}

/** Reads the rollup. Undefined when the ledger changed meanwhile, so that it would show no one state: ask again. */
export async function readRollup(reader: LedgerReader): Promise<RollupColumns | undefined> {
  const revision = await reader.revision();
  const by = ['quarter', 'session', 'project', 'machine', 'side'] as const;
  const cells = [...(await reader.usage({ by, range: {}, zone: 'UTC', filter: {} }))];
  const sessions = await sessionsOf(reader, cells);
  const classes = await reader.priceClasses();
  if ((await reader.revision()) !== revision) return undefined;
  cells.sort((a, b) => a.quarter! - b.quarter!);
  return { revision, sessions, classes, ...columnsOf(cells) };
}

/** What may be handed over to another thread instead of copied. */
export function buffersOf({ dimensions, sums, prices, sessions }: RollupColumns): ArrayBuffer[] {
  return [dimensions, sums, prices, sessions].flatMap((columns) => Object.values(columns)).map(({ buffer }) => buffer);
}

async function sessionsOf(reader: LedgerReader, cells: readonly UsageCell[]): Promise<RollupColumns['sessions']> {
  const sessions = [...(await reader.sessions([...new Set(cells.map((cell) => cell.session!))]))];
  sessions.sort((a, b) => b.lastMs - a.lastMs || (a.uid < b.uid ? -1 : 1));
  const newest = Int32Array.from(sessions, ({ id }) => id);
  const lastMs = new Float64Array(newest.reduce((most, id) => Math.max(most, id), -1) + 1);
  for (const session of sessions) lastMs[session.id] = session.lastMs;
  return { newest, lastMs };
}

function columnsOf(cells: readonly UsageCell[]): Omit<RollupColumns, 'revision' | 'sessions' | 'classes'> {
  const integers = (value: (cell: UsageCell) => number): Int32Array<ArrayBuffer> => Int32Array.from(cells, value);
  const numbers = new Map<number, number>();
  const classId: number[] = [];
  const epoch: number[] = [];
  const priceOf = (cell: UsageCell): number => {
    // There are a handful of epochs: below a thousand by far.
    const pair = cell.classId * 1000 + cell.epoch;
    let number = numbers.get(pair);
    if (number === undefined) {
      numbers.set(pair, (number = classId.push(cell.classId) - 1));
      epoch.push(cell.epoch);
    }
    return number;
  };
  return {
    rows: cells.length,
    dimensions: {
      quarter: integers((cell) => cell.quarter!),
      session: integers((cell) => cell.session!),
      project: integers((cell) => cell.project!),
      machine: integers((cell) => cell.machine!),
      side: integers((cell) => cell.side!),
      price: integers(priceOf),
    },
    sums: Object.fromEntries(
      SUMS.map((sum) => [sum, Float64Array.from(cells, (cell) => cell[sum])]),
    ) as unknown as RollupColumns['sums'],
    prices: { classId: Int32Array.from(classId), epoch: Int32Array.from(epoch) },
  };
}
