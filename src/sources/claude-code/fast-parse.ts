import { RANK } from '../../contract/usage-event.ts';
import type { BatchWriter } from '../batch-writer.ts';
import { FLAG } from '../event-batch.ts';
import { toolName } from '../tool-names.ts';
import { newDraft } from '../usage-draft.ts';
import { ByteIntern } from './byte-intern.ts';
import { ByteTimestamp } from './byte-timestamp.ts';
import { ascii, CLOSE_OBJECT, COLON, COMMA, matches, OPEN_OBJECT, plainQuote, QUOTE, skipNull, skipValue } from './bytes.ts';
import { MessageReader, USERS_MESSAGE } from './fast-message.ts';
import { OpeningMemo } from './opening-memo.ts';
import type { FileState } from './file-state.ts';
import { MAX_KEY_LENGTH } from './key.ts';
import { contextFlags, isEmpty } from './usage-fields.ts';

/** What became of a line. */
export const OUTCOME = {
  /** Something is unusual: the slow parser must look. */
  notMine: -1,
  /** A record that holds no usage, known from its first keys. */
  ignored: -2,
  counted: 1,
} as const;

const PARENT = ascii('{"parentUuid":');
const TYPE = ascii('type');
const CWD = ascii('cwd');
const DATA = ascii('data');
const AGENT_ID = ascii('agentId');
const MESSAGE = ascii('message');
const VERSION = ascii('version');
const SESSION_ID = ascii('sessionId');
const TIMESTAMP = ascii('timestamp');
const BRANCH = ascii('gitBranch');
const FORKED_FROM = ascii('forkedFrom');
const SIDECHAIN = ascii('isSidechain');
const QUOTA_LIMITS = ascii('quotaLimits');
const API_ERROR = ascii('isApiErrorMessage');
const ASSISTANT = ascii('assistant');
const USER = ascii('user');
const PROGRESS = ascii('progress');
const AGENT_PROGRESS = ascii('agent_progress');
const DATA_TYPE = ascii('{"type":"');
const DATA_OF_USER = ascii('{"message":{"type":"user",');
const SYNTHETIC = ascii('<synthetic>');
const TRUE = ascii('true');
const FALSE = ascii('false');
/** Types besides `assistant` and `progress` that the slow parser reads. */
const SLOW_TYPES = ['custom-title', 'agent-name', 'ai-title', 'cost-state'].map(ascii);

const SEEN = {
  TYPE: 1, CWD: 2, AGENT_ID: 4, MESSAGE: 8, VERSION: 16, SESSION_ID: 32, TIMESTAMP: 64, BRANCH: 128, SIDECHAIN: 256,
} as const;

/**
 * Reads assistant lines off the bytes in any key order, and recognises lines that hold nothing for us from their first
 * keys. It gives what the slow parser gives or says `notMine`; it never guesses. Lines of other types are not looked at
 * beyond their type: damage further on in them goes unnoticed when they still end in a brace.
 */
export class FastParser {
  readonly #writer: BatchWriter;
  readonly #message = new MessageReader();
  readonly #draft = newDraft();
  readonly #opening = new OpeningMemo();
  readonly #time = new ByteTimestamp();
  readonly #models: ByteIntern;
  readonly #sessions: ByteIntern;
  readonly #cwds: ByteIntern;
  readonly #branches: ByteIntern;
  readonly #agents: ByteIntern;
  readonly #versions: ByteIntern;
  readonly #tools: ByteIntern;
  readonly #lastId = new Uint8Array(MAX_KEY_LENGTH);
  #lastIdLength = -1;
  #lastKey = '';
  #seen = 0;
  #end = 0;
  #progress = false;
  #sidechain = false;
  #timestampMs = NaN;

  constructor(writer: BatchWriter) {
    this.#writer = writer;
    this.#models = new ByteIntern(writer.strings);
    this.#sessions = new ByteIntern(writer.strings);
    this.#cwds = new ByteIntern(writer.strings);
    this.#branches = new ByteIntern(writer.strings);
    this.#agents = new ByteIntern(writer.strings);
    this.#versions = new ByteIntern(writer.strings);
    this.#tools = new ByteIntern(writer.strings, toolName);
  }

