import type { MachineChanged } from '../../../../src/contract/reports/machine-change.ts';

/** A change that waits to be confirmed. */
export interface Asked {
  readonly kind: MachineChanged['undo']['kind'];
  readonly machineId: string;
}
