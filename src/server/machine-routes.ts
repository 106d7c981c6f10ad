import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import type { MachineChange } from '../contract/reports/machine-change.ts';
import type { MachinePapersReport } from '../contract/reports/machine-papers.ts';
import type { Route } from '../contract/route.ts';
import { OTHER_ROUTES } from '../contract/routes.ts';
import { methodNotAllowed } from './guard.ts';
import type { SyncState } from './live-sync.ts';
import { parseQuery } from './parse-query.ts';
import type { ServerDeps } from './server-deps.ts';

/** What is known of the other machines besides their turns, and what a person may say about a machine. */
export function mountMachines(app: Hono, deps: Pick<ServerDeps, 'papers' | 'syncState' | 'changeMachine'>): void {
  const { machinePapers, renameMachine, mergeMachine, retireMachine } = OTHER_ROUTES;
  app.get(machinePapers.path, async (c) => {
    parseQuery(machinePapers.query, new URL(c.req.url).searchParams);
    return fresh(c, {
      workspace: workspaceOf(deps.syncState()),
      papers: await deps.papers(),
    } satisfies MachinePapersReport);
  });
  const mount = <S extends z.ZodObject>(route: Route & { query: S }, toChange: (q: z.output<S>) => MachineChange) => {
    app.post(route.path, async (c) => {
      const asked = parseQuery(route.query, new URL(c.req.url).searchParams);
      return fresh(c, { change: await deps.changeMachine(toChange(asked)) });
    });
    app.get(route.path, (c) => {
      throw methodNotAllowed(c, ['POST']);
    });
  };
  mount(renameMachine, ({ machine, name }) => ({ kind: 'rename', machine, name }));
  mount(mergeMachine, ({ machine, into, undo = false }) => ({ kind: 'merge', machine, into, undo }));
  mount(retireMachine, ({ machine, undo = false }) => ({ kind: 'retire', machine, undo }));
}

function workspaceOf(state: SyncState | undefined): MachinePapersReport['workspace'] {
  if (state === undefined) return null;
  const { location = null, failure = null, syncedMs } = state;
  return { location, failure, reached: syncedMs === undefined ? null : new Date(syncedMs).toISOString() };
}

function fresh(c: Context, body: object): Response {
  c.header('Cache-Control', 'no-store');
  return c.json(body);
}
