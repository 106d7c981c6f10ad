import { useSyncExternalStore } from 'react';

/** Whether a media query holds, now and when it changes. */
function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}

const wide = matchMedia('(min-width: 48rem)');
const roomy = matchMedia('(min-width: 66rem)');

/** Wide enough for a table with columns. */
export const useWide = (): boolean => useMedia(wide);
/** Wide enough for all columns. */
export const useRoomy = (): boolean => useMedia(roomy);
