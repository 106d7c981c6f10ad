/** JSON as it is printed: two blanks a level, as users of ccusage know it. */
export function renderJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
