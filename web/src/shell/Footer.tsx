import { useLocation } from '@tanstack/react-router';
import { useStatus, useSummary } from '../api/reports.ts';
import { formatAge, formatDay } from '../format/dates.ts';
import { plural } from '../format/numbers.ts';
import { useSearchState } from '../state.ts';
import { useNow } from '../ui/now.ts';

/** What the figures rest on: coverage, zone, prices, version, age. */
export function Footer() {
  const status = useStatus().data?.status;
  const search = useSearchState();
  const summary = useSummary(search).data;
  const now = useNow(10_000);
  // Another room has other totals: what these miss is not what those miss.
  const coverage = ['/', '/machines'].includes(useLocation().pathname) ? summary?.coverage : undefined;
  const missing = [
    coverage && coverage.skippedLines > 0 ? `${plural(coverage.skippedLines, 'line')} skipped` : '',
    coverage && coverage.skippedFiles > 0 ? `${plural(coverage.skippedFiles, 'file')} unread` : '',
    coverage && coverage.unpricedModels.length > 0
      ? `${plural(coverage.unpricedModels.length, 'model')} without a price`
      : '',
    coverage ? silentText(coverage.silentMachines) : '',
    ...(coverage?.incompleteMachines ?? []).map((m) => `${plural(m.missingParts, 'part')} of ${m.machine} on the way`),
    coverage && coverage.unfinalTurns > 0 ? `${plural(coverage.unfinalTurns, 'turn')} not final` : '',
  ].filter((part) => part !== '');
  return (
    <footer className="mt-16 flex flex-wrap justify-between gap-x-10 gap-y-1 border-t py-5 text-xs text-soft">
      <p data-testid="coverage">
        {search.sample === undefined ? status && `${plural(status.files, 'transcript')} read. ` : 'Made-up figures. '}
        {coverage &&
          (missing.length === 0 ? 'Nothing is missing.' : `Not in these totals or not certain: ${missing.join(', ')}.`)}
      </p>
      <p>
        {summary && `Days in ${summary.meta.timezone}. List prices of ${summary.meta.priceTable}. `}
        {summary && `Computed ${formatAge(now - Date.parse(summary.meta.generatedAt))}. `}
        {status && `claude-usage ${status.version}`}
      </p>
    </footer>
  );
}

const NAMED = 3;

/** Machines that were not heard from lately, the first of them by name. */
function silentText(silent: readonly { readonly machine: string; readonly since: string }[]): string {
  const [one] = silent;
  if (one === undefined) return '';
  if (silent.length === 1) return `${one.machine}, not heard from since ${formatDay(one.since)}`;
  if (silent.length > NAMED) return `${plural(silent.length, 'machine')} not heard from lately`;
  return `${silent.map((m) => m.machine).join(' and ')}, not heard from lately`;
}
