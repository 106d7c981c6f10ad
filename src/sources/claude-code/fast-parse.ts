import { RANK } from '../../contract/usage-event.ts';
import type { BatchWriter } from '../batch-writer.ts';
import { FLAG } from '../event-batch.ts';
import { toolName } from '../tool-names.ts';
import { newDraft, type UsageDraft } from '../usage-draft.ts';
import { ByteIntern } from './byte-intern.ts';
import { ByteTimestamp } from './byte-timestamp.ts';
import {
  ascii,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  matches,
  OPEN_OBJECT,
  plainQuote,
  QUOTE,
  skipNull,
  skipValue,
} from './bytes.ts';
import { MessageReader, USERS_MESSAGE } from './fast-message.ts';
import { COUNTER, HOLE, Holes } from './holes.ts';
import { LineBytes } from './line-bytes.ts';
import { OpeningMemo } from './opening-memo.ts';
import { NO_PLACE, noPlace, PlaceReader, skipFalse } from './place-reader.ts';
import { ShapeMemory, type ReadHole, type TailShape } from './tail-shape.ts';
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
const DATA = ascii('data');
const MESSAGE = ascii('message');
const TIMESTAMP = ascii('timestamp');
const FORKED_FROM = ascii('forkedFrom');
const QUOTA_LIMITS = ascii('quotaLimits');
const API_ERROR = ascii('isApiErrorMessage');
const ASSISTANT = ascii('assistant');
const USER = ascii('user');
const PROGRESS = ascii('progress');
const AGENT_PROGRESS = ascii('agent_progress');
const DATA_TYPE = ascii('{"type":"');
const DATA_OF_USER = ascii('{"message":{"type":"user",');
const SYNTHETIC = ascii('<synthetic>');
const KEY_MESSAGE = ascii('"message":');
const KEY_TYPE = ascii('"type":');
const ASSISTANT_MESSAGE = ascii('"message":{');
const ASSISTANT_TYPE = ascii('"type":"assistant"');
/** Types besides `assistant` and `progress` that the slow parser reads. */
const SLOW_TYPES = ['custom-title', 'agent-name', 'ai-title', 'cost-state'].map(ascii);

/** Forms of lines kept in mind: a file has few, several files are read in turn. */
const SHAPES = 8;

/** Bits of the keys seen; the higher ones are the PlaceReader's. */
const SEEN = { TYPE: 1, MESSAGE: 2, TIMESTAMP: 4 } as const;

/**
 * Reads assistant lines off the bytes in any key order, and recognises lines that hold nothing for us from their first
 * keys. It gives what the slow parser gives or says `notMine`; it never guesses. Lines of other types are not looked at
 * beyond their type: damage further on in them goes unnoticed when they still end in a brace.
 */
export class FastParser {
  readonly #writer: BatchWriter;
  readonly #holes = new Holes();
  readonly #message = new MessageReader(this.#holes);
  readonly #draft = newDraft();
  readonly #bytes = new LineBytes();
  readonly #opening = new OpeningMemo();
  readonly #shapes = new ShapeMemory(SHAPES);
  readonly #readHole: ReadHole = (kind, buf, at) => this.#hole(kind, buf, at);
  readonly #time = new ByteTimestamp();
  readonly #place: PlaceReader;
  readonly #models: ByteIntern;
  readonly #tools: ByteIntern;
  readonly #lastId = new Uint8Array(MAX_KEY_LENGTH);
  #lastIdLength = -1;
  #lastKey = '';
  #end = 0;
  #progress = false;
  /** What the opening said; on a line whose opening had to be walked, `#openingEnd` is its end, else -1. */
  readonly #openingFacts = noPlace();
  #openingSeen = 0;
  #openingStart = -1;
  #openingEnd = -1;
  #timestampMs = NaN;

