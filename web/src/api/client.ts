import { SAMPLE_PREFIX } from '../../../src/contract/sample.ts';

import type { MachineChanged } from '../../../src/contract/reports/machine-change.ts';

/** An answer that is not a report: what happened and what to do next, as the server says it. */
export class ApiError extends Error {
  readonly code: string;
  readonly hint: string;
  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
/** No server answers, for now. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'away';
}
const AWAY = 'Start it again with claude-usage dashboard; this page goes on by itself.';

/** What tells of the program and not of figures: no sample has it. */
const OF_THE_PROGRAM = ['status', 'machine-papers'];

/** Whether the page shows the sample: its address says so. */
export function isSample(): boolean {
  return new URLSearchParams(location.search).has('sample');
}

/**
 * GET /api/v1/<path>, in the sample that of made-up figures; what is of the program stays so.
 * Throws ApiError: `away` when no server answers, else the server's own code.
 */
export async function getReport<T>(path: string, signal?: AbortSignal): Promise<T> {
  const prefix = isSample() && !OF_THE_PROGRAM.includes(path) ? SAMPLE_PREFIX : '';
  const response = await request(`${prefix}/api/v1/${path}`, signal === undefined ? {} : { signal });
  return (await response.json()) as T;
}

/** Asks the server to read what is new in the transcripts. */
export async function rescan(): Promise<void> {
  await change('/api/rescan');
}

/** Renames, merges or retires a machine, or takes that back. Throws ApiError as getReport does. */
export async function changeMachine(asked: MachineChanged['undo']): Promise<MachineChanged> {
  const response = await change(`/api/v1/machines/${asked.kind}?${new URLSearchParams(asked.query).toString()}`);
  return ((await response.json()) as { change: MachineChanged }).change;
}

/** A change carries the token of the page. */
function change(path: string): Promise<Response> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
  return request(path, { method: 'POST', headers: { 'x-claude-usage-token': token } });
}

async function request(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError('away', 'The claude-usage server does not answer.', AWAY);
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; hint: string } };
    return new ApiError(error.code, error.message, error.hint);
  } catch {
    return new ApiError('unknown', `The server answered ${response.status}.`, 'Reload the page.');
  }
}
