import type { StringTable } from '../string-table.ts';
import { ByteIntern } from './byte-intern.ts';
import { ascii, matches, QUOTE, skipNull, skipValue } from './bytes.ts';

const CWD = ascii('cwd');
const AGENT_ID = ascii('agentId');
const VERSION = ascii('version');
const SESSION_ID = ascii('sessionId');
const BRANCH = ascii('gitBranch');
const SIDECHAIN = ascii('isSidechain');
const TRUE = ascii('true');
const FALSE = ascii('false');

/** Bits of the keys seen; the lower ones belong to the line's other keys. */
const SEEN = { CWD: 8, AGENT_ID: 16, VERSION: 32, SESSION_ID: 64, BRANCH: 128, SIDECHAIN: 256 } as const;

/** The member is none of those that tell a line's place. */
export const NO_PLACE = -3;

/** What members of a line said about its place: string ids, the sidechain flag, and which keys were seen. */
export interface PlaceFacts {
  seen: number;
  sidechain: boolean;
  cwdId: number;
  sessionId: number;
  versionId: number;
  branchId: number;
  agentId: number;
}

export const noPlace = (): PlaceFacts => ({
  seen: 0,
  sidechain: false,
  cwdId: 0,
  sessionId: 0,
  versionId: 0,
  branchId: 0,
  agentId: 0,
});

/** Reads the members that tell where a line belongs: folder, session, version, branch, agent, side. */
export class PlaceReader {
  readonly facts = noPlace();
  readonly #cwds: ByteIntern;
  readonly #agents: ByteIntern;
  readonly #versions: ByteIntern;
  readonly #sessions: ByteIntern;
  readonly #branches: ByteIntern;
  #end = 0;

  constructor(strings: StringTable) {
    this.#cwds = new ByteIntern(strings);
    this.#agents = new ByteIntern(strings);
    this.#versions = new ByteIntern(strings);
    this.#sessions = new ByteIntern(strings);
    this.#branches = new ByteIntern(strings);
  }

  /** Nothing is known, of a line that ends at `end`. */
  reset(end: number): void {
    const { facts } = this;
    facts.seen = facts.cwdId = facts.agentId = facts.versionId = facts.sessionId = facts.branchId = 0;
    facts.sidechain = false;
    this.#end = end;
  }

  /** Takes one member. Index after its value, NO_PLACE, or -1 when it comes twice or is neither a string nor null. */
  member(buf: Buffer, key: number, length: number, value: number): number {
    switch (length) {
      case 3:
        return matches(buf, key, CWD) ? this.#cwd(buf, value) : NO_PLACE;
      case 7:
        if (matches(buf, key, VERSION)) return this.#version(buf, value);
        return matches(buf, key, AGENT_ID) ? this.#agent(buf, value) : NO_PLACE;
      case 9:
        if (matches(buf, key, SESSION_ID)) return this.#session(buf, value);
        return matches(buf, key, BRANCH) ? this.#branch(buf, value) : NO_PLACE;
      case 11:
        return matches(buf, key, SIDECHAIN) ? this.#sidechain(buf, value) : NO_PLACE;
      default:
        return NO_PLACE;
    }
  }

  /** Adds what is known. */
  apply(known: PlaceFacts): void {
    const { facts } = this;
    const { seen } = known;
    if ((seen & SEEN.SIDECHAIN) !== 0) facts.sidechain = known.sidechain;
    if ((seen & SEEN.CWD) !== 0) facts.cwdId = known.cwdId;
    if ((seen & SEEN.AGENT_ID) !== 0) facts.agentId = known.agentId;
    if ((seen & SEEN.VERSION) !== 0) facts.versionId = known.versionId;
    if ((seen & SEEN.SESSION_ID) !== 0) facts.sessionId = known.sessionId;
    if ((seen & SEEN.BRANCH) !== 0) facts.branchId = known.branchId;
    facts.seen |= seen;
  }

  #cwd(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.CWD);
    if (p > 0) this.facts.cwdId = textId(this.#cwds, buf, value, p);
    return this.facts.cwdId < 0 ? -1 : p;
  }
  #version(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.VERSION);
    if (p > 0) this.facts.versionId = textId(this.#versions, buf, value, p);
    return this.facts.versionId < 0 ? -1 : p;
  }
  #agent(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.AGENT_ID);
    if (p > 0) this.facts.agentId = textId(this.#agents, buf, value, p);
    return this.facts.agentId < 0 ? -1 : p;
  }
  #session(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.SESSION_ID);
    if (p > 0) this.facts.sessionId = textId(this.#sessions, buf, value, p);
    return this.facts.sessionId < 0 ? -1 : p;
  }
  #branch(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.BRANCH);
    if (p > 0) this.facts.branchId = textId(this.#branches, buf, value, p);
    return this.facts.branchId < 0 ? -1 : p;
  }

  #sidechain(buf: Buffer, value: number): number {
    if (!this.#first(SEEN.SIDECHAIN)) return -1;
    this.facts.sidechain = matches(buf, value, TRUE);
    return this.facts.sidechain ? value + TRUE.length : skipFalse(buf, value);
  }

  /** Index after a string or null seen for the first time. */
  #textEnd(buf: Buffer, value: number, seen: number): number {
    if (!this.#first(seen)) return -1;
    return buf[value] === QUOTE ? skipValue(buf, value, this.#end) : skipNull(buf, value);
  }

  #first(seen: number): boolean {
    const known = (this.facts.seen & seen) !== 0;
    this.facts.seen |= seen;
    return !known;
  }
}

/** Index after `false` or null. */
export function skipFalse(buf: Buffer, value: number): number {
  return matches(buf, value, FALSE) ? value + FALSE.length : skipNull(buf, value);
}

/** Id of the string whose token is `buf[start, end)`; 0 for null and the empty string, -1 for bad escapes. */
function textId(table: ByteIntern, buf: Buffer, start: number, end: number): number {
  return buf[start] === QUOTE && end - start > 2 ? table.idOf(buf, start + 1, end - 1) : 0;
}
