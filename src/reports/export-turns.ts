import type { FilterInput } from '../contract/filters.ts';
import type { ExportRow } from '../contract/reports/export.ts';
import { nanoToUsd } from '../contract/units.ts';
import { totalTokens } from '../contract/usage-event.ts';
import type { MachineFacts, ProjectFacts, TurnRow } from '../ledger/ledger.ts';
import { costOf } from '../pricing/money.ts';
import { epochOf } from '../pricing/price-table.ts';
import { modelNameOf } from './class-prices.ts';
import { isoOf } from './envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';

/** Turns whose sessions are looked up together: bounds the memory of an export of any length. */
const BATCH = 1000;

/** Every turn in range, oldest first, holding no more than a batch of them at a time. */
export async function* exportTurns(context: ReportContext, options: FilterInput): AsyncIterable<ExportRow> {
  const scope = await openScope(context, options);
  const projects = new Map((await scope.projects()).map((p) => [p.id, p]));
  const machines = new Map(scope.machines.map((m) => [m.id, m]));
  let batch: TurnRow[] = [];
  for await (const turn of scope.reader.turns({ ...scope.query, order: 'asc' })) {
    batch.push(turn);
    if (batch.length < BATCH) continue;
    yield* rowsOf(scope, batch, projects, machines);
    batch = [];
  }
  yield* rowsOf(scope, batch, projects, machines);
}

async function* rowsOf(
  scope: ReportScope,
  turns: readonly TurnRow[],
  projects: ReadonlyMap<number, ProjectFacts>,
  machines: ReadonlyMap<number, MachineFacts>,
): AsyncIterable<ExportRow> {
  const sessions = await scope.reader.sessions([...new Set(turns.map((t) => t.session))]);
  const uids = new Map(sessions.map((s) => [s.id, s.uid]));
  for (const turn of turns) {
    yield rowOf(scope, turn, uids.get(turn.session) ?? '', projects.get(turn.project), machines.get(turn.machine));
  }
}

function rowOf(
  scope: ReportScope,
  turn: TurnRow,
  sessionId: string,
  project: ProjectFacts | undefined,
  machine: MachineFacts | undefined,
): ExportRow {
  const { prices } = scope.context;
  const rates = prices.rates(turn, epochOf(prices.epochs, turn.timestampMs));
  return {
    timestamp: isoOf(turn.timestampMs),
    sessionId,
    projectId: project?.key ?? '',
    project: project?.name ?? '',
    machineId: machine?.uid ?? '',
    machine: machine?.name ?? '',
    model: modelNameOf(turn),
    inputTokens: turn.input,
    outputTokens: turn.output,
    cacheCreation5mTokens: turn.cache5m,
    cacheCreation1hTokens: turn.cache1h,
    cacheReadTokens: turn.cacheRead,
    totalTokens: totalTokens(turn),
    webSearches: turn.webSearches,
    cost: rates ? nanoToUsd(costOf(rates, turn, turn.webSearches)) : 0,
    unpriced: rates === undefined,
    fast: turn.fast,
    batch: turn.batch,
    us: turn.us,
    final: turn.final,
    sidechain: turn.side === 1,
    agentId: turn.agentId,
    tools: turn.tools,
    branch: turn.branch,
    cwd: turn.cwd,
    cliVersion: turn.cliVersion,
    key: turn.key,
  };
}
