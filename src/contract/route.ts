import { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** How an answer grows old besides by a change of the ledger. */
export type Freshness =
  /** Ranges are meant from today: a new answer at local midnight. */
  | 'day'
  /** Says what is going on now: a new answer each minute. */
  | 'minute'
  /** Made anew each time, kept nowhere. */
  | 'always';

/** What a route answers with: JSON of a schema, or text of a media type. */
export type RouteBody = { readonly json: z.ZodType } | { readonly text: string };

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly summary: string;
  /** Strict under /api/v1: a misspelt filter is refused. */
  readonly query: z.ZodObject;
  readonly body: RouteBody;
  readonly freshness: Freshness;
  /** Parameters that the answer depends on; absent: all. */
  readonly keyedBy?: readonly string[];
  /** Beyond those that any route can answer with: usage, forbidden, too-large, internal, ledger-*. */
  readonly errors: readonly ErrorCode[];
}

/** Codes that any route can answer with. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  'usage',
  'forbidden',
  'method-not-allowed',
  'too-large',
  'internal',
  'ledger-unreadable',
  'ledger-busy',
];

/** One report at /api/v1/<name>. */
export function reportRoute<N extends string, Q extends z.ZodRawShape, R extends z.ZodType>(
  name: N,
  summary: string,
  query: z.ZodObject<Q>,
  response: R,
  options: {
    readonly freshness?: Freshness;
    readonly keyedBy?: readonly string[];
    readonly errors?: readonly ErrorCode[];
  } = {},
) {
  return {
    method: 'GET' as const,
    path: `/api/v1/${name}` as const,
    summary,
    query: z.strictObject(query.shape),
    body: { json: response },
    freshness: options.freshness ?? 'day',
    ...(options.keyedBy && { keyedBy: options.keyedBy }),
    errors: options.errors ?? [],
  };
}

const NO_QUERY = z.object({});

/** A route at an address of its own. Unknown parameters are let be, as by the older dashboards. */
export function plainRoute<B extends RouteBody, Q extends z.ZodRawShape = Record<never, never>>(
  path: `/${string}`,
  summary: string,
  body: B,
  options: {
    readonly method?: 'GET' | 'POST';
    readonly query?: z.ZodObject<Q>;
    readonly freshness?: Freshness;
    readonly errors?: readonly ErrorCode[];
  } = {},
) {
  return {
    method: options.method ?? 'GET',
    path,
    summary,
    query: options.query ?? (NO_QUERY as unknown as z.ZodObject<Q>),
    body,
    freshness: options.freshness ?? 'always',
    errors: options.errors ?? [],
  };
}
