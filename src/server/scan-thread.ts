/** Thread entry: scans when told to, with a ledger of its own, so that no request waits for a scan. */
import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../contract/errors.ts';
import { scan } from '../ingest/scan.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { ScanCommand, ScanReply, ScanThreadInput } from './scan-in-thread.ts';
import { rescanReportOf } from './rescan-report.ts';

const { ledgerPath, ledgerOptions, surroundings } = workerData as ScanThreadInput;
const ledger = await openLedger(ledgerPath, ledgerOptions);

async function run({ id, full }: ScanCommand): Promise<ScanReply> {
  try {
    const before = await ledger.reader.stats();
    const result = await scan(ledger, { surroundings, full, nowMs: Date.now() });
    return { id, report: rescanReportOf(result, before, await ledger.reader.stats()) };
  } catch (error) {
    const known = error instanceof UsageError ? { code: error.code, hint: error.hint } : undefined;
    return { id, failure: { message: error instanceof Error ? error.message : String(error), known } };
  }
}

parentPort?.on('message', (command: ScanCommand | 'close') => {
  if (command === 'close') void ledger.close().then(() => parentPort?.close());
  else void run(command).then((reply) => parentPort?.postMessage(reply));
});
