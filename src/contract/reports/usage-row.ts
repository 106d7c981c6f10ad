import { z } from 'zod';

const count = z.number().int().nonnegative();

export const modelBreakdown = z.object({
  modelName: z.string(),
  inputTokens: count,
  outputTokens: count,
  cacheCreationTokens: count,
  cacheReadTokens: count,
  /** US dollars at list price or your override. 0 with unpriced = true when no price is known. */
  cost: z.number(),
  cacheCreation5mTokens: count,
  cacheCreation1hTokens: count,
  turns: count,
  unpriced: z.boolean(),
});
export type ModelBreakdown = z.infer<typeof modelBreakdown>;

/** The figures every report row carries, in the words users of ccusage know. */
export const usageFigures = z.object({
  inputTokens: count,
  outputTokens: count,
  cacheCreationTokens: count,
  cacheReadTokens: count,
  totalTokens: count,
  /** US dollars. */
  totalCost: z.number(),
  cacheCreation5mTokens: count,
  cacheCreation1hTokens: count,
  turns: count,
  sessions: count,
  webSearches: count,
  /** Tokens of models without a price: not in totalCost. */
  unpricedTokens: count,
});
export type UsageFigures = z.infer<typeof usageFigures>;

export const usageRow = usageFigures.extend({
  modelsUsed: z.array(z.string()),
  modelBreakdowns: z.array(modelBreakdown),
});
export type UsageRow = z.infer<typeof usageRow>;

export const periodRow = usageRow.extend({ period: z.string() });
export type PeriodRow = z.infer<typeof periodRow>;

export const projectRow = usageRow.extend({
  projectId: z.string(),
  project: z.string(),
  lastActivity: z.string().nullable(),
});
export type ProjectRow = z.infer<typeof projectRow>;

export const machineRow = usageRow.extend({
  machineId: z.string(),
  machine: z.string(),
  member: z.string(),
  team: z.string(),
  lastActivity: z.string().nullable(),
});
export type MachineRow = z.infer<typeof machineRow>;

export const modelRow = usageRow.extend({ model: z.string(), unpriced: z.boolean() });
export type ModelRow = z.infer<typeof modelRow>;

export const sessionRow = usageRow.extend({
  sessionId: z.string(),
  title: z.string(),
  projectId: z.string(),
  project: z.string(),
  machineId: z.string(),
  machine: z.string(),
  branch: z.string(),
  /** ISO 8601, UTC. */
  firstActivity: z.string(),
  lastActivity: z.string(),
});
export type SessionRow = z.infer<typeof sessionRow>;

/** What the totals miss, so that no number pretends. */
export const coverage = z.object({
  /** Lines and files that could not be read; `doctor` names each. */
  skippedLines: count,
  skippedFiles: count,
  /** Turns in range whose output count never became final. */
  unfinalTurns: count,
  unpricedModels: z.array(z.object({ model: z.string(), tokens: count, turns: count })),
  /** Machines that were not heard from lately, and since when (ISO 8601, UTC). */
  silentMachines: z.array(z.object({ machineId: z.string(), machine: z.string(), since: z.string() })),
  /** Machines of which some parts have not arrived whole yet. */
  incompleteMachines: z.array(z.object({ machineId: z.string(), machine: z.string(), missingParts: count })),
  /** Rows of an older dashboard's database that look like doubled streaming records and are not counted. */
  legacyDuplicates: count,
});
export type Coverage = z.infer<typeof coverage>;

export const meta = z.object({
  version: z.string(),
  timezone: z.string(),
  /** Date of the price table in use. */
  priceTable: z.string(),
  generatedAt: z.string(),
  /** Inclusive local days of the range, null when unbounded. */
  since: z.string().nullable(),
  until: z.string().nullable(),
  /** What answered: this machine's ledger, or the database that it shares with others. */
  source: z.enum(['ledger', 'postgres']),
});
export type Meta = z.infer<typeof meta>;
export interface Envelope {
  readonly totals: UsageFigures;
  readonly coverage: Coverage;
  readonly meta: Meta;
}
