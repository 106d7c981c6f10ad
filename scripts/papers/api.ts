import { z } from 'zod';
import type { Route } from '../../src/contract/route.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { openApiDocument } from '../../src/server/openapi.ts';
import { table } from './table.ts';

interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** docs/api.md: every route of the table, from the same description that the server gives. */
export function apiPaper(): string {
  const { paths } = openApiDocument('') as { paths: Record<string, Record<string, { parameters: Parameter[] }>> };
  const parametersOf = (route: Route): Parameter[] => paths[route.path]?.[route.method.toLowerCase()]?.parameters ?? [];
  const filters = parametersOf(ROUTES.summary);
  const sections = Object.values<Route>(ROUTES).map((route) => routeSection(route, parametersOf(route), filters));
  return [
    '# HTTP API',
    'Served by `claude-usage dashboard`, on the loopback address. The Host header must name an allowed host; a change needs the same ' +
      `origin and the page's token. \`${ROUTES.openapi.path}\` is the machine-readable description, with every field. Errors: [errors.md](errors.md).`,
    '## Filters',
    'Every report takes them; no figure ignores one.',
    parameterTable(filters),
    ...sections,
  ].join('\n\n');
}

function routeSection(route: Route, parameters: readonly Parameter[], filters: readonly Parameter[]): string {
  const names = new Set(parameters.map(({ name }) => name));
  const filtered = filters.every(({ name }) => names.has(name));
  const own = filtered ? parameters.filter(({ name }) => !filters.some((filter) => filter.name === name)) : parameters;
  const also = filtered ? ` Takes the filters${own.length > 0 ? ', and:' : '.'}` : '';
  const head = [`## ${route.method} ${route.path}`, `${describe(route)}${also}`];
  return [...head, ...(own.length > 0 ? [parameterTable(own)] : [])].join('\n\n');
}

function describe(route: Route): string {
  const errors = route.errors.length > 0 ? ` Own errors: ${route.errors.map((code) => `\`${code}\``).join(', ')}.` : '';
  return `${route.summary}. Answers ${answerOf(route)}.${errors}`;
}

function answerOf(route: Route): string {
  if ('text' in route.body) return `\`${route.body.text}\``;
  const { properties } = z.toJSONSchema(route.body.json, { io: 'output', unrepresentable: 'any' }) as Schema;
  const keys = Object.keys(properties ?? {}).map((key) => `\`${key}\``);
  return keys.length > 0 ? `JSON with ${keys.join(', ')}` : 'JSON';
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(({ name, required, description, schema }) => [
    `\`${name}\``,
    typeOf(schema),
    required ? 'required' : '',
    description ?? '',
  ]);
  return table(['parameter', 'takes', 'needed', 'what it is'], rows);
}

function typeOf({ type, enum: values }: Schema): string {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(' ');
  if (type === 'array') return 'text, repeatable';
  return type === undefined || type === 'string' ? 'text' : [type].flat().join(' or ');
}
