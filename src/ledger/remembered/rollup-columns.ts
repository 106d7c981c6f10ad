import type { LedgerReader, SessionFacts, UsageCell } from '../ledger.ts';

/** Sums of a cell, in the order of their columns. */
export const SUMS = ['turns', 'unfinal', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead', 'webSearches'] as const;
export const DIMENSIONS = ['session', 'project', 'machine', 'side', 'classId', 'epoch'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * The whole rollup of a ledger as columns: one row per UTC hour, session, project, machine, side, price class and price
 * epoch. Plain arrays of numbers, so that another thread can make them and hand them over. About 90 bytes a row, and some
 * 50,000 rows for a million turns.
 */
export interface RollupColumns {
  /** `LedgerReader.revision()` of the state they show, exactly. */
  readonly revision: string;
  readonly rows: number;
  /** Hours since 1970-01-01T00:00Z. */
  readonly hour: Int32Array<ArrayBuffer>;
  readonly dimensions: Readonly<Record<Dimension, Int32Array<ArrayBuffer>>>;
  readonly sums: Readonly<Record<(typeof SUMS)[number], Float64Array<ArrayBuffer>>>;
  /** Every session with its last turn (epoch ms), the last one first; equal ones by uid. */
  readonly sessions: { readonly id: Int32Array<ArrayBuffer>; readonly lastMs: Float64Array<ArrayBuffer> };
}

/** Reads the rollup. Undefined when the ledger changed meanwhile, so that it would show no one state: ask again. */
export async function readRollup(reader: LedgerReader): Promise<RollupColumns | undefined> {
  const revision = await reader.revision();
  const by = ['hour', 'session', 'project', 'machine', 'side'] as const;
  const cells = await reader.usage({ by, range: {}, zone: 'UTC', filter: {} });
  const sessions = await reader.sessions([...new Set(cells.map((cell) => cell.session!))]);
  return (await reader.revision()) === revision ? columnsOf(revision, cells, sessions) : undefined;
}

/** What may be handed over to another thread instead of copied. */
export function buffersOf(columns: RollupColumns): ArrayBuffer[] {
  const { hour, dimensions, sums, sessions } = columns;
  return [hour, ...[dimensions, sums, sessions].flatMap((named) => Object.values(named))].map(({ buffer }) => buffer);
}

function columnsOf(
  revision: string,
  unordered: readonly UsageCell[],
  sessions: readonly SessionFacts[],
): RollupColumns {
  // By time, so that the rows of a range follow each other.
  const cells = unordered.toSorted((a, b) => a.day! - b.day! || a.hour! - b.hour!);
  const integers = (value: (cell: UsageCell) => number): Int32Array<ArrayBuffer> => Int32Array.from(cells, value);
  return {
    revision,
    rows: cells.length,
    hour: integers((cell) => cell.day! * 24 + cell.hour!),
    dimensions: {
      session: integers((cell) => cell.session!),
      project: integers((cell) => cell.project!),
      machine: integers((cell) => cell.machine!),
      side: integers((cell) => cell.side!),
      classId: integers((cell) => cell.classId),
      epoch: integers((cell) => cell.epoch),
    },
    sums: Object.fromEntries(
      SUMS.map((sum) => [sum, Float64Array.from(cells, (cell) => cell[sum])]),
    ) as unknown as RollupColumns['sums'],
    sessions: lastFirst(sessions),
  };
}

function lastFirst(sessions: readonly SessionFacts[]): RollupColumns['sessions'] {
  const sorted = sessions.toSorted((a, b) => b.lastMs - a.lastMs || (a.uid < b.uid ? -1 : 1));
  return { id: Int32Array.from(sorted, (s) => s.id), lastMs: Float64Array.from(sorted, (s) => s.lastMs) };
}
