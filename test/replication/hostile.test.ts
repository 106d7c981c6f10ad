import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KeyPair, newKeyPair, signDocument } from '../../src/workspace/folder/documents.ts';
import { LIMITS } from '../../src/workspace/wire/limits.ts';
import { encodeSegment } from '../../src/workspace/wire/segment.ts';
import { HEADER, HostileDrive, OFFENDER, turnsOf } from '../support/hostile-drive.ts';
import { example } from '../support/shared-turn-example.ts';

let drive: HostileDrive;
beforeEach(() => {
  drive = new HostileDrive();
});
afterEach(() => drive[Symbol.asyncDispose]());

/** Lists the bodies as segments 1, 2, …, with sums that fit one example turn each. */
function putSegments(keys: KeyPair, bodies: readonly Uint8Array[]): void {
  drive.putManifest(
    keys,
    bodies.map((body, i) => drive.putSegment(i + 1, body)),
  );
}

test('of one machine that writes nonsense, the sound piece counts, each bad one is refused with its reason, the honest are whole', async () => {
  const [a, b] = [await drive.honest('a'), await drive.honest('b')];
  await a.workspace.init();
  const keys = newKeyPair();
  drive.putCard(OFFENDER, 1, keys);
  putSegments(keys, [
    encodeSegment(HEADER, [example('msg_offender')]),
    gzipSync(Buffer.alloc(LIMITS.unpackedBytes + 1)),
    gzipSync('{"format":"claude-usage/segment","version":"two"}\n'),
    encodeSegment({ ...HEADER, machine: a.uid }, [example('msg_x')]),
    encodeSegment(HEADER, [example('msg_y', 999)]),
    randomBytes(500),
  ]);
  await b.workspace.join();
  await a.workspace.sync();
  for (const ledger of [a.ledger, b.ledger]) expect(await turnsOf(ledger)).toBe(3);
  const status = await b.workspace.status();
  expect(status.complete).toBe(false);
  expect(status.machines.find((m) => m.machine === a.uid)).toMatchObject({ complete: true, have: 1, of: 1 });
  const found = status.machines.find((m) => m.machine === OFFENDER);
  expect(found).toMatchObject({ have: 1, of: 6, complete: false });
  expect(found?.reasons).toEqual(
    expect.arrayContaining([
      expect.stringContaining('unpacks to more'),
      'it names another machine',
      expect.stringContaining('not what the manifest states'),
      'it is not a whole gzip file',
    ]),
  );
});

test('bad names, links, foreign folders and torn papers are nobody’s turns', async () => {
  const [a, b] = [await drive.honest('a'), await drive.honest('b')];
  await a.workspace.init();
  const keys = newKeyPair();
  drive.put('m/../m/NOT-A-MACHINE/card/1-aaaaaaaaaaaaaaaa.json', '{}');
  drive.put('m/__proto__/man/1-aaaaaaaaaaaaaaaa.json', '{}');
  drive.putCard(OFFENDER, 1, keys);
  drive.putDocument(OFFENDER, 'man', 7, Buffer.from('{"body":'));
  drive.putDocument(OFFENDER, 'man', 8, signDocument({ machine: OFFENDER } as never, keys.privateKey));
  drive.put(`m/${OFFENDER}/man/999999999-aaaaaaaaaaaaaaaa.json`, '{}');
  symlinkSync(join(drive.root, 'm', a.uid), join(drive.root, 'm', 'd'.repeat(32)));
  await b.workspace.join();
  expect(await turnsOf(b.ledger)).toBe(2);
  expect((await b.workspace.status()).machines.map((m) => m.machine)).toEqual([a.uid, OFFENDER].toSorted());
});

test('who signs in another’s name is seen and not believed; the victim’s figures stay and go on, until it is trusted', async () => {
  const [a, b] = [await drive.honest('a'), await drive.honest('b')];
  await a.workspace.init();
  await b.workspace.join();
  const thief = newKeyPair();
  drive.putCard(a.uid, 50, thief, { name: 'a' });
  const forged = { machine: a.uid, number: 50, atMs: Date.UTC(2026, 9, 1), left: true, segments: [] };
  drive.putDocument(a.uid, 'man', 50, signDocument(forged, thief.privateKey));
  await a.ledger.write((w) => w.sharing.add(1, [example('msg_later')], (key, name) => ({ key, name })));
  await a.workspace.sync();
  await b.workspace.sync();
  expect(await turnsOf(b.ledger)).toBe(3);
  await expect(b.workspace.trust('nobody')).rejects.toThrow('no machine of this workspace');
});

test('a machine that was set up anew counts again after trust', async () => {
  const [a, b] = [await drive.honest('a'), await drive.honest('b')];
  await a.workspace.init();
  await b.workspace.join();
  await expect(b.workspace.trust('a')).rejects.toThrow('no other to trust');
  rmSync(join(drive.base, 'a', 'machine.json'));
  await a.ledger.write((w) => w.sharing.add(1, [example('msg_later')], (key, name) => ({ key, name })));
  await a.workspace.sync();
  await b.workspace.sync();
  expect(await turnsOf(b.ledger)).toBe(2);
  expect((await b.workspace.status()).machines[0]?.reasons).toContain('its key is another than at first sight');
  await b.workspace.trust('a');
  expect(await turnsOf(b.ledger)).toBe(3);
  expect((await b.workspace.status()).complete).toBe(true);
});

test('the turns of a machine that is gone, folder and all, reach others through one that had heard it', async () => {
  const [a, b] = [await drive.honest('a'), await drive.honest('b')];
  await a.workspace.init();
  await b.workspace.join();
  rmSync(join(drive.root, 'm', a.uid), { recursive: true });
  expect((await b.workspace.rescue('a')).turns).toBe(1);
  const c = await drive.honest('c');
  await c.workspace.join();
  expect(await turnsOf(c.ledger)).toBe(3);
  expect(await turnsOf(b.ledger)).toBe(3 - 1);
  expect(b.ledger.verify().ok).toBe(true);
});

test('what is private of the identity never reaches the folder', async () => {
  const a = await drive.honest('a');
  await a.workspace.init();
  const { privateKey } = JSON.parse(readFileSync(join(drive.base, 'a', 'machine.json'), 'utf8')) as KeyPair;
  const files = readdirSync(drive.root, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(privateKey);
  expect(files.length).toBeGreaterThan(3);
});
