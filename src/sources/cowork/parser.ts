import { RANK } from '../../contract/usage-event.ts';
import { projectKeyOf } from '../../lib/project-of.ts';
import { parseTimestamp } from '../../lib/timestamp.ts';
import type { BatchWriter } from '../batch-writer.ts';
import { cleanKey } from '../claude-code/key.ts';
import { readCount, type BadNumber } from '../claude-code/usage-fields.ts';
import { FLAG } from '../event-batch.ts';
import { asObject, asText, type Json } from '../jsonl/json.ts';
import { isWholeRecord, parseRecord } from '../jsonl/parse-record.ts';
import type { FileContext, LineParser } from '../line-parser.ts';
import { newDraft, type UsageDraft } from '../usage-draft.ts';
import { Meter, type Counters } from './meter.ts';

/** One session within a log: its meter, and how many results it had. */
interface Session {
  readonly meter: Meter;
  results: number;
}

/** Parses Cowork's audit logs (README.md of this folder). Each file is always read from its start. */
export class CoworkParser implements LineParser {
  readonly #writer: BatchWriter;
  readonly #draft = newDraft();
  readonly #sessions = new Map<string, Session>();
  #fileId = 0;
  #lastTimestampMs = NaN;

  constructor(writer: BatchWriter) {
    this.#writer = writer;
  }

  begin(file: FileContext): void {
    this.#fileId = file.fileId;
    this.#lastTimestampMs = file.lastTimestampMs ?? NaN;
    this.#sessions.clear();
  }

  line(buf: Buffer, start: number, end: number, offset: number): void {
    const record = parseRecord(this.#writer, this.#fileId, buf, start, end, offset);
    const usage = asObject(record?.['modelUsage']);
    if (record?.['type'] !== 'result' || usage === undefined) return;
    const bad = (detail: string): void => this.#problem('bad-number', offset, detail);
    const timestampMs = this.#time(record);
    if (Number.isNaN(timestampMs))
      return this.#problem('no-timestamp', offset, 'no usable time on the line or before it');
    const sessionId = asText(record['session_id']);
    const session = this.#session(sessionId);
    session.results += 1;
    const share1h = shareOf1h(record);
    for (const [model, used] of session.meter.advance(readingOf(usage, bad))) {
      this.#describe(record, sessionId, timestampMs);
      this.#add(cleanKey(`cowork-${sessionId}-${session.results}-${model}`), model, used, share1h);
    }
  }

  unfinished(buf: Buffer, start: number, end: number, offset: number): void {
    if (isWholeRecord(buf, start, end)) this.line(buf, start, end, offset);
  }

  end(): number | null {
    return Number.isNaN(this.#lastTimestampMs) ? null : this.#lastTimestampMs;
  }

  #session(id: string): Session {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = { meter: new Meter(), results: 0 };
    this.#sessions.set(id, session);
    return session;
  }

  #time(record: Json): number {
    const audit = parseTimestamp(asText(record['_audit_timestamp']));
    const own = Number.isNaN(audit) ? parseTimestamp(asText(record['timestamp'])) : audit;
    if (!Number.isNaN(own)) this.#lastTimestampMs = own;
    return this.#lastTimestampMs;
  }

  /** Everything but the tokens. Cowork's folders are inside its sandbox, so the session stands for the project. */
  #describe(record: Json, sessionId: string, timestampMs: number): void {
    const { strings } = this.#writer;
    const draft = this.#draft;
    const folder = `Cowork/${sessionId.slice(0, 8)}`;
    const nested = asText(record['parent_tool_use_id']) !== '';
    draft.timestampMs = timestampMs;
    draft.fileId = this.#fileId;
    draft.sessionId = strings.intern(sessionId);
    draft.cwdId = strings.intern(folder);
    draft.projectId = strings.intern(projectKeyOf(folder, ''));
    draft.toolId = nested ? strings.intern('subagent') : 0;
    draft.flags = FLAG.FINAL | (nested ? RANK.sidechain : RANK.main);
  }

  #add(key: string, model: string, used: Counters, share1h: number): void {
    const draft: UsageDraft = this.#draft;
    draft.key = key;
    draft.modelId = this.#writer.strings.intern(model);
    draft.input = used.input;
    draft.output = used.output;
    draft.cacheRead = used.cacheRead;
    draft.cache1h = Math.round(used.cacheCreation * share1h);
    draft.cache5m = used.cacheCreation - draft.cache1h;
    draft.webSearches = used.webSearches;
    if (used.input + used.output + used.cacheRead + used.cacheCreation + used.webSearches > 0) this.#writer.add(draft);
  }

  #problem(kind: 'bad-number' | 'no-timestamp', offset: number, detail: string): void {
    this.#writer.addProblem({ fileId: this.#fileId, kind, offset, detail });
  }
}

/** The meter's reading; `claude-opus-5` and `claude-opus-5[1m]` are one model with two context sizes. */
function readingOf(usage: Json, bad: BadNumber): Map<string, Counters> {
  const reading = new Map<string, Counters>();
  for (const [name, value] of Object.entries(usage)) {
    const from = asObject(value);
    const model = name.replace(/\[.*$/, '');
    const sum = reading.get(model) ?? { input: 0, output: 0, cacheRead: 0, cacheCreation: 0, webSearches: 0 };
    sum.input += readCount(from, 'inputTokens', bad);
    sum.output += readCount(from, 'outputTokens', bad);
    sum.cacheRead += readCount(from, 'cacheReadInputTokens', bad);
    sum.cacheCreation += readCount(from, 'cacheCreationInputTokens', bad);
    sum.webSearches += readCount(from, 'webSearchRequests', bad);
    reading.set(model, sum);
  }
  return reading;
}

/** Share of 1-hour writes among the cache writes, from the record's own split; 0 when it has none. */
function shareOf1h(record: Json): number {
  const split = asObject(asObject(record['usage'])?.['cache_creation']);
  const oneHour = readCount(split, 'ephemeral_1h_input_tokens', () => undefined);
  const fiveMinutes = readCount(split, 'ephemeral_5m_input_tokens', () => undefined);
  return oneHour === 0 ? 0 : oneHour / (oneHour + fiveMinutes);
}
