import type { Hono } from 'hono';
import type { QueryValues } from '../contract/canonical-query.ts';
import { REPORT_ROUTES } from '../contract/routes.ts';
import type { ReportName } from '../contract/routes.ts';
import type { ReportContext } from '../reports/report-context.ts';
import type { Answer } from './answer.ts';
import { parseQuery } from './parse-query.ts';
import type { ServerDeps } from './server-deps.ts';

/** Every report of the route table at its address. */
export function mountReports(app: Hono, deps: Pick<ServerDeps, 'reports'>, answer: Answer): void {
  for (const name of Object.keys(REPORT_ROUTES) as ReportName[]) {
    const route = REPORT_ROUTES[name];
    // The table pairs each name with the function that takes its query; the loop cannot see the pairing.
    const make = deps.reports[name] as (context: ReportContext, query: QueryValues) => Promise<unknown>;
    app.get(route.path, (c) => {
      const query: QueryValues = parseQuery(route.query, new URL(c.req.url).searchParams);
      return answer(c, route, query, (context) => make(context, query));
    });
  }
}