  /** Takes `buf[start, end)` when it can. Returns one of OUTCOME; nothing was written unless `counted`. */
  line(state: FileState, buf: Buffer, start: number, end: number): number {
    if (buf[start] !== OPEN_OBJECT || buf[end - 1] !== CLOSE_OBJECT) return OUTCOME.notMine;
    this.#reset(end);
    const opening = openingStart(buf, start, end);
    let p = opening < 0 ? -1 : this.#opening.match(buf, opening, end);
    let learning = p < 0 && opening > 0;
    if (p < 0) p = start + 1;
    else this.#recall();
    for (;;) {
      if (buf[p] !== QUOTE) return OUTCOME.notMine;
      const key = p + 1;
      const quote = plainQuote(buf, key, end);
      if (quote < 0 || buf[quote + 1] !== COLON) return OUTCOME.notMine;
      if (learning && p > opening && endsOpening(buf, key, quote - key)) {
        learning = false;
        this.#learn(buf, opening, p);
      }
      p = this.#member(buf, key, quote - key, quote + 2);
      if (p < 0) return p;
      if (buf[p] === CLOSE_OBJECT) break;
      if (buf[p] !== COMMA) return OUTCOME.notMine;
      p += 1;
    }
    return p === end - 1 ? this.#finish(state, buf) : OUTCOME.notMine;
  }

