import type { Hono } from 'hono';
import type { Route } from '../contract/route.ts';
import { OTHER_ROUTES } from '../contract/routes.ts';
import { compatData } from '../reports/compat/data.ts';
import { compatSessionDetail } from '../reports/compat/session-detail.ts';
import { activeSessionsText, budgetPercentText, monthCostText, todayCostText } from '../reports/compat/texts.ts';
import { models } from '../reports/models.ts';
import type { Answer, Make } from './answer.ts';
import { scanEventOf } from './events.ts';
import { metricsText } from './metrics.ts';
import { parseQuery } from './parse-query.ts';
import type { ServerDeps } from './server-deps.ts';

/** The addresses that scripts, status bars, editors and monitors around the older dashboards already call. */
export function mountCompat(app: Hono, deps: Pick<ServerDeps, 'live' | 'monthlyBudgetUsd'>, answer: Answer): void {
  const routes = OTHER_ROUTES;
  const mount = (route: Route, make: Make): void => {
    app.get(route.path, (c) => answer(c, route, {}, make));
  };
  mount(routes.data, compatData);
  mount(routes.todayCost, todayCostText);
  mount(routes.monthCost, monthCostText);
  mount(routes.activeSessions, activeSessionsText);
  mount(routes.budgetPct, (context) => budgetPercentText(context, deps.monthlyBudgetUsd));
  mount(routes.metrics, async (context) => metricsText(await models(context), scanEventOf(deps.live.state())));
  app.get(routes.sessionDetail.path, (c) => {
    const query = parseQuery(routes.sessionDetail.query, new URL(c.req.url).searchParams);
    return answer(c, routes.sessionDetail, query, (context) => compatSessionDetail(context, query.session_id));
  });
}
