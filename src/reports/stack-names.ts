import { TOKEN_CLASSES, type Stack, type TokenClass } from '../contract/reports/page.ts';
import type { ReportScope } from './report-scope.ts';
import { modelSlots, slotsOf } from './slots.ts';

/** How a stack or a ranked row is called, filtered for, and coloured. */
export interface StackName {
  readonly id: string;
  readonly name: string;
  readonly slot: number;
}

const CLASS_NAMES: Record<TokenClass, string> = {
  cacheRead: 'Cache read',
  cacheWrite5m: 'Cache write 5 min',
  cacheWrite1h: 'Cache write 1 h',
  input: 'Input',
  output: 'Output',
  webSearch: 'Web search',
};

/** Names by token class, by model name, or by the ledger's id of the project or machine as text. */
export async function namesOf(scope: ReportScope, stack: Stack): Promise<Map<string, StackName>> {
  switch (stack) {
    case 'class':
      return new Map(TOKEN_CLASSES.map((id, slot) => [id, { id, name: CLASS_NAMES[id], slot }]));
    case 'model':
      return new Map([...modelSlots(scope.classes)].map(([model, slot]) => [model, { id: model, name: model, slot }]));
    case 'project': {
      const projects = await scope.projects();
      const slots = slotsOf(projects.map((p) => p.id));
      return new Map(projects.map((p) => [String(p.id), { id: p.key, name: p.name, slot: slots.get(p.id)! }]));
    }
    case 'machine': {
      const machines = await scope.reader.machines();
      const slots = slotsOf(machines.map((m) => m.id));
      return new Map(machines.map((m) => [String(m.id), { id: m.uid, name: m.name, slot: slots.get(m.id)! }]));
    }
  }
}
