import { useSyncExternalStore } from 'react';

const query = matchMedia('(min-width: 48rem)');

/** Wide enough for a table with columns. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}
