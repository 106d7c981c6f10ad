import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { DiskFolder } from '../../src/workspace/folder/disk-folder.ts';
import type { Folder } from '../../src/workspace/folder/folder.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { example } from '../support/shared-turn-example.ts';
import { TempHome } from '../support/temp-home.ts';

test('a sync with nothing new lists three folders a machine, reads no segment and writes nothing', async () => {
  using home = new TempHome();
  mkdirSync(home.path('drive'));
  const dbPath = home.path('drive', 'usage.db');
  const disk = new DiskFolder(`${dbPath}.d`);
  const done = { list: 0, read: [] as string[], write: 0 };
  const counting: Folder = {
    location: disk.location,
    list: (path) => ((done.list += 1), disk.list(path)),
    read: (path, maxBytes) => (done.read.push(path), disk.read(path, maxBytes)),
    write: (path, bytes) => ((done.write += 1), disk.write(path, bytes)),
    writeNew: (path, bytes) => ((done.write += 1), disk.writeNew(path, bytes)),
    remove: (path) => ((done.write += 1), disk.remove(path)),
  };
  const join = async (name: string, folder: Folder) => {
    const ledger = await openLedger(':memory:', { machineName: name, zone: 'UTC' });
    await ledger.write((w) =>
      w.sharing.add(1, [example(`msg_${name.replace(' ', '_')}`)], (key, title) => ({ key, name: title })),
    );
    const workspace = new Workspace(
      {
        ledger,
        dbPath,
        rules: shareRules('mine', ''),
        card: { name, member: '', team: '', version: '1' },
        machineFile: home.path(name, 'machine.json'),
        nowMs: () => Date.UTC(2026, 9, 2),
        notice: () => undefined,
        fingerprint: name,
      },
      folder,
    );
    await workspace.init();
    return { ledger, workspace };
  };
  const others = 5;
  for (let i = 0; i < others; i++) await (await join(`other ${i}`, disk)).ledger.close();
  const { ledger, workspace } = await join('me', counting);
  await workspace.sync();
  Object.assign(done, { list: 0, read: [], write: 0 });
  await workspace.sync();
  // One listing of the machines, and of our own manifests twice, segments, cards and signs of life.
  expect(done.list).toBeLessThanOrEqual(3 * others + 6);
  expect(done.read.filter((path) => path.includes('/seg/'))).toEqual([]);
  expect(done.write).toBe(0);
  expect((await ledger.reader.stats()).turns).toBe(others + 1);
  await ledger.close();
});
