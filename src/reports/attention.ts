import type { FilterInput } from '../contract/filters.ts';
import type { AttentionItem, AttentionReport } from '../contract/reports/attention.ts';
import type { Coverage } from '../contract/reports/usage-row.ts';
import { DAY_MS } from '../contract/units.ts';
import { attentionToSessions } from './attention-sessions.ts';
import { unusualDays } from './attention-days.ts';
import { costOf } from './fold.ts';
import { pageEnvelopeOf } from './page-envelope.ts';
import type { ReportContext } from './report-context.ts';
import { openScope } from './report-scope.ts';

const MOST = 12;

/** What deserves a look: first what makes the figures wrong, then what makes them large. Throws `usage` as `openScope` does. */
export async function attention(context: ReportContext, query: FilterInput = {}): Promise<AttentionReport> {
  const revision = await context.reader.revision();
  const scope = await openScope(context, query);
  const sessions = await scope.fold(['session'], (cell) => cell.session!);
  const whole = await scope.fold([], () => 0);
  const envelope = await pageEnvelopeOf(scope, whole, revision);
  const items = [
    ...fromCoverage(envelope.coverage, context.nowMs),
    ...(await unusualDays(scope)),
    ...(await attentionToSessions(scope, sessions, costOf(whole.total()))),
  ];
  return { attention: items.slice(0, MOST), ...envelope };
}

function fromCoverage(coverage: Coverage, nowMs: number): AttentionItem[] {
  const items: AttentionItem[] = coverage.unpricedModels.map((m) => ({ kind: 'unpriced-model', ...m }));
  const { skippedLines: lines, skippedFiles: files, unfinalTurns, legacyDuplicates } = coverage;
  if (lines + files > 0) items.push({ kind: 'skipped', lines, files });
  for (const machine of coverage.silentMachines) {
    const days = Math.floor((nowMs - Date.parse(machine.since)) / DAY_MS);
    items.push({ kind: 'silent-machine', ...machine, days });
  }
  if (legacyDuplicates > 0) items.push({ kind: 'legacy-duplicates', rows: legacyDuplicates });
  if (unfinalTurns > 0) items.push({ kind: 'unfinal-turns', turns: unfinalTurns });
  return items;
}
