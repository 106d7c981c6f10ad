import { expect, test } from 'vitest';
import { z } from 'zod';
import { ROUTES } from '../contract/routes.ts';
import type { Route } from '../contract/route.ts';
import { serverApp } from '../../test/support/server-app.ts';

const schema = z.record(z.string(), z.unknown());
/** As much of OpenAPI 3.1 as the description uses, and nothing beside it. */
const openApi = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(
      z.enum(['get', 'post']),
      z.strictObject({
        operationId: z.string().regex(/^[a-z][A-Za-z]*$/),
        summary: z.string().min(1),
        security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
        parameters: z.array(
          z.strictObject({
            name: z.string(),
            in: z.literal('query'),
            required: z.boolean(),
            description: z.string().optional(),
            schema,
          }),
        ),
        responses: z.record(
          z.string().regex(/^[2-5]\d\d$/),
          z.strictObject({ description: z.string().min(1), content: z.record(z.string(), z.strictObject({ schema })) }),
        ),
      }),
    ),
  ),
  components: z.strictObject({ schemas: z.record(z.string(), schema), securitySchemes: z.record(z.string(), schema) }),
});

async function described() {
  return openApi.parse(await (await serverApp().request('/api/v1/openapi.json')).json());
}

test('every route is described once, with its parameters and errors', async () => {
  const { paths } = await described();
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  const routes: Route[] = Object.values(ROUTES);
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
    routes.map((route) => `${route.method.toLowerCase()} ${route.path}`).sort(),
  );
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(routes.length);
  for (const route of routes) {
    const operation = paths[route.path]?.[route.method === 'GET' ? 'get' : 'post'];
    expect(operation?.parameters.map((parameter) => parameter.name)).toEqual(Object.keys(route.query.shape));
    for (const status of ['200', '400', '403', '405', '500']) expect(operation?.responses).toHaveProperty(status);
  }
});

test('only what must be given is required, and only changes need the token', async () => {
  const { paths } = await described();
  const required = Object.entries(paths).flatMap(([path, item]) =>
    (item.get?.parameters ?? [])
      .filter((parameter) => parameter.required)
      .map((parameter) => `${path} ${parameter.name}`),
  );
  expect(required.sort()).toEqual([
    '/api/session session_id',
    '/api/v1/machine-pair left',
    '/api/v1/machine-pair right',
    '/api/v1/ranked by',
    '/api/v1/session/show id',
  ]);
  expect(paths['/api/rescan']?.post?.security).toEqual([{ pageToken: [] }]);
  expect(paths['/api/v1/daily']?.get?.security).toBeUndefined();
});

test('answers are described by their schema, lists as lists', async () => {
  const { paths } = await described();
  const daily = paths['/api/v1/daily']?.get;
  expect(daily?.responses['200']?.content['application/json']?.schema).toMatchObject({
    type: 'object',
    properties: { daily: { type: 'array' }, totals: { type: 'object' }, coverage: {}, meta: {} },
  });
  expect(daily?.parameters.find((parameter) => parameter.name === 'machine')?.schema).toMatchObject({
    type: 'array',
    items: { type: 'string' },
  });
  expect(daily?.responses['400']?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Error' });
});

test('no reference points nowhere', async () => {
  const document = await described();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(references)).toEqual(new Set(['#/components/schemas/Error']));
  expect(document.components.schemas).toHaveProperty('Error');
});
