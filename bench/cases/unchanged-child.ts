/** One scan of the ledger and the root that the environment names; prints how long it took. */
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { scan } from '../../src/ingest/scan.ts';
import { surroundings } from '../harness/in-process.ts';

const ledger = await openLedger(process.env['CLAUDE_USAGE_DB']!, { machineName: 'bench' });
const started = performance.now();
const result = await scan(ledger, { surroundings: surroundings(process.env), nowMs: Date.now() });
console.log(JSON.stringify({ ms: performance.now() - started, unchanged: result.filesUnchanged }));
await ledger.close();
