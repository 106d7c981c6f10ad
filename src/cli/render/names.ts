/** Names as tables show them; JSON keeps them whole. */

/** `opus-4-7` of `claude-opus-4-7-20260416`: without the family's name and the date of release. */
export function shortModel(model: string): string {
  return model.replace(/^claude-/, '').replace(/-\d{8}$/, '');
}

/** Models of a row, shortened and joined. */
export function shortModels(models: readonly string[]): string {
  return models.map(shortModel).join(', ');
}

/** How much of each id tells them all apart: at least the eight characters of a UUID's first block. */
export function distinctLength(ids: readonly string[]): number {
  const longest = ids.reduce((most, id) => Math.max(most, id.length), 0);
  const distinct = new Set(ids).size;
  let length = 8;
  while (length < longest && new Set(ids.map((id) => id.slice(0, length))).size < distinct) length += 1;
  return length;
}
