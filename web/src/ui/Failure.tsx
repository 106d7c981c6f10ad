import { ApiError } from '../api/client.ts';

/** A report that could not be had: what happened, and the next step. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const hint = error instanceof ApiError ? error.hint : 'Reload the page.';
  return (
    <div role="alert" className="border-l-2 border-alert py-1 pl-3 text-sm">
      <p>{error.message}</p>
      <p className="text-soft">
        {hint}{' '}
        <button type="button" className="underline underline-offset-2" onClick={retry}>
          Try again
        </button>
      </p>
    </div>
  );
}
