import type { Hono } from 'hono';
import type { Route } from '../contract/route.ts';
import { OTHER_ROUTES } from '../contract/routes.ts';
import type { Answer, Make } from './answer.ts';
import { scanEventOf } from './events.ts';
import { metricsText } from './metrics.ts';
import { parseQuery } from './parse-query.ts';
import type { ServerDeps } from './server-deps.ts';

/** The addresses that scripts, status bars, editors and monitors around the older dashboards already call. */
export function mountCompat(app: Hono, deps: ServerDeps, answer: Answer): void {
  const { reports, compat } = deps;
  const mount = (route: Route, make: Make): void => {
    app.get(route.path, (c) => answer(c, route, {}, make));
  };
  const routes = OTHER_ROUTES;
  mount(routes.data, (context) => compat.data(context));
  mount(routes.todayCost, async (context) => cents(await reports.today(context, { ...NO_FILTER, range: 'today' })));
  mount(routes.monthCost, async (context) => cents(await reports.models(context, { ...NO_FILTER, range: 'month' })));
  mount(routes.activeSessions, async (context) => String(await compat.activeSessions(context)));
  mount(routes.budgetPct, async (context) => String(await compat.budgetPercent(context)));
  mount(routes.metrics, async (context) =>
    metricsText(await reports.models(context, NO_FILTER), scanEventOf(deps.live.state())),
  );
  app.get(routes.sessionDetail.path, (c) => {
    const query = parseQuery(routes.sessionDetail.query, new URL(c.req.url).searchParams);
    return answer(c, routes.sessionDetail, query, (context) => compat.sessionDetail(context, query.session_id));
  });
}

const NO_FILTER = { machine: [], member: [], team: [], project: [], model: [] };

function cents({ totals }: { totals: { totalCost: number } }): string {
  return totals.totalCost.toFixed(2);
}
