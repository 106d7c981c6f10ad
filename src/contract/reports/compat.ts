import { z } from 'zod';
import { coverage } from './usage-row.ts';

const count = z.number().int().nonnegative();

/**
 * Tokens in the words of the older dashboards: `cache_creation` is what lives 5 minutes, `cache_1h` what lives an
 * hour, and the five add up to the total.
 */
export const compatTokens = z.object({
  input: count,
  output: count,
  cache_read: count,
  cache_creation: count,
  cache_1h: count,
});
export type CompatTokens = z.infer<typeof compatTokens>;

const compatFigures = compatTokens.extend({
  turns: count,
  /** US dollars; what has no price is not in it. */
  cost: z.number(),
});

const compatSession = compatFigures.extend({
  /** First eight characters of the id. */
  session_id: z.string(),
  session_id_full: z.string(),
  session_name: z.string(),
  project: z.string(),
  branch: z.string(),
  /** Local, `2026-11-22 14:05`. */
  first: z.string(),
  last: z.string(),
  last_date: z.string(),
  /** Minutes from the first to the last turn, one decimal. */
  duration_min: z.number(),
  /** The one with most turns. */
  model: z.string(),
  machine_id: z.string(),
  /** Always empty: this program keeps no tags. */
  tags: z.array(z.string()),
});
export type CompatSession = z.infer<typeof compatSession>;

/** Everything at once, over all time, in the shape of `/api/data`. Days and hours are local to `timezone`. */
export const compatData = z.object({
  all_models: z.array(z.object({ id: z.string(), first_seen: z.string() })),
  daily_by_model: z.array(compatFigures.extend({ day: z.string(), model: z.string() })),
  hourly_by_model: z.array(z.object({ day: z.string(), hour: count, model: z.string(), output: count, turns: count })),
  /** Last active first. */
  sessions_all: z.array(compatSession),
  /** Weekday (0 = Monday) × hour. */
  dow_hour: z.array(z.array(z.object({ turns: count, tokens: count })).length(24)).length(7),
  /** Days in a row with usage, up to today or yesterday. */
  streak: count,
  /** By input + output. A session belongs to the machine that saw it first, a turn to the one that made it. */
  by_machine: z.array(compatFigures.extend({ machine_id: z.string(), machine_uid: z.string(), sessions: count })),
  all_machines: z.array(z.string()),
  timezone: z.string(),
  /** Local, `2026-11-22 14:05`. */
  generated_at: z.string(),
  /** What the figures miss; the older dashboards did not say. */
  coverage,
});
export type CompatData = z.infer<typeof compatData>;

/** One session in the shape of `/api/session`. */
export const compatSessionDetail = z.object({
  session: compatSession,
  /** A turn with two tools counts for each. */
  tool_usage: z.array(z.object({ tool_name: z.string(), turns: count, tokens: count })),
  cwd_usage: z.array(z.object({ cwd: z.string(), turns: count })),
  turn_history: z.array(
    compatTokens.extend({
      /** ISO 8601, UTC. */
      timestamp: z.string(),
      /** Local, `14:05:09`. */
      timestamp_short: z.string(),
      model: z.string(),
      /** `reply` for a turn without a tool. */
      tool_name: z.string(),
      cwd: z.string(),
      total: count,
      cost: z.number(),
      cum_cost: z.number(),
    }),
  ),
  total_cost: z.number(),
});
export type CompatSessionDetail = z.infer<typeof compatSessionDetail>;
