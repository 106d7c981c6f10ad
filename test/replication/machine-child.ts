/**
 * One machine as a process: `machine-child.ts BASE INDEX KILL_AT`. Works and syncs in turns, and kills itself at the given
 * operation on the folder; -1 lives.
 */
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { DiskFolder } from '../../src/workspace/folder/disk-folder.ts';
import type { Folder } from '../../src/workspace/folder/folder.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { ROUNDS, turnsOfRound } from './story.ts';

const [base = '', index = '0', killAt = '-1'] = process.argv.slice(2);
const name = `machine ${index}`;
const dbPath = join(base, 'drive', 'usage.db');

let operations = 0;
/** Dies before the operation or right after it, by turns. */
async function mortal<T>(work: () => Promise<T>): Promise<T> {
  operations += 1;
  const isLast = operations === Number(killAt);
  if (isLast && operations % 2 === 0) process.kill(process.pid, 'SIGKILL');
  const result = await work();
  if (isLast) process.kill(process.pid, 'SIGKILL');
  return result;
}
const disk = new DiskFolder(`${dbPath}.d`);
const folder: Folder = {
  location: disk.location,
  list: (path) => mortal(() => disk.list(path)),
  read: (path, maxBytes) => mortal(() => disk.read(path, maxBytes)),
  write: (path, bytes) => mortal(() => disk.write(path, bytes)),
  writeNew: (path, bytes) => mortal(() => disk.writeNew(path, bytes)),
  remove: (path) => mortal(() => disk.remove(path)),
};

await using ledger = await openLedger(join(base, `${index}.db`), { machineName: name, zone: 'UTC' });
for (let round = 0; round < ROUNDS; round++) {
  const turns = turnsOfRound(Number(index), round);
  await ledger.write((w) => w.sharing.add(ledger.selfMachineId(), turns, (key, title) => ({ key, name: title })));
  const workspace = new Workspace(
    {
      ledger,
      dbPath,
      rules: shareRules('mine', ''),
      card: { name, member: '', team: '', version: '1' },
      machineFile: join(base, `state ${index}`, 'machine.json'),
      nowMs: () => Date.UTC(2026, 9, 2 + round),
      notice: () => undefined,
      fingerprint: name,
    },
    folder,
  );
  await workspace.init();
}
