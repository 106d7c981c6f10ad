import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type KeyPair, newKeyPair, signDocument } from '../../src/workspace/folder/documents.ts';
import { LIMITS } from '../../src/workspace/wire/limits.ts';
import { encodeSegment } from '../../src/workspace/wire/segment.ts';
import { HEADER, type Honest, HostileDrive, listed, OFFENDER, turnsOf } from '../support/hostile-drive.ts';
import { example } from '../support/shared-turn-example.ts';

const SOUND = encodeSegment(HEADER, [example('msg_offender')]);

/** What an offender does to its own papers; nothing of it may count. */
type Offence = (drive: HostileDrive, keys: KeyPair, victim: Honest) => void;
const withSegment =
  (more: object): Offence =>
  (drive, keys) => {
    drive.putCard(OFFENDER, 1, keys);
    drive.putManifest(keys, [{ ...drive.putSegment(1, SOUND), ...more }]);
  };
const withManifest =
  (more: object): Offence =>
  (drive, keys) => {
    drive.putCard(OFFENDER, 1, keys);
    drive.putManifest(keys, [drive.putSegment(1, SOUND)], more);
  };

const OFFENCES: Record<string, Offence> = {
  'a name that leads out of the folder': withSegment({ name: '../../../../1-0123456789abcdef.ndjson.gz' }),
  'a name in capitals': withSegment({ name: listed(1, SOUND).name.toUpperCase() }),
  'a name of another hash': withSegment({ name: '1-0123456789abcdef.ndjson.gz' }),
  'an incarnation that leads out of the folder': withSegment({ incarnation: '../../../../..' }),
  'a sum beyond sense': withSegment({ output: 1e300 }),
  'a negative sum': withSegment({ rows: -1 }),
  'a key too many': withSegment({ extra: 1 }),
  'a time beyond sense': withManifest({ atMs: 1e18 }),
  'a number beyond sense': withManifest({ number: 1e300 }),
  'the name of another machine in the manifest': withManifest({ machine: 'd'.repeat(32) }),
  'segments that are no list': withManifest({ segments: { length: 1 } }),
  'a manifest signed by nobody known': (drive, keys) => {
    drive.putCard(OFFENDER, 1, keys);
    drive.putManifest(newKeyPair(), [drive.putSegment(1, SOUND)]);
  },
  'a key that is none': (drive, keys) => {
    drive.putCard(OFFENDER, 1, { ...keys, publicKey: 'f'.repeat(64) });
    drive.putManifest(keys, [drive.putSegment(1, SOUND)]);
  },
  'the card of another machine': (drive, keys) => {
    const names = { name: 'a', member: '', team: '', version: '1', snapshot: 0 };
    const body = { machine: 'd'.repeat(32), number: 1, publicKey: keys.publicKey, ...names };
    drive.putDocument(OFFENDER, 'card', 1, signDocument(body, keys.privateKey));
    drive.putManifest(keys, [drive.putSegment(1, SOUND)]);
  },
  'a manifest larger than any': (drive, keys) => {
    drive.putCard(OFFENDER, 1, keys);
    drive.putDocument(OFFENDER, 'man', 1, Buffer.alloc(LIMITS.documentBytes + 1, 0x20));
  },
  'a folder of papers that is a link to another’s': (drive, _keys, { uid }) => {
    mkdirSync(join(drive.root, 'm', OFFENDER), { recursive: true });
    for (const name of ['card', 'man', 'seg'])
      symlinkSync(join(drive.root, 'm', uid, name), join(drive.root, 'm', OFFENDER, name));
  },
};

test.each(Object.entries(OFFENCES))('%s: nothing of it counts, and the honest are whole', async (_, offend) => {
  await using drive = new HostileDrive();
  const [a, b] = [await drive.honest('a'), await drive.honest('b')];
  await a.workspace.init();
  offend(drive, newKeyPair(), a);
  await b.workspace.join();
  await a.workspace.sync();
  for (const { ledger } of [a, b]) {
    expect(await turnsOf(ledger)).toBe(2);
    expect(ledger.verify().ok).toBe(true);
  }
  expect((await b.workspace.status()).machines.find((m) => m.machine === a.uid)).toMatchObject({ complete: true });
});
