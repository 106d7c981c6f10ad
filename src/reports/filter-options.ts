import type { FilterInput } from '../contract/filters.ts';
import type { FilterOption, FilterOptionsReport } from '../contract/reports/filter-options.ts';
import { formatLocalDay } from '../contract/units.ts';
import { localDayOf } from '../lib/zone.ts';
import { isoOf } from './envelope.ts';
import type { UsageCell } from '../ledger/ledger.ts';
import { byName } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope, type ReportScope } from './report-scope.ts';
import { namesOf } from './stack-names.ts';

/** Everything the filter bar can offer, the most used first. Only the zone of the query counts. */
export async function filterOptions(context: ReportContext, query: FilterInput = {}): Promise<FilterOptionsReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, { timezone: query.timezone });
  const cells = await scope.cells(['project', 'machine']);
  const byModel = scope.newFold<string>();
  byModel.addAll(cells, (cell) => byModel.modelOf(cell.classId));
  const byProject = turnsBy(cells, (cell) => cell.project!);
  const byMachine = turnsBy(cells, (cell) => cell.machine!);
  const { firstMs, lastMs } = await scope.stats();
  const dayOf = (ms: number | null): string | null => (ms === null ? null : formatLocalDay(localDayOf(scope.zone, ms)));
  return {
    filters: {
      models: await optionsOf(scope, 'model', new Map([...byModel.models()].map(([name, { turns }]) => [name, turns]))),
      projects: await optionsOf(scope, 'project', byProject),
      machines: await machineOptions(scope, byMachine),
      members: labelsOf(scope, byMachine, 'member'),
      teams: labelsOf(scope, byMachine, 'team'),
      multiMachine: byMachine.size > 1,
      firstDay: dayOf(firstMs),
      lastDay: dayOf(lastMs),
      today: formatLocalDay(scope.today),
    },
    ...(await pageEnvelopeOf(scope, byModel, revision)),
  };
}

/** Turns by the ledger's id, as text: the key of its name. */
function turnsBy(cells: readonly UsageCell[], idOf: (cell: UsageCell) => number): Map<string, number> {
  const turns = new Map<number, number>();
  for (const cell of cells) turns.set(idOf(cell), (turns.get(idOf(cell)) ?? 0) + cell.turns);
  return new Map([...turns].map(([id, count]) => [String(id), count]));
}

async function optionsOf(
  scope: ReportScope,
  by: 'model' | 'project' | 'machine',
  turnsOf: ReadonlyMap<string, number>,
): Promise<FilterOption[]> {
  const options: FilterOption[] = [];
  for (const [key, name] of await namesOf(scope, by)) {
    const turns = turnsOf.get(key) ?? 0;
    if (turns > 0 || by === 'machine') options.push({ ...name, turns });
  }
  return options.sort((a, b) => b.turns - a.turns || byName(a.name, b.name) || byName(a.id, b.id));
}

async function machineOptions(
  scope: ReportScope,
  turnsOf: ReadonlyMap<string, number>,
): Promise<FilterOptionsReport['filters']['machines']> {
  const facts = new Map((await scope.reader.machines()).map((m) => [m.uid, m]));
  return (await optionsOf(scope, 'machine', turnsOf)).map((option) => {
    const machine = facts.get(option.id);
    const heard = machine?.lastHeardMs ?? null;
    return {
      ...option,
      member: machine?.member ?? '',
      team: machine?.team ?? '',
      self: machine?.self ?? false,
      lastHeard: heard === null ? null : isoOf(heard),
    };
  });
}

/** What the machines say of whom they belong to, with the turns of all machines that say the same. */
function labelsOf(scope: ReportScope, turnsOf: ReadonlyMap<string, number>, of: 'member' | 'team'): FilterOption[] {
  const turns = new Map<string, number>();
  for (const machine of scope.machines) {
    const label = machine[of];
    if (label !== '') turns.set(label, (turns.get(label) ?? 0) + (turnsOf.get(String(machine.id)) ?? 0));
  }
  return [...turns]
    .map(([name, count]) => ({ id: name, name, slot: -1, turns: count }))
    .sort((a, b) => b.turns - a.turns || byName(a.name, b.name));
}
