import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { MachineChanged } from '../../../../src/contract/reports/machine-change.ts';
import { changeMachine } from '../../api/client.ts';
import { usePatchSearch, useSearchState } from '../../state.ts';

export type MachineChanging = UseMutationResult<MachineChanged, Error, MachineChanged['undo']>;

/** Asks for a change. Afterwards every figure is fetched anew, and the address forgets a machine that is none any more. */
export function useMachineChange(): MachineChanging {
  const client = useQueryClient();
  const search = useSearchState();
  const patch = usePatchSearch();
  return useMutation({
    mutationFn: changeMachine,
    onSuccess: ({ machineId }, { kind, query }) => {
      const gone = kind === 'merge' && query['undo'] === undefined ? machineId : undefined;
      if (gone !== undefined) {
        const kept = search.machine?.filter((id) => id !== gone);
        patch({
          machine: kept?.length ? kept : undefined,
          ...(search.open === gone ? { open: query['into'] } : {}),
          ...(search.left === gone ? { left: undefined } : {}),
          ...(search.right === gone ? { right: undefined } : {}),
        });
      }
      return client.invalidateQueries();
    },
  });
}
