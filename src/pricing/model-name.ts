/** A model's name without the marks of who served it. */
export interface PlainName {
  readonly id: string;
  /** Served by a regional or multi-region endpoint of Bedrock; `global.` and the plain form are not. */
  readonly regional: boolean;
}

/**
 * Takes the provider's marks off a model name:
 * `us.anthropic.claude-opus-4-5-20251101-v1:0`, ARNs, `claude-opus-4-5@20251101`, `@default`,
 * `openrouter/anthropic/claude-opus-4.5`, `claude-opus-5[1m]`. A name without marks comes back in lower case.
 */
export function plainName(raw: string): PlainName {
  const last = raw
    .trim()
    .toLowerCase()
    .replace(/\[[^[\]]*\]$/, '');
  const tail = last.slice(last.lastIndexOf('/') + 1);
  const served = /^(?:([a-z]+(?:-[a-z]+)?)\.)?anthropic\./.exec(tail);
  const id = tail
    .slice(served?.[0].length ?? 0)
    .replace(/(?:-v\d+)?@(\d{8})$/, '-$1')
    .replace(/@(?:default|latest)$/, '')
    .replace(/-v\d+(?::\d+k?)*$/, '')
    .replace(/(?<=\d)\.(?=\d)/g, '-');
  return { id, regional: served?.[1] !== undefined && served[1] !== 'global' };
}
