import { z } from 'zod';
import { parseLocalDay } from './units.ts';
import { parseWeekHours } from './week-hours.ts';

/** Named ranges of the filter bar. `custom` is since/until; `all` has no bounds. */
export const RANGES = ['today', 'week', 'month', 'prev-month', '7d', '30d', '90d', 'all', 'custom'] as const;
export type RangeName = (typeof RANGES)[number];

const listOf = (item: z.ZodType<string>): z.ZodPreprocess<z.ZodArray<z.ZodType<string>>> =>
  z.preprocess((v) => (v === undefined ? [] : Array.isArray(v) ? v : [v]), z.array(item).max(200));
const list = listOf(z.string().min(1).max(500));
const day = z
  .string()
  .refine((s) => parseLocalDay(s) !== undefined, 'expected YYYY-MM-DD or YYYYMMDD')
  .describe('`YYYY-MM-DD` or `YYYYMMDD`, inclusive');

/** Query parameters that every report takes, in the terminal and over HTTP. Lists repeat their key. */
export const filterQuery = z.object({
  range: z.enum(RANGES).optional(),
  since: day.optional(),
  until: day.optional(),
  /** IANA zone; default: the machine's. */
  timezone: z.string().max(64).optional().describe("IANA name; else the machine's"),
  weekStart: z.enum(['monday', 'sunday']).optional(),
  machine: list,
  member: list,
  team: list,
  project: list,
  model: list,
  hour: listOf(z.string().refine((s) => parseWeekHours(s) !== undefined, 'expected thu, 14 or thu-14')).describe(
    'hours of the week on the local clock: `thu-14`, all of `thu`, or `14` of every day',
  ),
  /** Text over project, branch, title, session id and model. */
  q: z.string().max(200).optional().describe('a text in project, branch, title, session id or model'),
});
export type FilterQuery = z.infer<typeof filterQuery>;
/** What a caller may leave out. */
export type FilterInput = Partial<FilterQuery>;
