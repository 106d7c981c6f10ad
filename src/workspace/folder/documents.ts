/** The small signed files of a machine: card, manifest, sign of life. What is signed is the exact text of the body. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { SharedSums } from '../../contract/shared-turn.ts';
import { LATEST_MS, LIMITS } from '../wire/limits.ts';
import { displayText, exactObject, grownObject, hex, integer, parseJson, WireError } from '../wire/untrusted.ts';
import { isIncarnation, parseSegmentName } from './names.ts';

export interface KeyPair {
  /** Raw Ed25519 public key, 64 hex digits. */
  readonly publicKey: string;
  /** PKCS #8, base64. Never leaves the machine. */
  readonly privateKey: string;
}
export function newKeyPair(): KeyPair {
  const pair = generateKeyPairSync('ed25519');
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  return {
    publicKey: der.subarray(der.length - 32).toString('hex'),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
}

export interface Card {
  readonly machine: string;
  readonly number: number;
  readonly publicKey: string;
  readonly name: string;
  readonly member: string;
  readonly team: string;
  readonly version: string;
  /** Claim on the snapshot at `db_path`: the highest of the workspace writes it, of equal ones the lower uid; 0: none. */
  readonly snapshot: number;
}
export interface ManifestSegment extends SharedSums {
  readonly incarnation: string;
  readonly name: string;
  /** SHA-256 of the packed bytes, 64 hex digits. */
  readonly hash: string;
}
export interface Manifest {
  readonly machine: string;
  readonly number: number;
  /** Clock of the machine, epoch ms. */
  readonly atMs: number;
  /** The machine has left: nothing of it is to be counted any more. */
  readonly left: boolean;
  readonly segments: readonly ManifestSegment[];
}
export interface Heartbeat {
  readonly machine: string;
  readonly atMs: number;
  readonly version: string;
}

/** The bytes of a document, signed. The same body and key give the same bytes: Ed25519 is deterministic. */
export function signDocument(body: Card | Manifest | Heartbeat, privateKey: string): Buffer {
  const text = JSON.stringify(body);
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return Buffer.from(
    `${JSON.stringify({ body: text, signature: sign(null, Buffer.from(text), key).toString('base64') })}\n`,
  );
}

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

function isSignedBy(text: string, signature: string, publicKey: string): boolean {
  const key = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, Buffer.from(publicKey, 'hex')]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** The signed body, checked against the key. Throws WireError. */
function openDocument(bytes: Uint8Array, publicKeyOf: (body: unknown) => string): unknown {
  if (bytes.length > LIMITS.documentBytes) throw new WireError(`it is larger than ${LIMITS.documentBytes} bytes`);
  const outer = exactObject(parseJson(Buffer.from(bytes).toString('utf8'), 'it'), 'it', ['body', 'signature']);
  if (typeof outer.body !== 'string' || typeof outer.signature !== 'string') throw new WireError('it is not signed');
  const body = parseJson(outer.body, 'its body');
  if (!isSignedBy(outer.body, outer.signature, publicKeyOf(body))) throw new WireError('its signature does not fit');
  return body;
}

const CARD_KEYS = ['machine', 'number', 'publicKey', 'name', 'member', 'team', 'version', 'snapshot'] as const;

/** A card is signed by the key it names; whether that key is the machine's is for the reader to remember. */
export function readCard(bytes: Uint8Array): Card {
  const keyOf = (body: unknown): string => hex((body as { publicKey?: unknown } | null)?.publicKey, 'the key', 64);
  const o = grownObject(openDocument(bytes, keyOf), 'the card', CARD_KEYS);
  return {
    machine: hex(o.machine, 'the machine', 32),
    number: integer(o.number, 'the number', 1, 1e9),
    publicKey: hex(o.publicKey, 'the key', 64),
    name: displayText(o.name, 'the name', LIMITS.nameLength),
    member: displayText(o.member, 'the member', LIMITS.nameLength),
    team: displayText(o.team, 'the team', LIMITS.nameLength),
    version: displayText(o.version, 'the version', LIMITS.nameLength),
    snapshot: integer(o.snapshot, 'the claim', 0, 1e9),
  };
}

/** Throws WireError when it is not signed by `publicKey` or holds anything but a manifest. */
export function readManifest(bytes: Uint8Array, publicKey: string): Manifest {
  const body = openDocument(bytes, () => publicKey);
  const o = grownObject(body, 'the manifest', ['machine', 'number', 'atMs', 'left', 'segments']);
  if (!Array.isArray(o.segments)) throw new WireError('its segments are no list');
  if (typeof o.left !== 'boolean') throw new WireError('it does not say whether the machine left');
  return {
    machine: hex(o.machine, 'the machine', 32),
    number: integer(o.number, 'the number', 1, 1e9),
    atMs: integer(o.atMs, 'the time', 0, LATEST_MS),
    left: o.left,
    segments: o.segments.map(readManifestSegment),
  };
}

const SUM_KEYS = ['rows', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead', 'webSearches'] as const;
const MAX_SUM = Number.MAX_SAFE_INTEGER;

function readManifestSegment(value: unknown): ManifestSegment {
  const o = grownObject(value, 'a segment', ['incarnation', 'name', 'hash', ...SUM_KEYS]);
  const sum = (key: (typeof SUM_KEYS)[number]): number => integer(o[key], key, 0, MAX_SUM);
  const hash = hex(o.hash, 'the hash', 64);
  if (typeof o.incarnation !== 'string' || !isIncarnation(o.incarnation))
    throw new WireError('a segment of no incarnation');
  const parsed = typeof o.name === 'string' ? parseSegmentName(o.name) : undefined;
  if (parsed === undefined || !hash.startsWith(parsed.hash16)) throw new WireError('a segment whose name does not fit');
  return {
    incarnation: o.incarnation,
    name: String(o.name),
    hash,
    rows: sum('rows'),
    input: sum('input'),
    output: sum('output'),
    cache5m: sum('cache5m'),
    cache1h: sum('cache1h'),
    cacheRead: sum('cacheRead'),
    webSearches: sum('webSearches'),
  };
}

export function readHeartbeat(bytes: Uint8Array, publicKey: string): Heartbeat {
  const o = exactObject(
    openDocument(bytes, () => publicKey),
    'the sign of life',
    ['machine', 'atMs', 'version'],
  );
  return {
    machine: hex(o.machine, 'the machine', 32),
    atMs: integer(o.atMs, 'the time', 0, LATEST_MS),
    version: displayText(o.version, 'the version', LIMITS.nameLength),
  };
}
