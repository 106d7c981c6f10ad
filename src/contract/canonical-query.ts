/** A query as a route takes it: a list repeats its key. */
export type QueryValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * One text per meaning: keys in code-unit order, list values sorted and without repeats, nothing for undefined,
 * empty lists and empty texts. The page builds its addresses with it and the server keys its cache with it.
 * Empty, or without a leading `?`.
 */
export function canonicalQuery(values: QueryValues): string {
  const parameters = new URLSearchParams();
  for (const key of Object.keys(values).sort()) {
    const value = values[key];
    if (value === undefined || value === '') continue;
    if (isList(value)) for (const item of [...new Set(value)].sort()) parameters.append(key, item);
    else parameters.append(key, String(value));
  }
  return parameters.toString();
}

function isList(value: NonNullable<QueryValues[string]>): value is readonly string[] {
  return Array.isArray(value);
}
