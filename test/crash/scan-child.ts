/** Scans into a ledger and kills itself at the given progress report: `scan-child.ts LEDGER ROOTS KILL_AT`. */
import { scan } from '../../src/ingest/scan.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { surroundingsOf } from '../support/own-corpus.ts';

const [ledgerPath = '', folder = '', killAt = '-1'] = process.argv.slice(2);
let reports = 0;
const ledger = await openLedger(ledgerPath, { machineName: 'm', zone: 'UTC' });
const result = await scan(ledger, {
  surroundings: surroundingsOf(folder),
  nowMs: Date.UTC(2026, 10, 22),
  onProgress: () => {
    if (reports++ === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  },
});
if (Number(killAt) === -2) process.kill(process.pid, 'SIGKILL');
await ledger.close();
process.stdout.write(JSON.stringify({ reports, filesRead: result.filesRead }));
