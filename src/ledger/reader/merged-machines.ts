/** Lets rows of a merged machine count as those of the machine it was merged into. */
import { type RawBuilder, sql } from 'kysely';
import type { DimensionFilter, SessionFacts, TurnRow, UsageCell } from '../ledger.ts';

export type MergeTargets = ReadonlyMap<number, number>;

/** A filter on a machine takes its former selves along. */
export function widenFilter<T extends { readonly filter: DimensionFilter }>(query: T, targets: MergeTargets): T {
  const { machines } = query.filter;
  if (targets.size === 0 || machines === undefined) return query;
  const chosen = new Set(machines);
  const former = [...targets].filter(([, target]) => chosen.has(target)).map(([id]) => id);
  return former.length === 0 ? query : { ...query, filter: { ...query.filter, machines: [...machines, ...former] } };
}

/** Cells that differ only in the machine they were merged from become one. */
export function foldCells(cells: readonly UsageCell[], targets: MergeTargets): readonly UsageCell[] {
  if (targets.size === 0) return cells;
  const found = new Map<string, UsageCell>();
  for (const cell of cells) {
    const machine = targets.get(cell.machine ?? -1) ?? cell.machine;
    const at: UsageCell = machine === undefined ? cell : { ...cell, machine };
    const { day, hour, weekday, quarter, session, project, side, classId, epoch } = at;
    const key = [day, hour, weekday, quarter, session, project, machine, side, classId, epoch].join();
    const before = found.get(key);
    found.set(key, before ? addCells(before, at) : at);
  }
  return [...found.values()];
}

function addCells(a: UsageCell, b: UsageCell): UsageCell {
  return {
    ...a,
    turns: a.turns + b.turns,
    unfinal: a.unfinal + b.unfinal,
    input: a.input + b.input,
    output: a.output + b.output,
    cache5m: a.cache5m + b.cache5m,
    cache1h: a.cache1h + b.cache1h,
    cacheRead: a.cacheRead + b.cacheRead,
    webSearches: a.webSearches + b.webSearches,
  };
}

export const turnOf = (turn: TurnRow, targets: MergeTargets): TurnRow =>
  targets.has(turn.machine) ? { ...turn, machine: targets.get(turn.machine) ?? turn.machine } : turn;

export const sessionOf = (facts: SessionFacts, targets: MergeTargets): SessionFacts =>
  targets.has(facts.machineId) ? { ...facts, machineId: targets.get(facts.machineId) ?? facts.machineId } : facts;

/** SQL of the machine that a row of `column` counts as: a session on two installations of one machine is one of it. */
export function countedMachine(column: string, targets: MergeTargets): RawBuilder<number> {
  if (targets.size === 0) return sql.raw(column);
  const arms = [...targets].map(([from, into]) => `WHEN ${from} THEN ${into}`);
  return sql.raw(`CASE ${column} ${arms.join(' ')} ELSE ${column} END`);
}
