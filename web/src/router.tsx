import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Overview } from './overview/Overview.tsx';
import { parseAddress, readSearch, writeAddress } from './search.ts';
import { NoSuchPage } from './shell/NoSuchPage.tsx';
import { Shell } from './shell/Shell.tsx';
import { PartFailed } from './ui/Part.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NoSuchPage, validateSearch: readSearch });
const overview = createRoute({ getParentRoute: () => root, path: '/', component: Overview });
const machines = createRoute({
  getParentRoute: () => root,
  path: '/machines',
  component: lazyRouteComponent(() => import('./machines/MachinesRoom.tsx'), 'MachinesRoom'),
});
const session = createRoute({
  getParentRoute: () => root,
  path: '/sessions/$id',
  component: lazyRouteComponent(() => import('./session/SessionPage.tsx'), 'SessionPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([overview, machines, session]),
  parseSearch: parseAddress,
  stringifySearch: writeAddress,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: PartFailed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
