import type { Family } from './eras.ts';
import type { Random } from './random.ts';

/** What all lines of one file have in common. */
export interface Scene {
  readonly family: Family;
  readonly version: string;
  readonly session: string;
  readonly cwd: string;
  readonly branch: string;
  readonly slug: string;
  /** Empty on the main chain. */
  readonly agent: string;
}
export interface Counts {
  readonly input: number;
  readonly output: number;
  readonly w5: number;
  readonly w1: number;
  readonly read: number;
  readonly web: number;
  readonly fast: boolean;
  readonly us: boolean;
}
export interface MessageLine {
  readonly id: string;
  readonly request: string;
  readonly model: string;
  readonly stamp: string;
  readonly counts: Counts;
  readonly stop: 'null' | '"tool_use"' | '"end_turn"';
}
/** A line around its body: text before, text after. */
export type Around = readonly [before: string, after: string];

/** Envelope in front of everything, in the layouts that put it first. */
function head(s: Scene): string {
  const branch = s.family === 'first' ? '' : `,"gitBranch":"${s.branch}"`;
  const slug = s.slug && s.family !== 'first' ? `,"slug":"${s.slug}"` : '';
  return `"isSidechain":${s.agent !== ''},"userType":"external","cwd":"${s.cwd}","sessionId":"${s.session}","version":"${s.version}"${branch}${agent(s)}${slug}`;
}
/** The same behind everything, in the layouts since 2.1.98. */
function tail(s: Scene): string {
  return `"userType":"external","entrypoint":"cli","cwd":"${s.cwd}","sessionId":"${s.session}","version":"${s.version}","gitBranch":"${s.branch}"`;
}
const agent = (s: Scene): string => (s.agent ? `,"agentId":"${s.agent}"` : '');
const isLate = (family: Family): boolean => family === 'settled' || family === 'diagnosed';

/** An assistant line around the JSON of its content block's text. */
export function assistantLine(s: Scene, m: MessageLine, parent: string, block: Around, random: Random): Around {
  const ids = `"requestId":"${m.request}","type":"assistant","uuid":"${random.uuid()}","timestamp":"${m.stamp}"`;
  const [open, close] = messageAround(s.family, m, block);
  if (!isLate(s.family)) return [`{"parentUuid":"${parent}",${head(s)},"message":${open}`, `${close},${ids}}`];
  const extra = s.family === 'diagnosed' ? '"wireToolInputs":{},"apiBlockIndex":0,' : '';
  const effort = s.family === 'diagnosed' ? ',"perTurnEffort":null' : '';
  return [
    `{"parentUuid":"${parent}","isSidechain":${s.agent !== ''}${agent(s)},"message":${open}`,
    `${close},${extra}${ids}${effort},${tail(s)}}`,
  ];
}

function messageAround(family: Family, m: MessageLine, [open, close]: Around): Around {
  const first = `{"id":"${m.id}","type":"message","role":"assistant","model":"${m.model}","content":[${open}`;
  const rest = `{"model":"${m.model}","id":"${m.id}","type":"message","role":"assistant","content":[${open}`;
  const stop = `"stop_reason":${m.stop},"stop_sequence":null`;
  const usage = `"usage":${usageJson(family, m.counts)}`;
  if (family === 'first') return [first, `${close}],${stop},${usage}}`];
  if (family === 'settled') return [rest, `${close}],${stop},"stop_details":null,${usage}}`];
  if (family !== 'diagnosed') return [rest, `${close}],${stop},${usage}}`];
  return [
    rest,
    `${close}],"container":null,${stop},"stop_details":null,${usage},"diagnostics":null,"context_management":null}`,
  ];
}

