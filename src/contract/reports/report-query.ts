import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { coverage, meta, usageFigures } from './usage-row.ts';

export const order = z.enum(['asc', 'desc']);
export type Order = z.infer<typeof order>;

/** What every report of the command line takes: the filters, and the direction of its rows. */
export const reportQuery = filterQuery.extend({ order: order.optional() });
/** What a caller may leave out: all of it. */
export type ReportOptions = Partial<z.infer<typeof reportQuery>>;

/** What follows the rows in every report; the first key of the answer is the report's name. */
export const reportEnvelope = z.object({ totals: usageFigures, coverage, meta });
