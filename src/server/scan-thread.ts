/** Thread entry: looks at transcripts and brings the ledger in step, away from the thread that answers requests. */
import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../contract/errors.ts';
import type { MachineChange } from '../contract/reports/machine-change.ts';
import { scan } from '../ingest/scan.ts';
import { watchTranscripts } from '../ingest/watch.ts';
import { changeMachine } from '../ledger/change-machine.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { buffersOf, readRollup } from '../ledger/remembered/rollup-columns.ts';
import { rootsFound } from '../sources/roots-found.ts';
import { rescanReportOf } from './rescan-report.ts';
import type { SyncAnswer } from './live-sync.ts';
import { papersOf } from './thread-papers.ts';
import type {
  ThreadAnswers,
  ThreadFailure,
  ThreadInput,
  ThreadMessage,
  ThreadQuestion,
  ThreadRequest,
} from './transcript-thread.ts';

const { ledgerPath, ledgerOptions, surroundings, workspace } = workerData as ThreadInput;
const ledger = await openLedger(ledgerPath, ledgerOptions);
const papers = workspace && papersOf(workspace, ledger);
const watch: { current: { close(): void } | undefined } = { current: undefined };

const post = (message: ThreadMessage, handOver: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, handOver);

const ANSWERS: { readonly [Q in ThreadQuestion]: (detail: never) => Promise<ThreadAnswers[Q]> } = {
  scan: () => scanned(false),
  'full-scan': () => scanned(true),
  roots: async () => rootsFound(surroundings),
  rollup: async () => (await readRollup(ledger.reader)) ?? null,
  watch: async () => {
    watch.current ??= watchTranscripts(surroundings, () => post({ kind: 'changed' }));
    return null;
  },
  sync,
  'change-machine': (change: MachineChange) => changeMachine(ledger, change),
  papers: async () => (await papers?.())?.slice() ?? [],
};

async function scanned(full: boolean): Promise<ThreadAnswers['scan']> {
  const before = await ledger.reader.stats();
  const result = await scan(ledger, { surroundings, full, nowMs: Date.now() });
  return rescanReportOf(result, before, await ledger.reader.stats());
}

/** A sync that is cut off with the thread is like a crash at that point: the next one completes it. */
async function sync(): Promise<SyncAnswer> {
  if (!workspace)
    throw new UsageError('config', 'no workspace is configured', 'Run: claude-usage workspace init FOLDER');
  const { openTarget } = await import('../workspace/open-target.ts');
  const notices: string[] = [];
  await using target = await openTarget(workspace, {
    ledger,
    nowMs: Date.now,
    notice: (line) => notices.push(line),
    minIntervalMs: 60_000,
  });
  const { state } = await target.sync();
  return { state, location: target.location, notices };
}

async function answer({ id, ask, detail }: ThreadRequest): Promise<void> {
  if (ask === 'close') return close();
  try {
    const found = await ANSWERS[ask](detail as never);
    const columns = found !== null && 'dimensions' in found ? found : undefined;
    post({ kind: 'answer', id, answer: found }, columns && buffersOf(columns));
  } catch (error) {
    post({ kind: 'failure', id, failure: failureOf(error) });
  }
}

function failureOf(error: unknown): ThreadFailure {
  if (error instanceof UsageError) return { message: error.message, known: { code: error.code, hint: error.hint } };
  return { message: error instanceof Error ? error.message : String(error) };
}

async function close(): Promise<void> {
  watch.current?.close();
  await ledger.close();
  parentPort?.close();
}

/** One thing at a time, in order: a scan holds the ledger's only connection of this thread. */
let last = Promise.resolve();
parentPort?.on('message', (request: ThreadRequest) => {
  last = last.then(() => answer(request));
});
