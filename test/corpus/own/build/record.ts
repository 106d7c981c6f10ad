/** Lines of a transcript in the shapes that different versions of Claude Code wrote. */

/** In every text body of the corpus: where it turns up in a ledger or an answer, a body has leaked. */
export const CANARY = 'canary-7f3d9a-body';

export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly w5?: number;
  readonly w1?: number;
  readonly read?: number;
  readonly web?: number;
  readonly speed?: 'standard' | 'fast' | null;
  readonly geo?: string | null;
  readonly tier?: string | null;
  readonly iterations?: readonly object[] | null;
}
export interface Turn extends Usage {
  readonly id?: string | null;
  readonly request?: string | null;
  readonly model: string;
  readonly at: string;
  readonly final?: boolean;
  readonly block?: 'text' | 'thinking' | 'tool';
  readonly body?: string;
  readonly tool?: string;
  /** Fields to add to, or replace in, the envelope; undefined removes a key. */
  readonly envelope?: Record<string, unknown>;
}
export interface Place {
  readonly session: string;
  readonly cwd: string;
  readonly version: string;
  readonly branch?: string;
  readonly agent?: string;
  readonly sidechain?: boolean;
}

let counter = 0;
/** A different uuid each time, the same ones in every build. */
export function uuid(): string {
  return `00000000-0000-4000-8000-${String(++counter).padStart(12, '0')}`;
}
export const session = (n: number): string => `5e550000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** One assistant line. Its key order is that of its version. */
export function assistant(place: Place, turn: Turn): string {
  const envelope = {
    parentUuid: null,
    isSidechain: place.sidechain ?? false,
    userType: 'external',
    cwd: place.cwd,
    sessionId: place.session,
    version: place.version,
    gitBranch: place.branch ?? 'main',
    ...(place.agent ? { agentId: place.agent } : {}),
  };
  const ids = {
    requestId: turn.request === undefined ? requestOf(turn) : turn.request,
    type: 'assistant',
    uuid: uuid(),
  };
  const message = messageOf(place.version, turn);
  const record =
    era(place.version) === 'new'
      ? { ...pick(envelope, 2), message, ...ids, timestamp: turn.at, ...envelope }
      : { ...envelope, message, ...ids, timestamp: turn.at };
  return JSON.stringify(dropNullIds({ ...record, ...turn.envelope }));
}

/** The first `n` fields: assigning them again later keeps their place. */
function pick(record: object, n: number): object {
  return Object.fromEntries(Object.entries(record).slice(0, n));
}

function requestOf(turn: Turn): string | null {
  return turn.id ? `req_${turn.id.slice(4)}` : null;
}
function dropNullIds(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([key, v]) => v !== undefined && !(key === 'requestId' && v === null)),
  );
}

/** Key orders: `old` before 2.1, `middle` up to 2.1.97, `new` after. */
function era(version: string): 'old' | 'middle' | 'new' {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 1)) return 'old';
  return patch >= 98 ? 'new' : 'middle';
}

function messageOf(version: string, turn: Turn): object {
  const id = turn.id === null || turn.id === undefined ? {} : { id: turn.id };
  const head =
    era(version) === 'old'
      ? { ...id, type: 'message', role: 'assistant', model: turn.model }
      : { model: turn.model, ...id, type: 'message', role: 'assistant' };
  return {
    ...head,
    content: [contentOf(turn)],
    stop_reason: turn.final === true ? (turn.block === 'tool' ? 'tool_use' : 'end_turn') : null,
    stop_sequence: null,
    usage: usageOf(version, turn),
  };
}

function contentOf(turn: Turn): object {
  const body = `${CANARY} ${turn.body ?? ''}`;
  if (turn.block === 'thinking') return { type: 'thinking', thinking: body, signature: 'c2lnbmF0dXJl' };
  if (turn.block !== 'tool') return { type: 'text', text: body };
  return {
    type: 'tool_use',
    id: 'toolu_01',
    name: turn.tool ?? 'Bash',
    input: { command: `echo ${CANARY}`, description: body },
  };
}

/** `usage` with the fields that the version knew. */
export function usageOf(version: string, u: Usage): Record<string, unknown> {
  const [w5, w1] = [u.w5 ?? 0, u.w1 ?? 0];
  const flat = { input_tokens: u.input, cache_creation_input_tokens: w5 + w1, cache_read_input_tokens: u.read ?? 0 };
  const split = { cache_creation: { ephemeral_5m_input_tokens: w5, ephemeral_1h_input_tokens: w1 } };
  const tier = { service_tier: u.tier === undefined ? 'standard' : u.tier };
  if (era(version) === 'old') return { ...flat, output_tokens: u.output, ...tier };
  if (era(version) === 'middle')
    return { ...flat, ...split, output_tokens: u.output, ...tier, inference_geo: u.geo ?? 'not_available' };
  return {
    ...flat,
    output_tokens: u.output,
    output_tokens_details: { thinking_tokens: Math.floor(u.output / 4) },
    server_tool_use: { web_search_requests: u.web ?? 0, web_fetch_requests: 1 },
    ...tier,
    ...split,
    inference_geo: u.geo ?? '',
    iterations: u.iterations === undefined ? [] : u.iterations,
    speed: u.speed === undefined ? 'standard' : u.speed,
  };
}

/** A line of the person, or the result of a tool. */
export function user(place: Place, at: string, text: string, kind: 'text' | 'result' = 'text'): string {
  const content =
    kind === 'text'
      ? `${CANARY} ${text}`
      : [{ tool_use_id: 'toolu_01', type: 'tool_result', content: `${CANARY} ${text}` }];
  return JSON.stringify({
    parentUuid: null,
    isSidechain: place.sidechain ?? false,
    userType: 'external',
    cwd: place.cwd,
    sessionId: place.session,
    version: place.version,
    gitBranch: place.branch ?? 'main',
    ...(place.agent ? { agentId: place.agent } : {}),
    type: 'user',
    message: { role: 'user', content },
    uuid: uuid(),
    timestamp: at,
    ...(kind === 'result'
      ? { toolUseResult: { stdout: `${CANARY} ${text}`, usage: { input_tokens: 999999, output_tokens: 999999 } } }
      : {}),
  });
}

/** The copy of a sub-agent's message that a main transcript held from 2.1.12 to 2.1.81. */
export function progress(place: Place, turn: Turn): string {
  const line = JSON.parse(assistant(place, turn)) as Record<string, unknown>;
  return JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    userType: 'external',
    cwd: place.cwd,
    sessionId: place.session,
    version: place.version,
    gitBranch: place.branch ?? 'main',
    type: 'progress',
    data: {
      message: {
        type: 'assistant',
        timestamp: turn.at,
        message: line['message'],
        requestId: line['requestId'],
        uuid: uuid(),
      },
      normalizedMessages: [],
      type: 'agent_progress',
      prompt: CANARY,
      agentId: place.agent ?? 'a0000001',
    },
    toolUseID: 'agent_msg_01',
    parentToolUseID: 'toolu_01',
    uuid: uuid(),
    timestamp: turn.at,
  });
}

/** What the client itself writes when a request failed: no usage to count. */
export function synthetic(place: Place, at: string, text: string, extra: Record<string, unknown> = {}): string {
  const usage = {
    input_tokens: 0,
    output_tokens: 0,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    service_tier: null,
    speed: null,
  };
  return JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    type: 'assistant',
    uuid: uuid(),
    timestamp: at,
    message: {
      id: uuid(),
      container: null,
      model: '<synthetic>',
      role: 'assistant',
      stop_reason: 'stop_sequence',
      type: 'message',
      usage,
      content: [{ type: 'text', text }],
    },
    ...extra,
    isApiErrorMessage: true,
    userType: 'external',
    cwd: place.cwd,
    sessionId: place.session,
    version: place.version,
  });
}

export const plain = (record: object): string => JSON.stringify(record);
