import { Hono } from 'hono';
import { SAMPLE_PREFIX } from '../contract/sample.ts';
import { createAnswer } from './answer.ts';
import { mountReports } from './report-routes.ts';
import { createResponseCache } from './response-cache.ts';
import type { ServerDeps } from './server-deps.ts';

const CACHE_BYTES = 4 * 1024 * 1024;

/**
 * Every report of the route table once more, over made-up figures: for whoever has no transcripts yet. The sample is made
 * when it is first asked for, lives in memory, and knows nothing of the ledger.
 */
export function mountSample(app: Hono, deps: Pick<ServerDeps, 'context' | 'reports' | 'now'>): void {
  let made: Promise<Hono> | undefined;
  app.get(`${SAMPLE_PREFIX}/api/v1/*`, async (c) => {
    made ??= sampleApp(deps).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    const sample = await made;
    const url = new URL(c.req.url);
    url.pathname = url.pathname.slice(SAMPLE_PREFIX.length);
    return sample.fetch(new Request(url, { headers: c.req.raw.headers }));
  });
}

async function sampleApp(deps: Pick<ServerDeps, 'context' | 'reports' | 'now'>): Promise<Hono> {
  const { openSampleLedger } = await import('../sample/sample-ledger.ts');
  const { zone, prices } = deps.context;
  const reader = await openSampleLedger({ nowMs: deps.now(), zone, epochs: prices.epochs });
  const app = new Hono();
  // Errors are the outer application's to answer.
  app.onError((error) => {
    throw error;
  });
  const context = { ...deps.context, reader };
  mountReports(app, deps, createAnswer({ context, now: deps.now }, createResponseCache(CACHE_BYTES)));
  return app;
}
