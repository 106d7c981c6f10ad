import { ApiError } from '../../api/client.ts';
import type { MachineChanging } from './useMachineChange.ts';

/** What was changed last, and the way back. */
export function ChangeTold({ change }: { readonly change: MachineChanging }) {
  const { data, error, isPending } = change;
  return (
    <div role="status">
      {data && !isPending && (
        <p data-testid="changed" className="mb-4 border-l-2 border-accent bg-wash px-3 py-2 text-sm">
          {data.now}{' '}
          <button
            type="button"
            className="font-semibold underline underline-offset-2"
            onClick={() => change.mutate(data.undo)}
          >
            Take it back
          </button>
        </p>
      )}
      {error && (
        <p className="mb-4 border-l-2 border-alert px-3 py-2 text-sm">
          {error.message}. {error instanceof ApiError && error.hint}
        </p>
      )}
    </div>
  );
}
