import type { Context, Hono } from 'hono';
import type { HealthReport } from '../contract/reports/health.ts';
import type { StatusReport } from '../contract/reports/status.ts';
import { OTHER_ROUTES } from '../contract/routes.ts';
import { scanEventOf } from './events.ts';
import { methodNotAllowed } from './guard.ts';
import { parseQuery } from './parse-query.ts';
import type { ServerDeps } from './server-deps.ts';

/** Routes about the program itself: what it read, whether it is well, what changes, and the one that acts. */
export function mountProgram(app: Hono, deps: ServerDeps): void {
  const { status, health, events, rescan } = OTHER_ROUTES;
  app.get(status.path, async (c) => {
    parseQuery(status.query, new URL(c.req.url).searchParams);
    return fresh(c, await statusOf(deps));
  });
  app.get(health.path, async (c) => {
    const report = await healthOf(deps);
    return fresh(c, report, report.status === 'ok' ? 200 : 500);
  });
  app.get(events.path, (c) => {
    c.header('Content-Type', events.body.text);
    c.header('Cache-Control', 'no-store');
    // HEAD gets no stream: nobody would ever end it.
    return c.req.method === 'HEAD' ? c.body(null) : c.body(deps.events.open());
  });
  app.post(rescan.path, async (c) => {
    const { full = false } = parseQuery(rescan.query, new URL(c.req.url).searchParams);
    return fresh(c, await deps.live.request({ full }));
  });
  app.get(rescan.path, (c) => {
    throw methodNotAllowed(c, ['POST']);
  });
}

function fresh(c: Context, body: object, status: 200 | 500 = 200): Response {
  c.header('Cache-Control', 'no-store');
  return c.json(body, status);
}

async function statusOf(deps: ServerDeps): Promise<StatusReport> {
  const { reader, prices, version, zone } = deps.context;
  const revision = await reader.revision();
  const stats = await reader.stats();
  const scan = scanEventOf(deps.live.state());
  return {
    status: {
      version,
      priceTable: prices.date,
      timezone: zone,
      ledger: reader.location,
      roots: await deps.roots(),
      turns: stats.turns,
      sessions: stats.sessions,
      files: stats.files,
      skippedLines: stats.skippedLines,
      skippedFiles: stats.skippedFiles,
      scanning: scan.scanning,
      lastScan: scan.lastScan,
      lastTurn: stats.lastMs === null ? null : new Date(stats.lastMs).toISOString(),
    },
    revision,
  };
}

async function healthOf(deps: ServerDeps): Promise<HealthReport> {
  const { reader, version } = deps.context;
  const known = { version, db_path: reader.location, scan: scanEventOf(deps.live.state()) };
  try {
    const { sessions, turns } = await reader.stats();
    return { status: 'ok', ...known, sessions, turns };
  } catch (error) {
    deps.log('The ledger does not answer', error);
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 'error', ...known, sessions: 0, turns: 0, error: reason };
  }
}
