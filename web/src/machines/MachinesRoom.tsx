import type { MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import { useFilterOptions, useMachinePapers, useMachineRoom } from '../api/reports.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import { Empty } from '../overview/Empty.tsx';
import { Waiting } from '../overview/Waiting.tsx';
import { useSearchState } from '../state.ts';
import { JoinOthers } from './JoinOthers.tsx';
import { Leader } from './Leader.tsx';
import { MachineTable } from './MachineTable.tsx';
import { MachinePair } from './pair/MachinePair.tsx';
import { WorkspaceAway } from './WorkspaceAway.tsx';
import { standingOf, type Standing } from './standing.ts';

/** The second room: which machine used what, how well each is known, and two of them side by side. */
export function MachinesRoom() {
  const search = useSearchState();
  const options = useFilterOptions();
  const room = useMachineRoom(search);
  const told = useMachinePapers().data;
  const known = options.data?.filters;
  if (known?.firstDay === null) return <Empty />;
  if (room.data === undefined || known === undefined)
    return <Waiting title="Machines" error={room.failureReason ?? options.failureReason} />;
  const several = known.machines.length > 1;
  const standings = standingsOf(room.data, told?.papers ?? []);
  return (
    <>
      <FilterBar />
      <WorkspaceAway workspace={told?.workspace} zone={room.data.meta.timezone} />
      <Leader report={room.data} several={several} old={room.isPlaceholderData} />
      <div className="grid gap-y-12">
        <MachineTable report={room.data} standings={standings} known={known.machines} />
        {several ? <MachinePair report={room.data} known={known.machines} /> : <JoinOthers />}
      </div>
    </>
  );
}

function standingsOf(
  { room, coverage }: MachineRoomReport,
  papers: readonly Parameters<typeof standingOf>[1][],
): ReadonlyMap<string, Standing> {
  const silent = new Set(coverage.silentMachines.map((m) => m.machineId));
  return new Map(
    room.machines.map((m) => {
      const paper = papers.find((p) => p?.machineId === m.machineId);
      return [m.machineId, standingOf(m, paper, silent.has(m.machineId))];
    }),
  );
}
