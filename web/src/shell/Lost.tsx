import { useLive } from '../api/live.ts';
import { formatAge } from '../format/dates.ts';
import { useNow } from '../ui/now.ts';

/** Shown while the server is away: the figures stay, and say how old they are. */
export function Lost() {
  const live = useLive();
  const now = useNow(5_000);
  if (live.state !== 'lost') return null;
  return (
    <p role="alert" data-testid="lost" className="border-l-2 border-alert bg-wash px-3 py-2 text-sm">
      The server is away. These are the last figures, heard {formatAge(now - live.heardMs)}; the page goes on by itself
      when it is back.
    </p>
  );
}
