import { UsageError } from '../contract/errors.ts';
import type { SessionShowReport, SessionTurn } from '../contract/reports/session-show.ts';
import { nanoToUsd } from '../contract/units.ts';
import { totalTokens } from '../contract/usage-event.ts';
import type { SessionFacts, TurnRow } from '../ledger/ledger.ts';
import { addMoney, toNanoUsd, zeroMoney, type Money } from '../pricing/money.ts';
import { modelNameOf } from './class-prices.ts';
import { costStateOf } from './cost-state.ts';
import { envelopeOf, isoOf } from './envelope.ts';
import { byName, costOf, newSums, tokensOf, addSums, type Sums } from './fold.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { sessionRowsOf } from './session-rows.ts';

/**
 * One session turn by turn, oldest first, with the cost as it grew, its tools and its sub-agents.
 * `id` is the session's uid or an unambiguous beginning of it. Throws `not-found`.
 */
export async function sessionShow(
  context: ReportContext,
  id: string,
  options: { readonly timezone?: string | undefined } = {},
): Promise<SessionShowReport> {
  const everything = await openScope(context, { timezone: options.timezone });
  const facts = await findSession(everything, id);
  const scope = everything.within([facts.id]);
  const turns = await readTurns(scope);
  const fold = scope.newFold<number>();
  for (const { row } of turns) fold.addTurn(facts.id, row);
  const [session] = await sessionRowsOf(scope, fold, [facts]);
  return {
    session: session!,
    turns: turns.map((t) => t.shown),
    tools: toolsOf(turns),
    costState: await costStateOf(scope, facts.id, fold.models()),
    agents: agentsOf(turns),
    ...(await envelopeOf(scope, fold)),
  };
}

async function findSession(scope: ReportScope, id: string): Promise<SessionFacts> {
  const found = id === '' ? undefined : await scope.reader.findSession(id);
  if (found) return found;
  throw new UsageError(
    'not-found',
    `no session is called ${JSON.stringify(id)}, or several begin so`,
    'Give more of the id; `claude-usage session` lists all.',
  );
}

interface PricedTurn {
  readonly row: TurnRow;
  readonly sums: Sums;
  readonly shown: SessionTurn;
}

async function readTurns(scope: ReportScope): Promise<PricedTurn[]> {
  const cumulated = zeroMoney();
  const turns: PricedTurn[] = [];
  for await (const row of scope.reader.turns({ ...scope.query, order: 'asc' })) {
    const single = scope.newFold<0>();
    single.addTurn(0, row);
    const sums = single.sums(0);
    addMoney(cumulated, sums.money);
    turns.push({ row, sums, shown: shownTurn(row, sums, cumulated) });
  }
  return turns;
}

function shownTurn(row: TurnRow, sums: Sums, cumulated: Money): SessionTurn {
  return {
    timestamp: isoOf(row.timestampMs),
    model: modelNameOf(row),
    inputTokens: row.input,
    outputTokens: row.output,
    cacheCreationTokens: row.cache5m + row.cache1h,
    cacheReadTokens: row.cacheRead,
    cacheCreation5mTokens: row.cache5m,
    cacheCreation1hTokens: row.cache1h,
    totalTokens: totalTokens(row),
    webSearches: row.webSearches,
    cost: costOf(sums),
    cumulatedCost: nanoToUsd(toNanoUsd(cumulated)),
    unpriced: sums.unpricedTurns > 0,
    fast: row.fast,
    final: row.final,
    tools: toolNames(row),
    agentId: row.agentId,
    sidechain: row.side === 1,
    branch: row.branch,
    cwd: row.cwd,
  };
}

function toolNames(row: TurnRow): string[] {
  return row.tools === '' ? [] : row.tools.split(',');
}

function toolsOf(turns: readonly PricedTurn[]): SessionShowReport['tools'] {
  const tools = new Map<string, Sums>();
  for (const { row, sums } of turns) for (const tool of toolNames(row)) addTo(tools, tool, sums);
  return [...tools]
    .map(([tool, sums]) => ({ tool, turns: sums.turns, tokens: tokensOf(sums), cost: costOf(sums) }))
    .sort((a, b) => b.turns - a.turns || byName(a.tool, b.tool));
}

function agentsOf(turns: readonly PricedTurn[]): SessionShowReport['agents'] {
  const agents = new Map<string, Sums>();
  const times = new Map<string, { first: number; last: number }>();
  for (const { row, sums } of turns) {
    if (row.agentId === '') continue;
    addTo(agents, row.agentId, sums);
    const time = times.get(row.agentId);
    if (time) time.last = row.timestampMs;
    else times.set(row.agentId, { first: row.timestampMs, last: row.timestampMs });
  }
  return [...agents]
    .map(([agentId, sums]) => ({
      agentId,
      turns: sums.turns,
      tokens: tokensOf(sums),
      cost: costOf(sums),
      firstActivity: isoOf(times.get(agentId)!.first),
      lastActivity: isoOf(times.get(agentId)!.last),
    }))
    .sort((a, b) => b.cost - a.cost || byName(a.agentId, b.agentId));
}

function addTo(groups: Map<string, Sums>, name: string, sums: Sums): void {
  let group = groups.get(name);
  if (!group) groups.set(name, (group = newSums()));
  addSums(group, sums);
}
