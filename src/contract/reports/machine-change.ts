import { z } from 'zod';

const machine = z.string().min(1).max(500).describe('id or name of a machine, or the start of an id');
const undo = z.stringbool().optional().describe('take it back');

export const renameMachineQuery = z.strictObject({
  machine,
  name: z.string().max(200).default('').describe('another name; without one it has its own again'),
});
export const mergeMachineQuery = z.strictObject({
  machine: machine.describe('the former one; its id when a merge is taken back'),
  into: machine.describe('the one it counts as'),
  undo,
});
export const retireMachineQuery = z.strictObject({ machine, undo });

/** What a person may say about a machine. Nothing of it touches a turn, and each can be taken back. */
export type MachineChange =
  | { readonly kind: 'rename'; readonly machine: string; readonly name: string }
  | { readonly kind: 'merge'; readonly machine: string; readonly into: string; readonly undo: boolean }
  | { readonly kind: 'retire'; readonly machine: string; readonly undo: boolean };

export const machineChangeReport = z.object({
  change: z.object({
    machineId: z.string(),
    /** Its name before. */
    machine: z.string(),
    /** What is so from now on, as a sentence. */
    now: z.string(),
    /** The same change the other way round: its route's name and query. */
    undo: z.object({ kind: z.enum(['rename', 'merge', 'retire']), query: z.record(z.string(), z.string()) }),
  }),
});
export type MachineChanged = z.infer<typeof machineChangeReport>['change'];
