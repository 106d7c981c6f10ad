import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { colourSlot, pageEnvelope } from './page.ts';
import { usageFigures } from './usage-row.ts';

export const machineRoomQuery = filterQuery;
export type MachineRoomQuery = z.infer<typeof machineRoomQuery>;

/** A run of local days, both ends included. */
const dayRun = z.object({ since: z.string(), until: z.string(), days: z.number().int() });
export type DayRun = z.infer<typeof dayRun>;

const machine = usageFigures.extend({
  machineId: z.string(),
  machine: z.string(),
  /** What it calls itself, where somebody here has given it another name; else empty. */
  ownName: z.string(),
  member: z.string(),
  team: z.string(),
  slot: colourSlot,
  /** The machine that answers. */
  self: z.boolean(),
  /** Out of use: its silence is no news. */
  retired: z.boolean(),
  /** Former installations that count as this machine: what `separate` takes apart again. */
  formers: z.array(z.object({ machineId: z.string(), machine: z.string() })),
  /** ISO 8601, UTC; null = never, or this machine itself. */
  lastHeard: z.string().nullable(),
  /** Last turn in range, ISO 8601, UTC; null = none. */
  lastTurn: z.string().nullable(),
  /** Fractions of the range's total, 0 to 1. */
  costShare: z.number(),
  tokenShare: z.number(),
  /** One value per step of the room. */
  cost: z.array(z.number()),
  tokens: z.array(z.number().int()),
  /** Local days of the range with a turn. */
  activeDays: z.number().int(),
  /** Longest run of whole days without a turn between its first and its last turn in range; null = none. */
  longestGap: dayRun.nullable(),
  /** Days of the range after the one on which it was last heard: what it did on them is not known. */
  unheard: dayRun.nullable(),
  /** Lines that could not be read; null = it has not told. */
  skippedLines: z.number().int().nullable(),
});
export type MachineOfRoom = z.infer<typeof machine>;

/** Every machine that the ledger knows and the filters let pass, also one without a turn in range; dearest first. */
export const machineRoomReport = pageEnvelope.extend({
  room: z.object({
    machines: z.array(machine),
    /** What the trends count by: hours of one or two days, else runs of days; at most 60. Empty on an empty ledger. */
    steps: z.array(z.object({ since: z.string(), until: z.string() })),
  }),
  totals: usageFigures,
});
export type MachineRoomReport = z.infer<typeof machineRoomReport>;