  #reset(end: number): void {
    const draft = this.#draft;
    draft.cwdId = draft.agentId = draft.versionId = draft.sessionId = draft.branchId = 0;
    this.#seen = 0;
    this.#end = end;
    this.#progress = false;
    this.#sidechain = false;
    this.#timestampMs = NaN;
  }

  #learn(buf: Buffer, start: number, end: number): void {
    if (this.#progress || (this.#seen & SEEN.TIMESTAMP) !== 0 || !this.#opening.learn(buf, start, end)) return;
    const { facts } = this.#opening;
    const draft = this.#draft;
    facts.seen = this.#seen;
    facts.sidechain = this.#sidechain;
    facts.cwdId = draft.cwdId;
    facts.agentId = draft.agentId;
    facts.versionId = draft.versionId;
    facts.sessionId = draft.sessionId;
    facts.branchId = draft.branchId;
  }

  #recall(): void {
    const { facts } = this.#opening;
    const draft = this.#draft;
    this.#seen = facts.seen;
    this.#sidechain = facts.sidechain;
    draft.cwdId = facts.cwdId;
    draft.agentId = facts.agentId;
    draft.versionId = facts.versionId;
    draft.sessionId = facts.sessionId;
    draft.branchId = facts.branchId;
  }

  /** Takes one top-level member. Index after its value, or an outcome below zero. */
  #member(buf: Buffer, key: number, length: number, value: number): number {
    switch (length) {
      case 3: return matches(buf, key, CWD) ? this.#cwd(buf, value) : skipValue(buf, value, this.#end);
      case 4:
        if (matches(buf, key, TYPE)) return this.#type(buf, value);
        return this.#progress && matches(buf, key, DATA) ? this.#progressData(buf, value) : skipValue(buf, value, this.#end);
      case 7:
        if (matches(buf, key, MESSAGE)) return this.#readMessage(buf, value);
        if (matches(buf, key, VERSION)) return this.#version(buf, value);
        return matches(buf, key, AGENT_ID) ? this.#agent(buf, value) : skipValue(buf, value, this.#end);
      case 9:
        if (matches(buf, key, SESSION_ID)) return this.#session(buf, value);
        if (matches(buf, key, TIMESTAMP)) return this.#timestamp(buf, value);
        return matches(buf, key, BRANCH) ? this.#branch(buf, value) : skipValue(buf, value, this.#end);
      case 10: return matches(buf, key, FORKED_FROM) ? skipNull(buf, value) : skipValue(buf, value, this.#end);
      case 11:
        if (matches(buf, key, SIDECHAIN)) return this.#isSidechain(buf, value);
        return matches(buf, key, QUOTA_LIMITS) ? skipNull(buf, value) : skipValue(buf, value, this.#end);
      case 17: return matches(buf, key, API_ERROR) ? skipFalse(buf, value) : skipValue(buf, value, this.#end);
      default: return skipValue(buf, value, this.#end);
    }
  }

  #type(buf: Buffer, value: number): number {
    const quote = this.#plain(buf, value, SEEN.TYPE);
    if (quote < 0) return OUTCOME.notMine;
    const length = quote - value - 1;
    if (length === ASSISTANT.length && matches(buf, value + 1, ASSISTANT)) return quote + 1;
    if (length === PROGRESS.length && matches(buf, value + 1, PROGRESS)) {
      this.#progress = true;
      return quote + 1;
    }
    if (length === USER.length && matches(buf, value + 1, USER)) return OUTCOME.ignored;
    const slow = SLOW_TYPES.some((type) => type.length === length && matches(buf, value + 1, type));
    return slow ? OUTCOME.notMine : OUTCOME.ignored;
  }

  /** Progress records repeat a message only when their data is of one type; the others say theirs at once. */
  #progressData(buf: Buffer, value: number): number {
    if (matches(buf, value, DATA_OF_USER)) return OUTCOME.ignored;
    if (!matches(buf, value, DATA_TYPE)) return OUTCOME.notMine;
    const word = value + DATA_TYPE.length;
    const quote = plainQuote(buf, word, this.#end);
    if (quote < 0) return OUTCOME.notMine;
    const nested = quote - word === AGENT_PROGRESS.length && matches(buf, word, AGENT_PROGRESS);
    return nested ? OUTCOME.notMine : OUTCOME.ignored;
  }

  #readMessage(buf: Buffer, value: number): number {
    if (!this.#first(SEEN.MESSAGE)) return OUTCOME.notMine;
    const p = this.#message.read(buf, value, this.#end);
    return p === USERS_MESSAGE ? OUTCOME.ignored : p;
  }

  #cwd(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.CWD);
    if (p > 0) this.#draft.cwdId = textId(this.#cwds, buf, value, p);
    return this.#draft.cwdId < 0 ? OUTCOME.notMine : p;
  }
  #version(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.VERSION);
    if (p > 0) this.#draft.versionId = textId(this.#versions, buf, value, p);
    return this.#draft.versionId < 0 ? OUTCOME.notMine : p;
  }
  #agent(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.AGENT_ID);
    if (p > 0) this.#draft.agentId = textId(this.#agents, buf, value, p);
    return this.#draft.agentId < 0 ? OUTCOME.notMine : p;
  }
  #session(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.SESSION_ID);
    if (p > 0) this.#draft.sessionId = textId(this.#sessions, buf, value, p);
    return this.#draft.sessionId < 0 ? OUTCOME.notMine : p;
  }
  #branch(buf: Buffer, value: number): number {
    const p = this.#textEnd(buf, value, SEEN.BRANCH);
    if (p > 0) this.#draft.branchId = textId(this.#branches, buf, value, p);
    return this.#draft.branchId < 0 ? OUTCOME.notMine : p;
  }

  #timestamp(buf: Buffer, value: number): number {
    const quote = this.#plain(buf, value, SEEN.TIMESTAMP);
    if (quote < 0) return OUTCOME.notMine;
    this.#timestampMs = this.#time.read(buf, value + 1, quote);
    return quote + 1;
  }

  #isSidechain(buf: Buffer, value: number): number {
    if (!this.#first(SEEN.SIDECHAIN)) return OUTCOME.notMine;
    this.#sidechain = matches(buf, value, TRUE);
    return this.#sidechain ? value + TRUE.length : skipFalse(buf, value);
  }

  #finish(state: FileState, buf: Buffer): number {
    const message = this.#message;
    const needed = SEEN.TYPE | SEEN.MESSAGE | SEEN.TIMESTAMP;
    const idLength = message.idEnd - message.idStart;
    if ((this.#seen & needed) !== needed || this.#progress || !message.hasUsage) return OUTCOME.notMine;
    if (Number.isNaN(this.#timestampMs) || idLength === 0 || idLength > MAX_KEY_LENGTH) return OUTCOME.notMine;
    if (message.modelEnd - message.modelStart === SYNTHETIC.length && matches(buf, message.modelStart, SYNTHETIC)) {
      return OUTCOME.notMine;
    }
    return this.#add(state, buf);
  }

  #add(state: FileState, buf: Buffer): number {
    const { idStart, idEnd, modelStart, modelEnd, toolStart, toolEnd, usage, final } = this.#message;
    const draft = this.#draft;
    draft.toolId = toolEnd > toolStart ? this.#tools.idOf(buf, toolStart, toolEnd) : 0;
    if (draft.toolId < 0) return OUTCOME.notMine;
    draft.modelId = modelEnd > modelStart ? this.#models.idOf(buf, modelStart, modelEnd) : 0;
    draft.key = this.#key(buf, idStart, idEnd);
    draft.input = usage.input;
    draft.output = usage.output;
    draft.cache1h = usage.split1h;
    draft.cache5m = Math.max(usage.cacheWrite, usage.split5m + usage.split1h) - usage.split1h;
    draft.cacheRead = usage.cacheRead;
    draft.webSearches = usage.webSearches;
    this.#writer.countFast();
    if (isEmpty(draft)) return OUTCOME.counted;
    const rank = this.#sidechain || state.path.sidechain ? RANK.sidechain : RANK.main;
    draft.flags = rank | (final ? FLAG.FINAL : 0) | usage.flags | contextFlags(draft);
    draft.timestampMs = state.lastTimestampMs = this.#timestampMs;
    if (draft.sessionId === 0) draft.sessionId = state.defaultSessionId;
    if (draft.agentId === 0) draft.agentId = state.defaultAgentId;
    draft.projectId = state.projectOf(draft.cwdId);
    draft.fileId = state.fileId;
    this.#writer.add(draft);
    return OUTCOME.counted;
  }

  /** The message id as a string; the same string object while the id stays the same. */
  #key(buf: Buffer, start: number, end: number): string {
    const length = end - start;
    const last = this.#lastId;
    let i = 0;
    if (length === this.#lastIdLength) while (i < length && last[i] === buf[start + i]) i += 1;
    if (i !== length || length !== this.#lastIdLength) {
      for (i = 0; i < length; i += 1) last[i] = buf[start + i] as number;
      this.#lastIdLength = length;
      this.#lastKey = buf.toString('utf8', start, end);
    }
    return this.#lastKey;
  }

  /** Index after a string or null seen for the first time. */
  #textEnd(buf: Buffer, value: number, seen: number): number {
    if (!this.#first(seen)) return OUTCOME.notMine;
    return buf[value] === QUOTE ? skipValue(buf, value, this.#end) : skipNull(buf, value);
  }

  #plain(buf: Buffer, value: number, seen: number): number {
    return this.#first(seen) && buf[value] === QUOTE ? plainQuote(buf, value + 1, this.#end) : -1;
  }

  #first(seen: number): boolean {
    const known = (this.#seen & seen) !== 0;
    this.#seen |= seen;
    return !known;
  }
}

/** Id of the string whose token is `buf[start, end)`; 0 for null and the empty string, -1 for bad escapes. */
function textId(table: ByteIntern, buf: Buffer, start: number, end: number): number {
  return buf[start] === QUOTE && end - start > 2 ? table.idOf(buf, start + 1, end - 1) : 0;
}

/** Index after `false` or null. */
function skipFalse(buf: Buffer, value: number): number {
  return matches(buf, value, FALSE) ? value + FALSE.length : skipNull(buf, value);
}

/** Index after the value of a `parentUuid` that comes first, or -1. */
function openingStart(buf: Buffer, start: number, end: number): number {
  if (!matches(buf, start, PARENT)) return -1;
  const value = start + PARENT.length;
  if (buf[value] !== QUOTE) return skipNull(buf, value);
  return plainQuote(buf, value + 1, end) + 1 || -1;
}

const endsOpening = (buf: Buffer, key: number, length: number): boolean =>
  (length === MESSAGE.length && matches(buf, key, MESSAGE)) || (length === TYPE.length && matches(buf, key, TYPE));
