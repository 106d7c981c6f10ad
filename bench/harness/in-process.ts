import type { ScanResult } from '../../src/ingest/scan-request.ts';
import { scan } from '../../src/ingest/scan.ts';
import type { LedgerStats } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import type { Surroundings } from '../../src/sources/source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a scan with this environment looks. HOME must be set: the user's own is never read. */
export function surroundings(env: Environment): Surroundings {
  const home = env['HOME'];
  if (!home) throw new Error('HOME is not set');
  return { env, home, platform: process.platform };
}

/** The ledger that the environment names, as the program opens it. */
export function openBenchLedger(env: Environment): ReturnType<typeof openLedger> {
  return openLedger(env['CLAUDE_USAGE_DB']!, { machineName: 'bench', epochs: loadPriceTable().epochs });
}

/** Scans what the environment names into its ledger and closes it. */
export async function scanOnce(env: Environment): Promise<{ result: ScanResult; stats: LedgerStats }> {
  const ledger = await openBenchLedger(env);
  try {
    const result = await scan(ledger, { surroundings: surroundings(env), nowMs: Date.now() });
    return { result, stats: await ledger.reader.stats() };
  } finally {
    await ledger.close();
  }
}
