/** Names as tables show them; JSON keeps them whole. */

/** `opus-4-7` of `claude-opus-4-7-20260416`: without the family's name and the date of release. */
export function shortModel(model: string): string {
  return model.replace(/^claude-/, '').replace(/-\d{8}$/, '');
}

/** Models of a row, shortened and joined. */
export function shortModels(models: readonly string[]): string {
  return models.map(shortModel).join(', ');
}

/** The first block of a session's uid: enough to find it by. */
export function shortSession(uid: string): string {
  return uid.length > 8 ? uid.slice(0, 8) : uid;
}