function usageJson(family: Family, c: Counts): string {
  const split = `"cache_creation":{"ephemeral_5m_input_tokens":${c.w5},"ephemeral_1h_input_tokens":${c.w1}}`;
  const start = `{"input_tokens":${c.input},"cache_creation_input_tokens":${c.w5 + c.w1},"cache_read_input_tokens":${c.read}`;
  const geo = c.us ? 'us' : 'not_available';
  if (family === 'first') return `${start},"output_tokens":${c.output},"service_tier":"standard"}`;
  if (family === 'second') return `${start},${split},"output_tokens":${c.output},"service_tier":"standard"}`;
  if (family === 'progress')
    return `${start},${split},"output_tokens":${c.output},"service_tier":"standard","inference_geo":"${geo}"}`;
  const details = family === 'diagnosed' ? `,"output_tokens_details":{"thinking_tokens":${c.output >> 2}}` : '';
  const iterations =
    family === 'diagnosed'
      ? '[]'
      : `[{"input_tokens":${c.input},"output_tokens":${c.output},"cache_read_input_tokens":${c.read},"cache_creation_input_tokens":${c.w5 + c.w1},${split},"type":"message"}]`;
  return `${start},"output_tokens":${c.output}${details},"server_tool_use":{"web_search_requests":${c.web},"web_fetch_requests":0},"service_tier":"standard",${split},"inference_geo":"${geo}","iterations":${iterations},"speed":"${c.fast ? 'fast' : 'standard'}"}`;
}

/** A line of the user: what a person typed, or `content` as JSON around its text. */
export function userLine(
  s: Scene,
  parent: string,
  stamp: string,
  content: Around,
  result: string,
  random: Random,
): Around {
  const ids = `"uuid":"${random.uuid()}","timestamp":"${stamp}"`;
  if (!isLate(s.family)) {
    return [
      `{"parentUuid":"${parent}",${head(s)},"type":"user","message":{"role":"user","content":${content[0]}`,
      `${content[1]}},${ids}${result}}`,
    ];
  }
  return [
    `{"parentUuid":"${parent}","isSidechain":${s.agent !== ''},"promptId":"${random.uuid()}"${agent(s)},"type":"user","message":{"role":"user","content":${content[0]}`,
    `${content[1]}},${ids}${result},${tail(s)}}`,
  ];
}

/** A sub-agent's message as the main file repeated it. */
export function progressLine(s: Scene, m: MessageLine, agentId: string, block: Around, random: Random): Around {
  const [open, close] = messageAround(s.family, m, block);
  return [
    `{"parentUuid":"${random.uuid()}",${head(s)},"type":"progress","data":{"message":{"type":"assistant","timestamp":"${m.stamp}","message":${open}`,
    `${close},"requestId":"${m.request}","uuid":"${random.uuid()}"},"normalizedMessages":[],"type":"agent_progress","prompt":"","agentId":"${agentId}"},"toolUseID":"agent_${m.id}","parentToolUseID":"toolu_01","uuid":"${random.uuid()}","timestamp":"${m.stamp}"}`,
  ];
}

/** Other records between the turns: hooks, shell progress, snapshots, queue operations. */
export function otherLine(
  s: Scene,
  kind: 'hook' | 'bash' | 'snapshot' | 'queue',
  stamp: string,
  random: Random,
): Around {
  const ids = `"toolUseID":"toolu_01${random.base62(7)}","timestamp":"${stamp}","uuid":"${random.uuid()}"`;
  if (kind === 'snapshot') {
    return [
      `{"type":"file-history-snapshot","messageId":"${random.uuid()}","snapshot":{"trackedFileBackups":{"a":"`,
      `"}},"isSnapshotUpdate":false}`,
    ];
  }
  if (kind === 'queue')
    return [
      `{"type":"queue-operation","operation":"enqueue","timestamp":"${stamp}","sessionId":"${s.session}","content":"`,
      '"}',
    ];
  const data =
    kind === 'hook'
      ? '"type":"hook_progress","hookEvent":"PostToolUse","command":"'
      : '"type":"bash_progress","output":"';
  return [`{"parentUuid":"${random.uuid()}",${head(s)},"type":"progress","data":{${data}`, `"},${ids}}`];
}

/** What the client writes itself when a request fails. */
export function syntheticLine(s: Scene, stamp: string, random: Random): string {
  return `{"parentUuid":"${random.uuid()}","isSidechain":false,"type":"assistant","uuid":"${random.uuid()}","timestamp":"${stamp}","message":{"id":"${random.uuid()}","model":"<synthetic>","role":"assistant","stop_reason":"stop_sequence","stop_sequence":"","type":"message","usage":{"input_tokens":0,"output_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"server_tool_use":{"web_search_requests":0,"web_fetch_requests":0},"service_tier":null},"content":[{"type":"text","text":"API Error: 529 overloaded"}]},"error":"server_error","isApiErrorMessage":true,${tail(s)}}`;
}