  constructor(writer: BatchWriter) {
    this.#writer = writer;
    this.#place = new PlaceReader(writer.strings);
    this.#models = new ByteIntern(writer.strings);
    this.#tools = new ByteIntern(writer.strings, toolName);
  }

  /** Takes `buf[start, end)` when it can. Returns one of OUTCOME; nothing was written unless `counted`. */
  line(state: FileState, buf: Buffer, start: number, end: number): number {
    if (buf[start] !== OPEN_OBJECT || buf[end - 1] !== CLOSE_OBJECT) return OUTCOME.notMine;
    this.#reset(end);
    const tail = this.#passOpening(buf, start, end);
    if (tail < 0) return tail;
    this.#openingSeen = this.#place.facts.seen;
    const shape = startsAsAssistant(buf, tail) ? this.#followShape(buf, tail, end) : undefined;
    if (shape !== undefined) {
      this.#rememberOpening(buf);
      return this.#add(state, buf, shape);
    }
    const p = this.#walk(buf, tail, end, false);
    if (p !== end - 1) return p < 0 ? p : OUTCOME.notMine;
    return this.#finish(state, buf, tail);
  }

  #reset(end: number): void {
    this.#end = end;
    this.#progress = false;
    this.#openingEnd = -1;
    this.#timestampMs = NaN;
    this.#holes.count = 0;
    this.#place.reset(end);
  }

  /** Index of the quote of the first key from which on the line's form is remembered, or an outcome below zero. */
  #passOpening(buf: Buffer, start: number, end: number): number {
    const opening = openingStart(buf, start, end);
    if (opening < 0) return start + 1;
    const known = this.#opening.match(this.#bytes.over(buf), opening, end);
    if (known >= 0) {
      this.#place.apply(this.#opening.facts);
      if (startsTail(buf, known)) return known;
    }
    const p = this.#walk(buf, known >= 0 ? known : start + 1, end, true);
    if (p > opening && buf[p] === QUOTE && !this.#progress && (this.#place.facts.seen & SEEN.TIMESTAMP) === 0) {
      this.#openingStart = opening;
      this.#openingEnd = p;
      Object.assign(this.#openingFacts, this.#place.facts);
    }
    return p;
  }

  /**
   * Walks members from the key at `from`. Index of the closing brace; with `opening`, also of the quote of the first key
   * that ends the opening; or an outcome below zero.
   */
  #walk(buf: Buffer, from: number, end: number, opening: boolean): number {
    for (let p = from; ; p += 1) {
      if (buf[p] !== QUOTE) return OUTCOME.notMine;
      const key = p + 1;
      const quote = plainQuote(buf, key, end);
      if (quote < 0 || buf[quote + 1] !== COLON) return OUTCOME.notMine;
      if (opening && endsOpening(buf, key, quote - key)) return p;
      p = this.#member(buf, key, quote - key, quote + 2);
      if (p < 0 || buf[p] === CLOSE_OBJECT) return p;
      if (buf[p] !== COMMA) return OUTCOME.notMine;
    }
  }

  #followShape(buf: Buffer, tail: number, end: number): TailShape | undefined {
    this.#message.reset(end);
    const shape = this.#shapes.find(this.#bytes.over(buf), buf, tail, end, this.#readHole);
    if (shape === undefined || (shape.facts.seen & this.#place.facts.seen) !== 0 || !this.#isCountable())
      return undefined;
    this.#place.apply(shape.facts);
    return shape;
  }

  /** Reads one hole of a remembered form, as the walk would. */
  #hole(kind: number, buf: Buffer, at: number): number {
    switch (kind) {
      case HOLE.value:
        return skipValue(buf, at, this.#end);
      case HOLE.messageId:
        return this.#message.readId(buf, at);
      case HOLE.content:
        return this.#message.readContent(buf, at);
      case HOLE.stopReason:
        return this.#message.readStopReason(buf, at);
      case HOLE.timestamp:
        return this.#readTimestamp(buf, at);
      default:
        return this.#message.usage.readCounter(kind - HOLE.counter, buf, at);
    }
  }

  /** Takes one top-level member. Index after its value, or an outcome below zero. */
  #member(buf: Buffer, key: number, length: number, value: number): number {
    const placed = this.#place.member(buf, key, length, value);
    if (placed !== NO_PLACE) return placed;
    switch (length) {
      case 4:
        if (matches(buf, key, TYPE)) return this.#type(buf, value);
        return this.#progress && matches(buf, key, DATA) ? this.#progressData(buf, value) : this.#skip(buf, value);
      case 7:
        return matches(buf, key, MESSAGE) ? this.#readMessage(buf, value) : this.#skip(buf, value);
      case 9:
        return matches(buf, key, TIMESTAMP) ? this.#timestamp(buf, value) : this.#skip(buf, value);
      case 10:
        return matches(buf, key, FORKED_FROM) ? skipNull(buf, value) : this.#skip(buf, value);
      case 11:
        return matches(buf, key, QUOTA_LIMITS) ? skipNull(buf, value) : this.#skip(buf, value);
      case 17:
        return matches(buf, key, API_ERROR) ? skipFalse(buf, value) : this.#skip(buf, value);
      default:
        return this.#skip(buf, value);
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
    this.#message.reset(this.#end);
    const p = this.#message.read(buf, value);
    return p === USERS_MESSAGE ? OUTCOME.ignored : p;
  }

  #timestamp(buf: Buffer, value: number): number {
    if (!this.#first(SEEN.TIMESTAMP)) return OUTCOME.notMine;
    const p = this.#readTimestamp(buf, value);
    this.#holes.add(HOLE.timestamp, value, p);
    return p;
  }

  #readTimestamp(buf: Buffer, value: number): number {
    const quote = buf[value] === QUOTE ? plainQuote(buf, value + 1, this.#end) : -1;
    if (quote < 0) return OUTCOME.notMine;
    this.#timestampMs = this.#time.read(buf, value + 1, quote);
    return quote + 1;
  }

  /** The line was walked to its end: counts it and remembers its form, when all that is needed was there. */
  #finish(state: FileState, buf: Buffer, tail: number): number {
    const message = this.#message;
    const needed = SEEN.TYPE | SEEN.MESSAGE | SEEN.TIMESTAMP;
    const { modelStart, modelEnd } = message;
    if ((this.#place.facts.seen & needed) !== needed || this.#progress || !message.hasUsage || !this.#isCountable())
      return OUTCOME.notMine;
    if (modelEnd - modelStart === SYNTHETIC.length && matches(buf, modelStart, SYNTHETIC)) return OUTCOME.notMine;
    const draft = this.#draft;
    draft.modelId = modelEnd > modelStart ? this.#models.idOf(buf, modelStart, modelEnd) : 0;
    const outcome = this.#add(state, buf, undefined);
    if (outcome === OUTCOME.counted) this.#remember(buf, tail);
    return outcome;
  }

  #isCountable(): boolean {
    const idLength = this.#message.idEnd - this.#message.idStart;
    return !Number.isNaN(this.#timestampMs) && idLength > 0 && idLength <= MAX_KEY_LENGTH;
  }

  /** Only openings of counted lines are kept: those of others would push them out. */
  #rememberOpening(buf: Buffer): void {
    if (this.#openingEnd < 0 || !this.#opening.learn(buf, this.#openingStart, this.#openingEnd)) return;
    Object.assign(this.#opening.facts, this.#openingFacts);
  }

  #remember(buf: Buffer, tail: number): void {
    this.#rememberOpening(buf);
    const shape = this.#shapes.learn(buf, tail, this.#end, this.#holes);
    if (shape === undefined) return;
    Object.assign(shape.facts, this.#place.facts);
    shape.facts.seen &= ~this.#openingSeen;
    shape.modelId = this.#draft.modelId;
    shape.usageFlags = this.#message.usage.flags;
  }

  /** Counts the line; with a remembered form, model and flags are the form's. */
  #add(state: FileState, buf: Buffer, shape: TailShape | undefined): number {
    const { toolStart, toolEnd, usage, final } = this.#message;
    const draft = this.#draft;
    draft.toolId = toolEnd > toolStart ? this.#tools.idOf(buf, toolStart, toolEnd) : 0;
    if (draft.toolId < 0) return OUTCOME.notMine;
    if (shape !== undefined) draft.modelId = shape.modelId;
    fillTokens(draft, usage.counts);
    this.#writer.countFast();
    if (isEmpty(draft)) return OUTCOME.counted;
    const rank = this.#place.facts.sidechain || state.path.sidechain ? RANK.sidechain : RANK.main;
    draft.key = this.#key(buf, this.#message.idStart, this.#message.idEnd);
    draft.flags = rank | (final ? FLAG.FINAL : 0) | (shape?.usageFlags ?? usage.flags) | contextFlags(draft);
    draft.timestampMs = state.lastTimestampMs = this.#timestampMs;
    this.#placeRow(state, draft);
    this.#writer.add(draft);
    return OUTCOME.counted;
  }

  /** The line's place, and what the file's path says where the line says nothing. */
  #placeRow(state: FileState, draft: UsageDraft): void {
    const { facts } = this.#place;
    draft.cwdId = facts.cwdId;
    draft.versionId = facts.versionId;
    draft.branchId = facts.branchId;
    draft.sessionId = facts.sessionId || state.defaultSessionId;
    draft.agentId = facts.agentId || state.defaultAgentId;
    draft.projectId = state.projectOf(draft.cwdId);
    draft.fileId = state.fileId;
  }

  /** The message id as a string; the same string object while the id stays the same. */
  #key(buf: Buffer, start: number, end: number): string {
    const length = end - start;
    const last = this.#lastId;
    let i = 0;
    if (length === this.#lastIdLength) while (i < length && last[i] === buf[start + i]) i += 1;
    if (i !== length || length !== this.#lastIdLength) {
      let all = 0;
      for (i = 0; i < length; i += 1) all |= last[i] = buf[start + i] as number;
      this.#lastIdLength = length;
      this.#lastKey = buf.toString(all < 0x80 ? 'latin1' : 'utf8', start, end);
    }
    return this.#lastKey;
  }

  #skip(buf: Buffer, value: number): number {
    const p = skipValue(buf, value, this.#end);
    this.#holes.add(HOLE.value, value, p);
    return p;
  }

  #plain(buf: Buffer, value: number, seen: number): number {
    return this.#first(seen) && buf[value] === QUOTE ? plainQuote(buf, value + 1, this.#end) : -1;
  }

  #first(seen: number): boolean {
    const known = (this.#place.facts.seen & seen) !== 0;
    this.#place.facts.seen |= seen;
    return !known;
  }
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

const startsTail = (buf: Buffer, quote: number): boolean =>
  matches(buf, quote, KEY_MESSAGE) || matches(buf, quote, KEY_TYPE);
const startsAsAssistant = (buf: Buffer, tail: number): boolean =>
  matches(buf, tail, ASSISTANT_MESSAGE) || matches(buf, tail, ASSISTANT_TYPE);

function fillTokens(draft: UsageDraft, counts: Float64Array): void {
  const split1h = counts[COUNTER.split1h] as number;
  const written = Math.max(counts[COUNTER.cacheWrite] as number, (counts[COUNTER.split5m] as number) + split1h);
  draft.input = counts[COUNTER.input] as number;
  draft.output = counts[COUNTER.output] as number;
  draft.cache1h = split1h;
  draft.cache5m = written - split1h;
  draft.cacheRead = counts[COUNTER.cacheRead] as number;
  draft.webSearches = counts[COUNTER.webSearches] as number;
}
