import type { Context } from 'hono';
import { canonicalQuery } from '../contract/canonical-query.ts';
import type { QueryValues } from '../contract/canonical-query.ts';
import { UsageError } from '../contract/errors.ts';
import type { Freshness, Route } from '../contract/route.ts';
import { isZone, localDayOf } from '../lib/zone.ts';
import type { ReportContext } from '../reports/report-context.ts';
import type { CachedResponse, ResponseCache } from './response-cache.ts';
import type { ServerDeps } from './server-deps.ts';

/** Made by a route: a text as it is, anything else as JSON. */
export type Make = (context: ReportContext) => Promise<unknown>;
export type Answer = (c: Context, route: Route, query: QueryValues, make: Make) => Promise<Response>;

const MINUTE_MS = 60_000;

/** Answers reports from the cache: 304 when the browser has it, stored bytes when we have it, made once otherwise. */
export function createAnswer(deps: Pick<ServerDeps, 'context' | 'choose' | 'now'>, cache: ResponseCache): Answer {
  const answer = answerFrom(cache);
  return async (c, route, query, make) => {
    const nowMs = deps.now();
    const ledger: ReportContext = { ...deps.context, nowMs };
    if (deps.choose === undefined) return answer(c, route, query, make, ledger);
    const { failed, ...chosen } = await deps.choose();
    try {
      return await answer(c, route, query, make, { ...chosen, nowMs });
    } catch (error) {
      if (!(error instanceof UsageError) || error.code !== 'workspace-unreachable') throw error;
      failed(error);
      return answer(c, route, query, make, ledger);
    }
  };
}

function answerFrom(cache: ResponseCache) {
  return async (
    c: Context,
    route: Route,
    query: QueryValues,
    make: Make,
    context: ReportContext,
  ): Promise<Response> => {
    const produce = async (): Promise<CachedResponse> => serialise(route, await make(context));
    if (route.freshness === 'always') return send(c, await produce(), 'no-store');
    const request = {
      key: `${route.path}?${canonicalQuery(keyOf(route, query))}#${ageOf(route.freshness, context, query['timezone'])}`,
      revision: await context.reader.revision(),
      make: produce,
    };
    const etag = cache.etag(request);
    c.header('ETag', etag);
    if (names(c.req.header('if-none-match'), etag)) {
      c.header('Cache-Control', 'private, no-cache');
      return c.body(null, 304);
    }
    return send(c, await cache.get(request), 'private, no-cache');
  };
}

/** What of the query the answer depends on. */
function keyOf({ keyedBy }: Route, query: QueryValues): QueryValues {
  if (keyedBy === undefined) return query;
  return Object.fromEntries(keyedBy.map((name) => [name, query[name]]));
}

function serialise(route: Route, made: unknown): CachedResponse {
  const text = 'text' in route.body ? String(made) : JSON.stringify(made);
  const contentType = 'text' in route.body ? route.body.text : 'application/json; charset=utf-8';
  return { bytes: new TextEncoder().encode(text), contentType };
}

function send(c: Context, { bytes, contentType }: CachedResponse, cacheControl: string): Response {
  c.header('Content-Type', contentType);
  c.header('Cache-Control', cacheControl);
  return c.body(bytes);
}

/** Names the day or the minute that an answer belongs to. A zone that does not exist is the report's to refuse. */
function ageOf(freshness: Exclude<Freshness, 'always'>, context: ReportContext, zone: QueryValues[string]): string {
  if (freshness === 'minute') return String(Math.floor(context.nowMs / MINUTE_MS));
  const named = typeof zone === 'string' && isZone(zone) ? zone : context.zone;
  return String(localDayOf(named, context.nowMs));
}

function names(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
}
