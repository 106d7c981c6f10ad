/** Opens a ledger, upgrading it, and kills itself at the given step: `upgrade-child.ts LEDGER [STEP]`. */
import { openLedger } from '../../src/ledger/open-ledger.ts';

const [path = '', killAt] = process.argv.slice(2);
const ledger = await openLedger(path, {
  machineName: 'studio',
  zone: 'UTC',
  onUpgradeStep: (step) => {
    if (step === killAt) process.kill(process.pid, 'SIGKILL');
  },
});
await ledger.close();
