import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { colourSlot, pageEnvelope } from './page.ts';

/** `timezone` decides on today and the days; the other filters are ignored: the bar offers everything there is. */
export const filterOptionsQuery = filterQuery;
export type FilterOptionsQuery = z.infer<typeof filterOptionsQuery>;

const option = z.object({
  /** Value of the filter. */
  id: z.string(),
  name: z.string(),
  slot: colourSlot,
  /** Turns over all time: the bar lists the most used first. */
  turns: z.number().int(),
});
export type FilterOption = z.infer<typeof option>;

export const filterOptionsReport = pageEnvelope.extend({
  filters: z.object({
    models: z.array(option),
    projects: z.array(option),
    machines: z.array(
      option.extend({
        member: z.string(),
        team: z.string(),
        self: z.boolean(),
        /** ISO 8601, UTC; null = never. */
        lastHeard: z.string().nullable(),
      }),
    ),
    /** Those that a machine names; slot -1. */
    members: z.array(option),
    teams: z.array(option),
    /** The ledger holds turns of more than one machine: only then the page speaks of machines. */
    multiMachine: z.boolean(),
    /** Local days of the first and last turn; null on an empty ledger. */
    firstDay: z.string().nullable(),
    lastDay: z.string().nullable(),
    today: z.string(),
  }),
});
export type FilterOptionsReport = z.infer<typeof filterOptionsReport>;
