import type { Hono } from 'hono';
import { z } from 'zod';
import { errorBody } from '../contract/error-body.ts';
import { ERRORS } from '../contract/errors.ts';
import { COMMON_ERRORS } from '../contract/route.ts';
import type { Route } from '../contract/route.ts';
import { ROUTES } from '../contract/routes.ts';
import { TOKEN_HEADER } from './guard.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 description of every route of the table. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'claude-usage',
      version,
      description: 'What Claude Code used, from the local ledger. Loopback only.',
    },
    paths,
    components: {
      schemas: { Error: schemaOf(errorBody) },
      securitySchemes: { pageToken: { type: 'apiKey', in: 'header', name: TOKEN_HEADER } },
    },
  };
}

/** Serves the description; it is made at the first request and kept. */
export function mountOpenApi(app: Hono, version: string): void {
  let text: string | undefined;
  app.get(ROUTES.openapi.path, (c) => {
    text ??= JSON.stringify(openApiDocument(version));
    c.header('Content-Type', 'application/json; charset=utf-8');
    c.header('Cache-Control', 'private, no-cache');
    return c.body(text);
  });
}

function operation(name: string, route: Route): Json {
  return {
    operationId: name.replace(/[^a-z]+(.)/gi, (_, letter: string) => letter.toUpperCase()),
    summary: route.summary,
    ...(route.method === 'POST' ? { security: [{ pageToken: [] }] } : {}),
    parameters: Object.entries(route.query.shape).map(([key, schema]) => parameter(key, schema as z.ZodType)),
    responses: { 200: { description: route.summary, content: contentOf(route) }, ...errorResponses(route) },
  };
}

function parameter(name: string, schema: z.ZodType): Json {
  const { description, ...rest } = schemaOf(schema);
  const required = !schema.safeParse(undefined).success;
  return { name, in: 'query', required, ...(description === undefined ? {} : { description }), schema: rest };
}

function contentOf(route: Route): Json {
  if ('text' in route.body) return { [route.body.text.split(';')[0] ?? '']: { schema: { type: 'string' } } };
  return { 'application/json': { schema: schemaOf(route.body.json) } };
}

/** One response per status; its description names every code that has it. */
function errorResponses(route: Route): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set([...COMMON_ERRORS, ...route.errors])) {
    const { http, meaning } = ERRORS[code];
    byStatus.set(http, [...(byStatus.get(http) ?? []), `\`${code}\`: ${meaning}`]);
  }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { description: codes.join(' '), content }]),
  );
}

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  return rest;
}
