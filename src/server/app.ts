import { Hono } from 'hono';
import { createAnswer } from './answer.ts';
import { mountCompat } from './compat-routes.ts';
import { errorResponse } from './error-response.ts';
import { mountExports } from './export-routes.ts';
import { guard, methodNotAllowed } from './guard.ts';
import { mountMachines } from './machine-routes.ts';
import { mountOpenApi } from './openapi.ts';
import { mountPage } from './page-routes.ts';
import { mountProgram } from './program-routes.ts';
import { mountReports } from './report-routes.ts';
import { createResponseCache } from './response-cache.ts';
import { securityHeaders } from './security-headers.ts';
import { mountSample } from './sample-routes.ts';
import type { ServerDeps } from './server-deps.ts';

/** Room for the answers of several open pages; a page's answers together are below one MB. */
const CACHE_BYTES = 32 * 1024 * 1024;

/** The whole HTTP surface. Listens nowhere: tests call `app.request`, `listen` serves it. */
export function createApp(deps: ServerDeps): Hono {
  const app = new Hono();
  app.onError((error, c) => errorResponse(c, error, deps.log));
  app.use(securityHeaders, guard(deps));
  const answer = createAnswer(deps, createResponseCache(CACHE_BYTES));
  mountReports(app, deps, answer);
  mountSample(app, deps);
  mountCompat(app, deps, answer);
  mountExports(app, deps);
  mountProgram(app, deps);
  mountMachines(app, deps);
  mountOpenApi(app, deps.context.version);
  mountPage(app, deps);
  app.all('*', (c) => {
    throw methodNotAllowed(c, ['GET', 'HEAD']);
  });
  return app;
}
