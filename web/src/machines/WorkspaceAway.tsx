import type { MachinePapersReport } from '../../../src/contract/reports/machine-papers.ts';
import { formatInstant } from '../format/dates.ts';

interface Props {
  readonly workspace: MachinePapersReport['workspace'] | undefined;
  readonly zone: string;
}

/** The workspace was not reached: the figures of the others are as last heard, and since when. */
export function WorkspaceAway({ workspace, zone }: Props) {
  if (!workspace?.failure) return null;
  const { location, failure, reached } = workspace;
  return (
    <p data-testid="workspace-away" className="mt-6 border-l-2 border-warn pl-3 text-sm break-words">
      The workspace{location && <span className="font-semibold"> {location}</span>} could not be synced:{' '}
      {failure.replace(/\.$/, '')}. The figures of the other machines are as{' '}
      {reached ? `heard on ${formatInstant(reached, zone)}` : 'last heard'}; each minute it is tried again.
    </p>
  );
}
