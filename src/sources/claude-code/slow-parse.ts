import { RANK } from '../../contract/usage-event.ts';
import type { ProblemKind } from '../../contract/problem.ts';
import { FLAG } from '../event-batch.ts';
import { toolName } from '../tool-names.ts';
import { copyDraft, newDraft } from '../usage-draft.ts';
import type { FileState } from './file-state.ts';
import { billedIterations } from './iterations.ts';
import { asObject, asText, type Json } from '../jsonl/json.ts';
import { parseRecord } from '../jsonl/parse-record.ts';
import { turnKey } from './key.ts';
import { addLimit, isErrorRecord, readSideRecord } from './side-facts.ts';
import { parseTimestamp } from '../../lib/timestamp.ts';
import { contextFlags, isEmpty, priceFlags, readTokens } from './usage-fields.ts';

/**
 * The reference: one line by JSON.parse. The fast parser must give the same for every line it takes; whatever it does
 * not take comes here.
 */
export class SlowParser {
  readonly #draft = newDraft();
  readonly #extra = newDraft();

  line(state: FileState, buf: Buffer, start: number, end: number, offset: number): void {
    const line = (): Uint8Array => buf.subarray(start, end);
    const record = parseRecord(state.writer, state.fileId, buf, start, end, offset);
    if (record === undefined || asObject(record['message'])?.['role'] === 'user') return;
    const type = record['type'];
    if (type === 'assistant' || typeof type !== 'string') {
      this.#assistant(state, record, line, offset);
    } else if (type === 'progress') {
      this.#progress(state, record, line, offset);
    } else {
      readSideRecord(state, record, offset);
    }
  }

  #assistant(state: FileState, record: Json, line: () => Uint8Array, offset: number): void {
    const message = asObject(record['message']);
    if (message === undefined) return;
    state.writer.countSlow();
    if (isErrorRecord(record)) {
      addLimit(state, record, timestampOf(state, record['timestamp'], undefined), line);
    }
    const sidechain = record['isSidechain'] === true || state.path.sidechain;
    this.#usage(state, {
      outer: record,
      inner: record,
      message,
      rank: sidechain ? RANK.sidechain : RANK.main,
      line,
      offset,
    });
  }

  /** A sub-agent's message copied into its parent's transcript (CLI 2.1.12 to 2.1.81). */
  #progress(state: FileState, record: Json, line: () => Uint8Array, offset: number): void {
    const data = asObject(record['data']);
    const inner = data?.['type'] === 'agent_progress' ? asObject(data['message']) : undefined;
    const message = asObject(inner?.['message']);
    if (inner === undefined || inner['type'] === 'user' || message === undefined || message['role'] === 'user') return;
    const outer = { ...record, agentId: data?.['agentId'] };
    this.#usage(state, { outer, inner, message, rank: RANK.nested, line, offset });
  }

  #usage(state: FileState, source: UsageSource): void {
    const { outer, inner, message, offset } = source;
    const usage = asObject(message['usage']);
    const model = asText(message['model']);
    if (usage === undefined || model === '<synthetic>') return;
    const draft = this.#draft;
    const bad = (field: string): void => problem(state, 'bad-number', offset, field);
    readTokens(draft, usage, bad);
    const billed = billedIterations(usage['iterations']);
    if (isEmpty(draft) && billed.length === 0) return;
    const timestampMs = timestampOf(state, inner['timestamp'], outer['timestamp']);
    if (Number.isNaN(timestampMs))
      return problem(state, 'no-timestamp', offset, 'no usable time on the line or before it');
    state.lastTimestampMs = timestampMs;
    draft.timestampMs = timestampMs;
    draft.key = turnKey(message['id'], inner['requestId'], inner['uuid'], source.line);
    draft.flags =
      source.rank | (asText(message['stop_reason']) !== '' ? FLAG.FINAL : 0) | priceFlags(usage) | contextFlags(draft);
    this.#place(state, outer, message, model);
    if (!isEmpty(draft)) state.writer.add(draft);
    for (const entry of billed) this.#iteration(state, entry.index, entry.model, entry.usage, bad);
  }

  /** Whose turn it is: session, folder, branch, agent, tool, version. */
  #place(state: FileState, record: Json, message: Json, model: string): void {
    const draft = this.#draft;
    const strings = state.writer.strings;
    const owner = asText(asObject(record['forkedFrom'])?.['sessionId']);
    if (owner !== '') draft.flags |= FLAG.OWNER_CERTAIN;
    draft.modelId = strings.intern(model);
    draft.sessionId = strings.intern(owner || asText(record['sessionId'])) || state.defaultSessionId;
    draft.cwdId = strings.intern(asText(record['cwd']));
    draft.projectId = state.projectOf(draft.cwdId);
    draft.branchId = strings.intern(asText(record['gitBranch']));
    draft.agentId = strings.intern(asText(record['agentId'])) || state.defaultAgentId;
    draft.toolId = strings.intern(firstTool(message['content']));
    draft.versionId = strings.intern(asText(record['version']));
    draft.fileId = state.fileId;
  }

  /** A row of its own for what the top level does not contain; same time, place and finality. */
  #iteration(state: FileState, index: number, model: string, usage: Json, bad: (field: string) => void): void {
    const row = this.#extra;
    const inherited = FLAG.RANK_MASK | FLAG.FINAL | FLAG.BATCH | FLAG.US | FLAG.OWNER_CERTAIN;
    copyDraft(row, this.#draft);
    readTokens(row, usage, bad);
    if (isEmpty(row)) return;
    row.key = `${this.#draft.key}#${index}`;
    row.toolId = 0;
    if (model !== '') row.modelId = state.writer.strings.intern(model);
    row.flags = (this.#draft.flags & inherited) | priceFlags(usage) | contextFlags(row);
    state.writer.add(row);
  }
}

interface UsageSource {
  /** The line: session, folder, version. */
  readonly outer: Json;
  /** The record that carries the message; the line itself except in progress records. */
  readonly inner: Json;
  readonly message: Json;
  readonly rank: number;
  readonly line: () => Uint8Array;
  readonly offset: number;
}

function timestampOf(state: FileState, first: unknown, second: unknown): number {
  const own = parseTimestamp(asText(first));
  if (!Number.isNaN(own)) return own;
  const outer = parseTimestamp(asText(second));
  return Number.isNaN(outer) ? state.lastTimestampMs : outer;
}

/** Name of the first content block when that is a tool call, else empty. */
function firstTool(content: unknown): string {
  const block = Array.isArray(content) ? asObject(content[0]) : undefined;
  return block?.['type'] === 'tool_use' ? toolName(asText(block['name'])) : '';
}

function problem(state: FileState, kind: ProblemKind, offset: number, detail: string): void {
  state.writer.addProblem({ fileId: state.fileId, kind, offset, detail });
}
