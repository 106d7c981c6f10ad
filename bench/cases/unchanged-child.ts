/** One scan of the ledger and the root that the environment names; prints how long it took. */
import { scan } from '../../src/ingest/scan.ts';
import { openBenchLedger, surroundings } from '../harness/in-process.ts';

const ledger = await openBenchLedger(process.env);
const started = performance.now();
const result = await scan(ledger, { surroundings: surroundings(process.env), nowMs: Date.now() });
console.log(JSON.stringify({ ms: performance.now() - started, unchanged: result.filesUnchanged }));
await ledger.close();
