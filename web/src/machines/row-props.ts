import type { FilterOptionsReport } from '../../../src/contract/reports/filter-options.ts';
import type { MachineOfRoom, MachineRoomReport } from '../../../src/contract/reports/machine-room.ts';
import type { Asked } from './change/asked.ts';
import type { MachineChanging } from './change/useMachineChange.ts';
import type { Standing } from './standing.ts';

/** What a line of the table, and what opens under it, is made from. */
export interface RowProps {
  readonly machine: MachineOfRoom;
  readonly standing: Standing | undefined;
  readonly report: MachineRoomReport;
  readonly known: FilterOptionsReport['filters']['machines'];
  readonly ask: (asked: Asked) => void;
  readonly change: MachineChanging;
}
