import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedger } from '../ledger/open-ledger.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { DiskFolder } from './folder/disk-folder.ts';
import type { Folder } from './folder/folder.ts';
import { shareRules } from './share-rules.ts';
import { Workspace } from './workspace.ts';

let base = '';
const open: SqlLedger[] = [];
const notices: string[] = [];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'claude usage workspace '));
  mkdirSync(join(base, 'drive'));
  notices.length = 0;
});
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.close();
  rmSync(base, { recursive: true, force: true });
});

interface Place {
  readonly ledger: SqlLedger;
  readonly workspace: (share?: unknown, fingerprint?: string, folder?: Folder) => Workspace;
}
async function machine(name: string, stateOf = name): Promise<Place> {
  const ledger = await openLedger(':memory:', { machineName: name, zone: 'UTC' });
  open.push(ledger);
  const workspace = (share: unknown = 'mine', fingerprint = stateOf, folder?: Folder): Workspace =>
    new Workspace(
      {
        ledger,
        dbPath: join(base, 'drive', 'usage.db'),
        rules: shareRules(share, ''),
        card: { name, member: 'ada', team: '', version: '1' },
        machineFile: join(base, stateOf, 'machine.json'),
        nowMs: () => Date.UTC(2026, 10, 1),
        notice: (line) => notices.push(line),
        fingerprint,
      },
      folder,
    );
  return { ledger, workspace };
}
async function work(place: Place, key: string, project = 'app', output = 10): Promise<void> {
  await place.ledger.write((w) => {
    const d = w.dimensions;
    const none = d.label('');
    const fileId = w.saveFile({
      path: '/secret/file',
      source: 'claude-code',
      stamp: '',
      bornMs: 5,
      readOffset: 0,
      proof: '',
      lastTimestampMs: null,
    });
    w.addEvent({
      key,
      tsMs: Date.UTC(2026, 9, 1),
      sessionId: d.session(`session-${project}`),
      folderId: d.folder(`/secret/${project}`, d.project(`dir:${project}`, project)),
      machineId: place.ledger.selfMachineId(),
      classId: d.priceClass({ model: 'm', fast: false, batch: false, us: false, context: 0 }),
      branchId: d.label('secret-branch'),
      toolsId: d.label('Bash'),
      agentId: none,
      versionId: none,
      fileId,
      flags: 7,
      input: 1,
      output,
      cache5m: 0,
      cache1h: 0,
      cacheRead: 0,
      webSearches: 0,
    });
    w.setTitle({
      sessionId: d.session(`session-${project}`),
      rank: 3,
      position: 1,
      text: `Secret title of ${project}`,
    });
  });
}
/** Output by project and the number of machines, as the ledger says. */
async function picture({ ledger }: Place): Promise<Record<string, number>> {
  const names = new Map((await ledger.reader.projects()).map((p) => [p.id, p.name]));
  const cells = await ledger.reader.usage({ by: ['project'], range: {}, zone: 'UTC', filter: {} });
  return Object.fromEntries(cells.map((c) => [names.get(c.project ?? 0) ?? '?', c.output]));
}
/** Every byte that lies on the drive, unpacked. */
function driveText(): string {
  return readdirSync(join(base, 'drive'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(base, 'drive', name))
    .filter((path) => statSync(path).isFile())
    .map((path) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)).toString() : readFileSync(path, 'utf8')))
    .join('\n');
}

test('nothing private lies on the drive: no path, no tool; branches and titles by the profile', async () => {
  const a = await machine('laptop');
  await work(a, 'msg_1');
  await a.workspace('team').init();
  expect(driveText()).toContain('msg_1');
  expect(driveText()).not.toMatch(/secret|Secret|Bash|private/);
});

test('preview prints exactly what the sync then writes', async () => {
  const a = await machine('laptop');
  await work(a, 'msg_1');
  const shown = await a.workspace().preview();
  await a.workspace().init();
  const turnLine = shown.split('\n').find((line) => line.includes('msg_1')) ?? 'none';
  expect(driveText()).toContain(turnLine);
  expect(await a.workspace().preview()).toBe('');
});

test('an absent folder is away: nothing is created and nothing lost', async () => {
  const a = await machine('laptop');
  await work(a, 'msg_1');
  expect(await a.workspace().sync()).toEqual({ state: 'away' });
  await expect(a.workspace().join()).rejects.toThrow('no workspace');
  expect(readdirSync(join(base, 'drive'))).toEqual([]);
  rmSync(join(base, 'drive'), { recursive: true });
  await expect(a.workspace().init()).rejects.toThrow('not be mounted');
  expect(await picture(a)).toEqual({ app: 10 });
});

test('twins that nobody can tell apart, each with work of its own: nothing is lost and nothing counts twice', async () => {
  const [a, b] = [await machine('laptop'), await machine('desktop')];
  await work(a, 'msg_1');
  await a.workspace().init();
  const twin = await machine('laptop');
  await twin.workspace().sync();
  await work(a, 'msg_2', 'app', 20);
  await work(twin, 'msg_3', 'app', 40);
  // Both tell before either has seen what the other told: two manifests of one number.
  const copy = join(base, 'copy');
  cpSync(join(base, 'drive', 'usage.db.d'), copy, { recursive: true });
  await a.workspace().sync();
  await twin.workspace('mine', 'laptop', new DiskFolder(copy)).sync();
  cpSync(copy, join(base, 'drive', 'usage.db.d'), { recursive: true });
  for (let round = 0; round < 3; round++) {
    await a.workspace().sync();
    await twin.workspace().sync();
  }
  await b.workspace().join();
  for (const place of [a, twin, b]) expect(await picture(place)).toEqual({ app: 70 });
});

test('a machine that lost its key signs anew, and is whole again once it is trusted', async () => {
  const [a, b] = [await machine('laptop'), await machine('desktop')];
  await work(a, 'msg_1');
  await a.workspace().init();
  await b.workspace().join();
  rmSync(join(base, 'laptop', 'machine.json'));
  await a.workspace().sync();
  await b.workspace().sync();
  expect((await b.workspace().status()).complete).toBe(false);
  await b.workspace().trust('laptop');
  expect((await b.workspace().status()).complete).toBe(true);
  expect(await picture(b)).toEqual({ app: 10 });
});
