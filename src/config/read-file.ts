/** Reads one configuration file without ever failing: what is wrong with it is a finding, not an exception. */
import { readFileSync } from 'node:fs';

export type FileContent =
  | { readonly state: 'missing' }
  | { readonly state: 'wrong'; readonly found: string; readonly takes: string }
  | { readonly state: 'read'; readonly values: Readonly<Record<string, unknown>> };

const OBJECT = 'a JSON object in UTF-8';

/** The keys of a JSON file. A file that is not there is no finding. */
export function readConfigFile(path: string): FileContent {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' };
    const found = code === 'EISDIR' ? 'a folder' : `a file that cannot be read (${code ?? String(error)})`;
    return { state: 'wrong', found, takes: OBJECT };
  }
  return parseConfigFile(bytes);
}

/** The keys in the bytes of a JSON file; a byte order mark is allowed. */
export function parseConfigFile(bytes: Uint8Array): FileContent {
  const wrong = (found: string): FileContent => ({ state: 'wrong', found, takes: OBJECT });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return wrong('bytes that are not UTF-8');
  }
  if (text.trim() === '') return wrong('an empty file');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return wrong(`invalid JSON (${(error as Error).message})`);
  }
  if (Array.isArray(parsed)) return wrong('an array');
  if (typeof parsed !== 'object' || parsed === null) return wrong(`the value ${JSON.stringify(parsed)}`);
  return { state: 'read', values: parsed as Record<string, unknown> };
}
