import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_SUMS } from '../../src/contract/shared-turn.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { documentName, segmentName } from '../../src/workspace/folder/names.ts';
import { type KeyPair, newKeyPair, signDocument } from '../../src/workspace/folder/documents.ts';
import { LIMITS } from '../../src/workspace/wire/limits.ts';
import { encodeSegment } from '../../src/workspace/wire/segment.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { example } from '../support/shared-turn-example.ts';

/** A machine that writes whatever it likes into the shared folder, beside two honest ones. */
const OFFENDER = 'e'.repeat(32);
const INCARNATION = 'f'.repeat(16);
let base = '';
let root = '';
const ledgers: SqlLedger[] = [];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hostile '));
  root = join(base, 'drive', 'usage.db.d');
  mkdirSync(join(base, 'drive'));
});
afterEach(async () => {
  for (const ledger of ledgers.splice(0)) await ledger.close();
  rmSync(base, { recursive: true, force: true });
});

async function honest(name: string): Promise<{ ledger: SqlLedger; workspace: Workspace; uid: string }> {
  const ledger = await openLedger(':memory:', { machineName: name, zone: 'UTC' });
  ledgers.push(ledger);
  await ledger.write((w) => w.sharing.add(1, [example(`msg_${name}`)], (key, title) => ({ key, name: title })));
  const workspace = new Workspace({
    ledger,
    dbPath: join(base, 'drive', 'usage.db'),
    rules: shareRules('mine', ''),
    card: { name, member: '', team: '', version: '1' },
    machineFile: join(base, name, 'machine.json'),
    nowMs: () => Date.UTC(2026, 9, 2),
    notice: () => undefined,
    fingerprint: name,
  });
  return { ledger, workspace, uid: (await ledger.reader.machines())[0]?.uid ?? '' };
}
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function put(path: string, bytes: Uint8Array | string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), bytes);
}
function putDocument(machine: string, kind: 'card' | 'man', number: number, bytes: Uint8Array): void {
  put(`m/${machine}/${kind}/${documentName(number, bytes)}`, bytes);
}
function putCard(machine: string, number: number, keys: KeyPair, name = 'offender'): void {
  const body = { machine, number, publicKey: keys.publicKey, name, member: '', team: '', version: '1', snapshot: 0 };
  putDocument(machine, 'card', number, signDocument(body, keys.privateKey));
}
/** Lists the bodies as segments 1, 2, …, with sums that fit one example turn each. */
function putSegments(keys: KeyPair, bodies: readonly Uint8Array[], machine = OFFENDER): void {
  const segments = bodies.map((body, i) => {
    const name = segmentName(i + 1, i + 1, sha(body));
    put(`m/${machine}/seg/${INCARNATION}/${name}`, body);
    return { ...NO_SUMS, rows: 1, input: 1, output: 10, incarnation: INCARNATION, name, hash: sha(body) };
  });
  const manifest = { machine, number: 1, atMs: Date.UTC(2026, 9, 1), left: false, segments };
  putDocument(machine, 'man', 1, signDocument(manifest, keys.privateKey));
}
const HEADER = { machine: OFFENDER, incarnation: INCARNATION, sequence: 1 };
const turnsOf = async (ledger: SqlLedger): Promise<number> => (await ledger.reader.stats()).turns;

test('of one machine that writes nonsense, the sound piece counts, each bad one is refused with its reason, the honest are whole', async () => {
  const [a, b] = [await honest('a'), await honest('b')];
  await a.workspace.init();
  const keys = newKeyPair();
  putCard(OFFENDER, 1, keys);
  putSegments(keys, [
    encodeSegment(HEADER, [example('msg_offender')]),
    gzipSync(Buffer.alloc(LIMITS.unpackedBytes + 1)),
    gzipSync('{"format":"claude-usage/segment","version":9}\n'),
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
  const [a, b] = [await honest('a'), await honest('b')];
  await a.workspace.init();
  const keys = newKeyPair();
  put('m/../m/NOT-A-MACHINE/card/1-aaaaaaaaaaaaaaaa.json', '{}');
  put('m/__proto__/man/1-aaaaaaaaaaaaaaaa.json', '{}');
  putCard(OFFENDER, 1, keys);
  putDocument(OFFENDER, 'man', 7, Buffer.from('{"body":'));
  putDocument(OFFENDER, 'man', 8, signDocument({ machine: OFFENDER } as never, keys.privateKey));
  put(`m/${OFFENDER}/man/999999999-aaaaaaaaaaaaaaaa.json`, '{}');
  symlinkSync(join(root, 'm', a.uid), join(root, 'm', 'd'.repeat(32)));
  await b.workspace.join();
  expect(await turnsOf(b.ledger)).toBe(2);
  expect((await b.workspace.status()).machines.map((m) => m.machine)).toEqual([a.uid, OFFENDER].toSorted());
});

test('who signs in another’s name is seen and not believed; the victim’s figures stay and go on, until it is trusted', async () => {
  const [a, b] = [await honest('a'), await honest('b')];
  await a.workspace.init();
  await b.workspace.join();
  const thief = newKeyPair();
  putCard(a.uid, 50, thief, 'a');
  const forged = { machine: a.uid, number: 50, atMs: Date.UTC(2026, 9, 1), left: true, segments: [] };
  putDocument(a.uid, 'man', 50, signDocument(forged, thief.privateKey));
  await a.ledger.write((w) => w.sharing.add(1, [example('msg_later')], (key, name) => ({ key, name })));
  await a.workspace.sync();
  await b.workspace.sync();
  expect(await turnsOf(b.ledger)).toBe(3);
  await expect(b.workspace.trust('nobody')).rejects.toThrow('no machine of this workspace');
});

test('a machine that was set up anew counts again after trust', async () => {
  const [a, b] = [await honest('a'), await honest('b')];
  await a.workspace.init();
  await b.workspace.join();
  await expect(b.workspace.trust('a')).rejects.toThrow('no other to trust');
  rmSync(join(base, 'a', 'machine.json'));
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
  const [a, b] = [await honest('a'), await honest('b')];
  await a.workspace.init();
  await b.workspace.join();
  rmSync(join(root, 'm', a.uid), { recursive: true });
  expect((await b.workspace.rescue('a')).turns).toBe(1);
  const c = await honest('c');
  await c.workspace.join();
  expect(await turnsOf(c.ledger)).toBe(3);
  expect(await turnsOf(b.ledger)).toBe(3 - 1);
  expect(b.ledger.verify().ok).toBe(true);
});

test('what is private of the identity never reaches the folder', async () => {
  const a = await honest('a');
  await a.workspace.init();
  const { privateKey } = JSON.parse(readFileSync(join(base, 'a', 'machine.json'), 'utf8')) as KeyPair;
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(privateKey);
  expect(files.length).toBeGreaterThan(3);
});
