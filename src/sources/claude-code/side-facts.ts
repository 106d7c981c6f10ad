import { MAX_COUNT, TITLE_RANK, type CostStateModel, type TitleRank } from '../event-batch.ts';
import type { FileState } from './file-state.ts';
import { asObject, asText, type Json } from '../jsonl/json.ts';
import { lineHash } from './key.ts';

const MAX_TITLE = 200;

/** Records that name a session: which field holds the name, and how much it counts. */
const TITLES: Record<string, { field: string; rank: TitleRank }> = {
  'custom-title': { field: 'customTitle', rank: TITLE_RANK.custom },
  'agent-name': { field: 'agentName', rank: TITLE_RANK.agent },
  'ai-title': { field: 'aiTitle', rank: TITLE_RANK.ai },
};

/** Takes title and cost-state records; false when the record is neither. */
export function readSideRecord(state: FileState, record: Json, offset: number): boolean {
  const type = asText(record['type']);
  if (type === 'cost-state') {
    addCostState(state, record, offset);
    return true;
  }
  const title = Object.hasOwn(TITLES, type) ? TITLES[type] : undefined;
  if (title === undefined) return false;
  const text = oneLine(asText(record[title.field]));
  if (text !== '') {
    state.writer.addTitle({
      fileId: state.fileId,
      sessionId: sessionOf(state, record),
      rank: title.rank,
      offset,
      text,
    });
  }
  return true;
}

const sessionOf = (state: FileState, record: Json): string => asText(record['sessionId']) || state.path.sessionId;

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE);
}

function addCostState(state: FileState, record: Json, offset: number): void {
  const usage = asObject(record['modelUsage']) ?? {};
  const models: CostStateModel[] = [];
  for (const [model, value] of Object.entries(usage)) {
    const counters = asObject(value);
    if (counters === undefined) continue;
    models.push({
      model,
      input: amount(counters['inputTokens']),
      output: amount(counters['outputTokens']),
      cacheRead: amount(counters['cacheReadInputTokens']),
      cacheCreation: amount(counters['cacheCreationInputTokens']),
      webSearches: amount(counters['webSearchRequests']),
      costUsd: amount(counters['costUSD']),
    });
  }
  state.writer.addCostState({
    fileId: state.fileId,
    offset,
    sessionId: sessionOf(state, record),
    startTimeMs: amount(record['startTime'], 1e14),
    totalCostUsd: amount(record['totalCostUSD']),
    models,
  });
}

function amount(value: unknown, max = MAX_COUNT): number {
  return typeof value === 'number' && value >= 0 && value <= max ? value : 0;
}

/** A record that holds an API error or a limit hit. */
export const isErrorRecord = (record: Json): boolean =>
  record['isApiErrorMessage'] === true || asObject(record['quotaLimits']) !== undefined;

/** Keeps the kind and the reset time of an error record; its text stays where it is. */
export function addLimit(state: FileState, record: Json, timestampMs: number, line: () => Uint8Array): void {
  if (Number.isNaN(timestampMs)) return;
  const quota = asObject(record['quotaLimits']);
  const text = firstText(asObject(record['message'])?.['content']);
  const legacyReset = /limit reached\|(\d{1,11})(?:\D|$)/.exec(text)?.[1];
  const resetsAt = amount(quota?.['resetsAt'], 1e11) || Number(legacyReset ?? 0);
  state.writer.addLimit({
    fileId: state.fileId,
    key: asText(record['uuid']).slice(0, 100) || lineHash(line()),
    sessionId: sessionOf(state, record),
    timestampMs,
    kind: word(quota?.['rateLimitType']) || (legacyReset === undefined ? kindOfText(text, record['error']) : 'limit'),
    status: word(quota?.['status']) || (legacyReset === undefined ? '' : 'rejected'),
    resetsAtMs: resetsAt > 0 ? Math.round(resetsAt * 1000) : null,
  });
}

/** An identifier of the API's own vocabulary; anything else is not kept. */
function word(value: unknown): string {
  const text = asText(value);
  return /^[a-z][a-z0-9_]{0,39}$/.test(text) ? text : '';
}

function kindOfText(text: string, error: unknown): string {
  const hit = /^You've (?:hit|reached) your (\w+ )?(?:usage )?limit/.exec(text);
  if (hit === null) return `error:${word(error) || 'unknown'}`;
  const window = (hit[1] ?? '').trim().toLowerCase();
  if (window === 'session') return 'five_hour';
  if (window === 'weekly') return 'seven_day';
  return /^(opus|sonnet)$/.test(window) ? `seven_day_${window}` : 'limit';
}

function firstText(content: unknown): string {
  if (typeof content === 'string') return content;
  const first = Array.isArray(content) ? asObject(content[0]) : undefined;
  return asText(first?.['text']);
}
