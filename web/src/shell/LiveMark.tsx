import { useMutation, useQueryClient } from '@tanstack/react-query';
import { rescan } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { useStatus } from '../api/reports.ts';
import { formatAge } from '../format/dates.ts';
import { useSearchState } from '../state.ts';
import { Explain } from '../ui/Explain.tsx';
import { useNow } from '../ui/now.ts';

/** Whether the figures follow the transcripts, when they last changed, and a button that reads them now. */
export function LiveMark() {
  return useSearchState().sample === undefined ? <Following /> : null;
}

function Following() {
  const live = useLive();
  const status = useStatus().data?.status;
  const now = useNow(10_000);
  const client = useQueryClient();
  const scan = useMutation({ mutationFn: rescan, onSettled: () => client.invalidateQueries() });
  const turn = status?.lastTurn ? `last turn ${formatAge(now - Date.parse(status.lastTurn))}` : 'no turns yet';
  const word = live.state === 'live' ? 'Live' : live.state === 'lost' ? 'Not connected' : 'Connecting';
  return (
    <>
      <Explain
        text="New turns appear here within seconds of being written. The age is that of the newest turn in the ledger."
        className="flex items-center gap-2"
      >
        <span
          aria-hidden
          className={`size-1.5 rounded-full ${live.state === 'live' ? 'bg-accent' : live.state === 'lost' ? 'bg-alert' : 'bg-faint'}`}
        />
        <span role="status">
          {word}
          <span className="max-sm:hidden">, {turn}</span>
        </span>
      </Explain>
      <button
        type="button"
        id="rescan"
        data-testid="rescan"
        className="px-1 hover:text-ink disabled:opacity-60"
        disabled={scan.isPending}
        title={scan.error?.message}
        onClick={() => scan.mutate()}
      >
        {scan.isPending || status?.scanning ? 'Reading…' : scan.isError ? 'Rescan failed' : 'Rescan'}
      </button>
    </>
  );
}
