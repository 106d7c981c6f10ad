import type { z } from 'zod';
import { UsageError } from '../contract/errors.ts';

/**
 * The query of a request as its route's schema sees it. A key that comes once is a text, more often a list.
 * An unknown key is refused when the schema is strict: a misspelt filter must not answer with unfiltered figures.
 * @throws UsageError usage, naming each parameter that is wrong
 */
export function parseQuery<S extends z.ZodType>(schema: S, search: URLSearchParams): z.output<S> {
  const parsed = schema.safeParse(collect(search));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'query'}: ${issue.message}`);
  throw new UsageError('usage', faults.slice(0, 5).join('; '), 'GET /api/v1/openapi.json lists what each route takes.');
}

function collect(search: URLSearchParams): Record<string, string | string[]> {
  const values = new Map<string, string | string[]>();
  for (const key of new Set(search.keys())) {
    const all = search.getAll(key);
    values.set(key, all.length === 1 ? (all[0] ?? '') : all);
  }
  // Own data properties only: `__proto__` in a query is a key like any other.
  return Object.fromEntries(values);
}
