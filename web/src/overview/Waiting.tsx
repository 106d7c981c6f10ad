import { useQueryClient } from '@tanstack/react-query';
import { FilterBar } from '../filters/FilterBar.tsx';
import { Failure } from '../ui/Failure.tsx';

/** Before the first figures: the bar, and why they do not come when they do not. */
export function Waiting({ title = 'Overview', error }: { readonly title?: string; readonly error: Error | null }) {
  const client = useQueryClient();
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <FilterBar />
      <div className="min-h-dvh py-10" aria-busy={error === null}>
        {error && <Failure error={error} retry={() => void client.invalidateQueries()} />}
      </div>
    </>
  );
}
