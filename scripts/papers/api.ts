import { z } from 'zod';
import type { Route } from '../../src/contract/route.ts';
import { OTHER_ROUTES, REPORT_ROUTES } from '../../src/contract/routes.ts';
import { TOKEN_HEADER } from '../../src/server/guard.ts';
import { table } from './table.ts';

/** docs/api.md: every route of the table, with what it takes and answers. */
export function apiPaper(): string {
  const reports: Route[] = Object.values(REPORT_ROUTES);
  const others: Route[] = Object.values(OTHER_ROUTES);
  return [
    '# HTTP API\n',
    '`GET /api/v1/openapi.json` describes the same, with the schema of every answer.\n',
    'The server answers on this machine only. A request must name it in its `Host` header. A change (`POST`) must come from',
    `the page's own origin and carry the token of \`<meta name="csrf-token">\` in the header \`${TOKEN_HEADER}\`.`,
    'Answers carry an `ETag` that changes with the ledger; errors are `{ "error": { "code", "message", "hint" } }`, the codes',
    'are in [errors.md](errors.md).\n',
    '## Reports\n',
    'Every one takes the filters; lists repeat their key (`?model=a&model=b`). An unknown parameter is an error.\n',
    table(['filter', 'takes'], parametersOf(REPORT_ROUTES.summary)),
    '',
    table(['route', 'answers', 'and takes'], reports.map(rowOf)),
    '\n## Other routes\n',
    table(['route', 'answers', 'takes'], others.map(rowOf)),
    '',
  ].join('\n');
}

const WORDS: Readonly<Record<string, string>> = { string: 'a text', integer: 'a number', boolean: '`true` or `false`' };
const FILTERS = new Set(Object.keys(REPORT_ROUTES.summary.query.shape));

function rowOf(route: Route): string[] {
  const own = parametersOf(route).filter(([name]) => !FILTERS.has(name?.replace(/\W/g, '') ?? ''));
  const takes = own.map(([name, form]) => `${name}: ${form}`);
  return [`\`${route.method} ${route.path}\``, route.summary, takes.join('; ')];
}

function parametersOf(route: Route): string[][] {
  return Object.entries(route.query.shape).map(([name, schema]) => [`\`${name}\``, formOf(schema as z.ZodType)]);
}

/** What a parameter takes, in words. */
function formOf(schema: z.ZodType): string {
  const { type, description, items, default: preset, ...rest } = z.toJSONSchema(schema, { io: 'output' });
  const words =
    rest.enum?.map((word) => code(word)).join(' ') ??
    (items ? 'any number of texts' : (WORDS[String(type)] ?? String(type)));
  const required = schema.safeParse(undefined).success ? '' : ' (required)';
  const fallback = preset === undefined || items ? '' : `, else ${code(preset)}`;
  return `${description ?? words}${fallback}${required}`;
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
