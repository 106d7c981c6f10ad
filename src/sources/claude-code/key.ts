import { hash } from 'node:crypto';

/** Longest identifier taken as it is, in UTF-16 units. */
export const MAX_KEY_LENGTH = 200;

/** The identity of a turn from what its line offers (UsageEvent.key). `line` gives the line's bytes. */
export function turnKey(messageId: unknown, requestId: unknown, uuid: unknown, line: () => Uint8Array): string {
  if (isText(messageId)) return cleanKey(messageId);
  if (isText(requestId)) return cleanKey(`req:${requestId}`);
  if (isText(uuid)) return cleanKey(`uuid:${uuid}`);
  return `line:${lineHash(line())}`;
}

/** 128-bit digest of a line, hexadecimal. */
export const lineHash = (line: Uint8Array): string => hash('sha256', line, 'hex').slice(0, 32);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** An over-long key, or one with control characters (keys travel joined by line feeds), is replaced by its digest. */
export function cleanKey(raw: string): string {
  // oxlint-disable-next-line no-control-regex
  if (raw.length <= MAX_KEY_LENGTH && !/[\u0000-\u001f]/.test(raw)) return raw;
  return `hash:${lineHash(Buffer.from(raw))}`;
}
