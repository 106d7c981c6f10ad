import { existsSync } from 'node:fs';
import { toEpochMs } from '../contract/units.ts';
import type { Problem } from '../ledger/ledger.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import { discoverAll, sourceNamed } from '../sources/registry.ts';
import type { Discovery } from '../sources/source.ts';
import { FileIntake } from './file-intake.ts';
import { planScan, RETRACTED, type ScanPlan } from './plan.ts';
import { readFiles, type ReadTask } from './read-files.ts';
import { ReadingThread } from './reading-thread.ts';
import type { ScanOptions, ScanResult } from './scan-request.ts';

/** Below this a second thread costs more than it gives. */
const THREAD_FROM_BYTES = 32 * 1024 * 1024;
/** From here on the first load of a ledger makes its indexes last. */
const LOAD_FROM_BYTES = 8 * 1024 * 1024;
/** Largest piece that is read under one transaction. */
const BYTES_A_COMMIT = 4 * 1024 ** 3;

/**
 * Brings the ledger in step with the transcripts. Reads only what is new; several scans at once are safe: the second
 * waits, looks again and finds nothing to do. Throws `ledger-busy` when the other one takes too long.
 */
export async function scan(ledger: SqlLedger, options: ScanOptions): Promise<ScanResult> {
  const discovery = discoverAll(options.surroundings);
  const full = options.full ?? false;
  const folders = discovery.problems.map((p): Problem => ({ ...p, offset: null, seenMs: toEpochMs(options.nowMs) }));
  const plan = planScan(discovery, ledger.files(), existsSync, full);
  if (isNothing(plan) && sameFolders(ledger, folders)) return nothingNew(discovery, plan, folders);
  const intake = new FileIntake(options, ledger.selfMachineId(), plan);
  let rest: ScanPlan | undefined = await ledger.write(async (writer) => {
    rememberFolders(writer, ledger, folders);
    // Inside the transaction the cursors cannot move: what another scan has read meanwhile is left out.
    return readHead(writer, intake, planScan(discovery, ledger.files(), existsSync, full), options);
  });
  while (rest) {
    const piece: ScanPlan = rest;
    rest = await ledger.write((writer) => readHead(writer, intake, piece, options));
  }
  return intake.result(discovery.files.length, plan.unchanged, folders);
}

/** Reads as much as one transaction should hold; returns what is left. */
async function readHead(
  writer: LedgerWriter,
  intake: FileIntake,
  plan: ScanPlan,
  options: ScanOptions,
): Promise<ScanPlan | undefined> {
  const { head, tail } = splitPlan(plan);
  for (const { file, missing } of head.marks) writer.markMissing(file.id, missing);
  for (const file of head.retract) writer.retractFile({ ...file, stamp: RETRACTED });
  const tasks = intake.begin(
    writer,
    head.read,
    (name) => options.full === true || sourceNamed(name).reading === 'whole',
  );
  if (head.bytes >= LOAD_FROM_BYTES) writer.beginLoad();
  if (head.bytes >= (options.threadFromBytes ?? THREAD_FROM_BYTES)) await readInThread(tasks, intake, options.thread);
  else readFiles(tasks, intake);
  intake.end();
  return tail;
}

async function readInThread(tasks: ReadTask[], intake: FileIntake, early: ReadingThread | undefined): Promise<void> {
  const thread = early && !early.spent ? early : new ReadingThread();
  try {
    await thread.read(tasks, intake);
  } finally {
    await thread.stop();
  }
}

function splitPlan(plan: ScanPlan): { head: ScanPlan; tail: ScanPlan | undefined } {
  let bytes = 0;
  const cut = plan.read.findIndex(({ file }, i) => (bytes += file.size) > BYTES_A_COMMIT && i > 0);
  if (cut < 0) return { head: plan, tail: undefined };
  return {
    head: { ...plan, read: plan.read.slice(0, cut) },
    tail: { ...plan, read: plan.read.slice(cut), marks: [], retract: [] },
  };
}

const isNothing = (plan: ScanPlan): boolean =>
  plan.read.length === 0 && plan.marks.length === 0 && plan.retract.length === 0;

function sameFolders(ledger: SqlLedger, folders: readonly Problem[]): boolean {
  const before = ledger.unreadableFolders();
  return before.size === folders.length && folders.every((f) => before.has(f.path));
}

function rememberFolders(writer: LedgerWriter, ledger: SqlLedger, folders: readonly Problem[]): void {
  const now = new Set(folders.map((f) => f.path));
  for (const path of ledger.unreadableFolders()) if (!now.has(path)) writer.forgetProblems(path);
  for (const problem of folders) writer.addProblem(problem);
}

function nothingNew(discovery: Discovery, plan: ScanPlan, problems: readonly Problem[]): ScanResult {
  const none = { filesRead: 0, filesGone: 0, filesRestarted: 0, bytes: 0, rows: 0 };
  return { ...none, filesFound: discovery.files.length, filesUnchanged: plan.unchanged, problems };
}
