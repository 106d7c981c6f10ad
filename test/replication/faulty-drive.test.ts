/** A drive that is full, read-only, held by other programs, or shared with a newer version of this one: late, never lost. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Card, newKeyPair, signDocument } from '../../src/workspace/folder/documents.ts';
import { type Folder, FolderUnavailable } from '../../src/workspace/folder/folder.ts';
import { encodeSegment } from '../../src/workspace/wire/segment.ts';
import { HEADER, type Honest, HostileDrive, OFFENDER, turnsOf } from '../support/hostile-drive.ts';
import { example } from '../support/shared-turn-example.ts';

let drive: HostileDrive;
beforeEach(() => {
  drive = new HostileDrive();
});
afterEach(() => drive[Symbol.asyncDispose]());

/** A drive whose calls of some kinds fail while `code` is not empty. */
function failing(...kinds: readonly (keyof Folder)[]) {
  const fault = { code: '' };
  const folder = (disk: Folder): Folder =>
    new Proxy(disk, {
      get: (target, key) => {
        const found: unknown = Reflect.get(target, key);
        if (typeof found !== 'function') return found;
        return (...args: unknown[]) =>
          fault.code !== '' && kinds.includes(key as keyof Folder)
            ? Promise.reject(new FolderUnavailable(fault.code))
            : (found as (...given: unknown[]) => unknown).apply(target, args);
      },
    });
  return { fault, folder };
}
const work = (machine: Honest, key: string): Promise<void> =>
  machine.ledger.write((w) => w.sharing.add(1, [example(key)], (k, name) => ({ key: k, name })));
const stateOf = async (machine: Honest, uid = OFFENDER) =>
  (await machine.workspace.status()).machines.find((m) => m.machine === uid);

test.each(['EROFS', 'ENOSPC', 'EACCES'])(
  '%s: what the others tell is taken in, and the error names the drive',
  async (code) => {
    const { fault, folder } = failing('write');
    const [a, b] = [await drive.honest('a'), await drive.honest('b', { folder })];
    await a.workspace.init();
    await b.workspace.join();
    await work(a, 'msg_later');
    await work(b, 'msg_mine');
    await a.workspace.sync();
    fault.code = code;
    await expect(b.workspace.sync()).rejects.toMatchObject({
      code: 'workspace-unreachable',
      message: `The drive with ${drive.root} takes nothing of this machine: ${code}.`,
    });
    expect(await turnsOf(b.ledger)).toBe(4);
    fault.code = '';
    expect(await b.workspace.sync()).toMatchObject({ state: 'synced' });
    await a.workspace.sync();
    expect(await turnsOf(a.ledger)).toBe(4);
  },
);

test('a drive that lists nothing is named, by every verb', async () => {
  const { fault, folder } = failing('list', 'read');
  const b = await drive.honest('b', { folder });
  await b.workspace.init();
  fault.code = 'EIO';
  const named = { code: 'workspace-unreachable', message: `The drive with ${drive.root} cannot be used now: EIO.` };
  await expect(b.workspace.sync()).rejects.toMatchObject(named);
  await expect(b.workspace.join()).rejects.toMatchObject(named);
  await expect(b.workspace.preview()).rejects.toMatchObject(named);
  await expect(b.workspace.leave(true)).rejects.toMatchObject(named);
  expect(await b.workspace.status()).toMatchObject({ present: false, complete: false });
});

test('old files that a program holds stop nothing; what is taken back at leaving is taken back, or it fails', async () => {
  const { fault, folder } = failing('remove');
  const [a, b] = [await drive.honest('a', { folder }), await drive.honest('b')];
  await a.workspace.init();
  await b.workspace.join();
  fault.code = 'EBUSY';
  for (const key of ['msg_1', 'msg_2', 'msg_3', 'msg_4', 'msg_5']) {
    await work(a, key);
    await a.workspace.sync();
  }
  await b.workspace.sync();
  expect(await turnsOf(b.ledger)).toBe(7);
  await expect(a.workspace.leave(true)).rejects.toMatchObject({ code: 'workspace-unreachable' });
  fault.code = '';
  await a.workspace.leave(true);
  await b.workspace.sync();
  expect(await turnsOf(b.ledger)).toBe(1);
});

test('a part in a newer format is waited for, not refused: the version that knows it takes it in', async () => {
  const b = await drive.honest('b');
  const keys = newKeyPair();
  await b.workspace.init();
  drive.putCard(OFFENDER, 1, keys);
  const newer = gzipSync('{"format":"claude-usage/segment","version":2,"more":"than we know"}\n');
  drive.putManifest(keys, [drive.putSegment(1, encodeSegment(HEADER, [example('msg_1')])), drive.putSegment(2, newer)]);
  expect(await b.workspace.sync()).toMatchObject({ received: 1, waiting: 1, refused: 0 });
  expect(await b.workspace.sync()).toMatchObject({ received: 0, waiting: 1, refused: 0 });
  const reason = 'it has a newer format than this version knows; update claude-usage here';
  expect(await stateOf(b)).toMatchObject({ have: 1, of: 2, reasons: [reason], missing: [{ reason, refused: false }] });
});

test('papers that say more than this version knows are shown; what was known goes on counting', async () => {
  const b = await drive.honest('b');
  const keys = newKeyPair();
  await b.workspace.init();
  drive.putCard(OFFENDER, 1, keys);
  const part = drive.putSegment(1, encodeSegment(HEADER, [example('msg_1')]));
  drive.putManifest(keys, [part]);
  await b.workspace.sync();
  expect(await stateOf(b)).toMatchObject({ complete: true, reasons: [] });
  const manifest = { machine: OFFENDER, number: 2, atMs: 1, left: true, segments: [], compressed: true };
  drive.putDocument(OFFENDER, 'man', 2, signDocument(manifest, keys.privateKey));
  await b.workspace.sync();
  expect(await turnsOf(b.ledger)).toBe(2);
  const reasons = ['the manifest says more than this version knows; update claude-usage here'];
  expect(await stateOf(b)).toMatchObject({ complete: false, have: 1, of: 1, reasons });
  const thief = newKeyPair();
  const forged = { ...manifest, number: 3 };
  drive.putDocument(OFFENDER, 'man', 3, signDocument(forged, thief.privateKey));
  drive.putCard(OFFENDER, 2, keys, { mood: 'new' } as Partial<Card>);
  await b.workspace.sync();
  expect(await stateOf(b)).toMatchObject({ reasons });
});

test('a clock that was ahead hides nothing once it is right', async () => {
  const day = (n: number): number => Date.UTC(2026, 9, n);
  let clock = day(40);
  let now = day(2);
  const a = await drive.honest('a', { nowMs: () => clock });
  const b = await drive.honest('b', { nowMs: () => now });
  await a.workspace.init();
  await b.workspace.join();
  expect(await stateOf(b, a.uid)).toMatchObject({
    lastHeard: new Date(day(2)).toISOString(),
    clockAheadSeconds: 38 * 86_400,
  });
  clock = now = day(5);
  await work(a, 'msg_later');
  await a.workspace.sync();
  await b.workspace.sync();
  expect(await stateOf(b, a.uid)).toMatchObject({ lastHeard: new Date(day(5)).toISOString(), clockAheadSeconds: 0 });
});
