import type { CostState } from '../contract/reports/session-show.ts';
import { nanoToUsd, toNanoUsd } from '../contract/units.ts';
import type { SessionCostFacts } from '../ledger/ledger.ts';
import { addSums, byName, costOf, newSums, roundUsd, tokensOf, type Sums } from './fold.ts';
import type { ReportScope } from './report-scope.ts';

const COUNTERS = ['input', 'output', 'cacheCreation', 'cacheRead', 'webSearches', 'costNano'] as const;
/** What was told of one model. */
export type Told = Record<(typeof COUNTERS)[number], number>;

/** What Claude Code said of a session beside what its lines add up to; null where it said nothing. */
export async function costStateOf(
  scope: ReportScope,
  session: number,
  models: ReadonlyMap<string, Sums>,
): Promise<CostState | null> {
  const told = addRuns(await scope.reader.sessionCosts(session));
  if (told.size === 0) return null;
  const lines = new Map<string, Sums>();
  for (const [model, sums] of models) addSums(entry(lines, plainModel(model), newSums), sums);
  const total = newTold();
  for (const model of told.values()) addTold(total, model);
  const transcript = newSums();
  for (const sums of lines.values()) addSums(transcript, sums);
  return {
    told: shown(total),
    notInTranscripts: {
      tokens: tokensTold(total) - tokensOf(transcript),
      cost: roundUsd(usd(total) - costOf(transcript)),
    },
    models: [...told]
      .map(([model, t]) => {
        const sums = lines.get(model) ?? newSums();
        return { model, ...shown(t), transcriptTokens: tokensOf(sums), transcriptCost: costOf(sums) };
      })
      .sort((a, b) => b.cost - a.cost || byName(a.model, b.model)),
  };
}

/**
 * All runs of a session together, by model. A run that has at least as much of everything as the run before carries it
 * on, as a resumed session may; any other began at zero and is added (transcripts.md 2.5).
 */
export function addRuns(facts: readonly SessionCostFacts[]): Map<string, Told> {
  const runs = new Map<number, Map<string, Told>>();
  for (const fact of facts) {
    const run = entry(runs, fact.startMs as number, () => new Map<string, Told>());
    addTold(entry(run, plainModel(fact.model), newTold), fact);
  }
  const total = new Map<string, Told>();
  let open: Map<string, Told> | undefined;
  for (const [, run] of [...runs].sort(([a], [b]) => a - b)) {
    if (open && !carriesOn(run, open)) addRun(total, open);
    open = run;
  }
  if (open) addRun(total, open);
  return total;
}

function carriesOn(run: ReadonlyMap<string, Told>, before: ReadonlyMap<string, Told>): boolean {
  return [...before].every(([model, earlier]) => {
    const later = run.get(model);
    return later !== undefined && COUNTERS.every((counter) => later[counter] >= earlier[counter]);
  });
}

function addRun(total: Map<string, Told>, run: ReadonlyMap<string, Told>): void {
  for (const [model, told] of run) addTold(entry(total, model, newTold), told);
}

function addTold(into: Told, more: Told): void {
  for (const counter of COUNTERS) into[counter] += more[counter];
}

function newTold(): Told {
  return { input: 0, output: 0, cacheCreation: 0, cacheRead: 0, webSearches: 0, costNano: 0 };
}

function plainModel(model: string): string {
  return model.replace(/\[[^\]]*\]$/, '');
}

const tokensTold = (t: Told): number => t.input + t.output + t.cacheCreation + t.cacheRead;
const usd = (t: Told): number => nanoToUsd(toNanoUsd(t.costNano));

function shown(t: Told): CostState['told'] {
  return {
    inputTokens: t.input,
    outputTokens: t.output,
    cacheCreationTokens: t.cacheCreation,
    cacheReadTokens: t.cacheRead,
    webSearches: t.webSearches,
    cost: usd(t),
  };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
