import type { ScanResult } from '../../src/ingest/scan-request.ts';
import { scan } from '../../src/ingest/scan.ts';
import type { LedgerStats } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Surroundings } from '../../src/sources/source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a scan with this environment looks. HOME must be set: the user's own is never read. */
export function surroundings(env: Environment): Surroundings {
  const home = env['HOME'];
  if (!home) throw new Error('HOME is not set');
  return { env, home, platform: process.platform };
}

/** Scans what the environment names into its ledger and closes it. */
export async function scanOnce(env: Environment): Promise<{ result: ScanResult; stats: LedgerStats }> {
  const ledger = await openLedger(env['CLAUDE_USAGE_DB']!, { machineName: 'bench' });
  try {
    const result = await scan(ledger, { surroundings: surroundings(env), nowMs: Date.now() });
    return { result, stats: await ledger.reader.stats() };
  } finally {
    await ledger.close();
  }
}
