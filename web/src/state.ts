import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from './search.ts';

const root = getRouteApi('__root__');

/** The address as state. */
export function useSearchState(): Search {
  return root.useSearch();
}

/** A change of the address: undefined takes a key away. `replace` leaves no step for the back button. */
export type Patch = { readonly [K in keyof Search]?: Search[K] | undefined };
export function usePatchSearch(): (patch: Patch, options?: { replace?: boolean }) => void {
  // Of no route in particular: from the root's own, `.` would lead to the overview.
  const navigate = useNavigate();
  return useCallback(
    (patch, options) => {
      void navigate({
        to: '.',
        search: (previous: Search) => without({ ...previous, ...patch }),
        resetScroll: false,
        replace: options?.replace ?? false,
      });
    },
    [navigate],
  );
}

function without(search: Patch): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Search;
}
