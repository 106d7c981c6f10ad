/** A scan as the command line does it: a bar while it lasts, one line for each kind of thing it could not read. */
import type { ScanResult } from '../ingest/scan-request.ts';
import type { Problem } from '../ledger/ledger.ts';
import type { ReadingThread } from '../ingest/reading-thread.ts';
import { scan } from '../ingest/scan.ts';
import type { Cli } from './cli.ts';
import { startProgress } from './progress.ts';
import { problemLine } from './render/problems.ts';

export interface ScanRequest {
  readonly projectsDirs: readonly string[];
  readonly full: boolean;
  readonly thread?: ReadingThread | undefined;
}

/** Brings the ledger in step. Sets exit status 3 when something could not be read. */
export async function scanTranscripts(cli: Cli, request: ScanRequest): Promise<ScanResult> {
  const ledger = await cli.app.ledger();
  const progress = startProgress(cli);
  let result: ScanResult;
  try {
    result = await scan(ledger, {
      surroundings: cli.app.surroundings(request.projectsDirs),
      full: request.full,
      nowMs: cli.host.now(),
      thread: request.thread,
      onProgress: (done) => progress.update(done),
    });
  } finally {
    await progress.end();
  }
  nameProblems(cli, result.problems);
  return result;
}

function nameProblems(cli: Cli, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  cli.exitCode = 3;
  const byKind = Map.groupBy(problems, (problem) => problem.kind);
  for (const [kind, of] of byKind) cli.warn(`${problemLine(kind, of)}. See: claude-usage doctor`);
}
