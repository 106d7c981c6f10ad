import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { newKeyPair, type ManifestSegment } from '../../src/workspace/folder/documents.ts';
import { LIMITS } from '../../src/workspace/wire/limits.ts';
import { encodeSegment } from '../../src/workspace/wire/segment.ts';
import { HEADER, type Honest, HostileDrive, INCARNATION, listed, OFFENDER, turnsOf } from '../support/hostile-drive.ts';
import { example } from '../support/shared-turn-example.ts';

const SOUND = encodeSegment(HEADER, [example('msg_offender')]);
const TURN = '[0,"msg_bad",1790856000000,0,0,0,0,0,7,1,10,0,0,0,0]';
const BAD = gunzipSync(encodeSegment(HEADER, [example('msg_bad')])).toString();

/** A piece whose line of the turn says something else. */
function turnLine(line: string): Buffer {
  if (!BAD.includes(TURN)) throw new Error(`the line of a turn has changed: ${BAD}`);
  return gzipSync(BAD.replace(TURN, line));
}
const pathOf = ({ name }: ManifestSegment): string => `m/${OFFENDER}/seg/${INCARNATION}/${name}`;

/** Puts something bad as the second piece, and says how the manifest lists it. */
type Offence = (drive: HostileDrive, victim: Honest) => ManifestSegment;
const bytes =
  (make: () => Buffer): Offence =>
  (drive) =>
    drive.putSegment(2, make());
const counting = (count: string): Offence => bytes(() => turnLine(TURN.replace('1,10,0', `${count},10,0`)));

function pieceOf(drive: HostileDrive, { uid }: Honest): { readonly path: string; readonly bytes: Buffer } {
  const folder = join(drive.root, 'm', uid, 'seg');
  const path = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.gz'))!;
  return { path: join(folder, path), bytes: readFileSync(join(folder, path)) };
}

const OFFENCES: Record<string, [Offence, RegExp]> = {
  'a bomb': [bytes(() => gzipSync(Buffer.alloc(LIMITS.unpackedBytes + 1))), /unpacks to more/],
  'a piece too large to read': [bytes(() => Buffer.alloc(LIMITS.packedBytes + 1)), /.+/],
  'more turns than a piece may hold': [
    bytes(() => turnLine(Array.from({ length: LIMITS.rows + 1 }, () => TURN.replace('1790856000000', '0')).join('\n'))),
    /.+/,
  ],
  'a line without an end': [bytes(() => turnLine(`["b","${'x'.repeat(LIMITS.lineBytes)}"]`)), /a line is longer/],
  'a deep line': [bytes(() => turnLine('['.repeat(4000) + ']'.repeat(4000))), /a line/],
  'no gzip': [bytes(() => Buffer.from('not packed')), /not a whole gzip/],
  'a torn piece': [bytes(() => SOUND.subarray(0, SOUND.length - 9)), /not a whole gzip/],
  'a count beyond sense': [counting('1e13'), /a count is out of range/],
  'a negative count': [counting('-1'), /a count is out of range/],
  'half a token': [counting('0.5'), /a count is not a whole number/],
  'a count that is no number': [counting('1e999'), /a count is not a whole number/],
  'a count as text': [counting('"1"'), /a count is not a whole number/],
  'a turn of the year 9999': [bytes(() => turnLine(TURN.replace('1790856000000', '253370764800000'))), /a time/],
  'a session that nobody named': [bytes(() => turnLine(TURN.replace(',0,0,0,0,0,7', ',9,0,0,0,0,7'))), /a session/],
  'an identifier that is none': [bytes(() => turnLine(TURN.replace('msg_bad', 'msg\\u202ebad'))), /a turn holds/],
  'an identifier without an end': [bytes(() => turnLine(TURN.replace('bad', 'x'.repeat(300)))), /a turn is longer/],
  'keys of an object’s prototype': [bytes(() => turnLine('["__proto__",{"x":1}]')), /unknown kind/],
  'another hash than it bears': [
    (drive) => {
      const said = listed(2, SOUND);
      drive.put(pathOf(said), encodeSegment(HEADER, [example('msg_other')]));
      return said;
    },
    /.+/,
  ],
  'another’s piece as one’s own': [
    (drive, victim) => drive.putSegment(2, pieceOf(drive, victim).bytes),
    /names another machine/,
  ],
  'a link to another’s piece': [
    (drive, victim) => {
      const theirs = pieceOf(drive, victim);
      const said = listed(2, theirs.bytes);
      symlinkSync(theirs.path, drive.at(pathOf(said)));
      return said;
    },
    /.+/,
  ],
  'a link to itself': [
    (drive) => {
      const said = listed(2, Buffer.from('nothing'));
      symlinkSync(drive.at(pathOf(said)), drive.at(pathOf(said)));
      return said;
    },
    /.+/,
  ],
  'a pipe that nobody writes': [
    (drive) => {
      const said = listed(2, Buffer.from('nothing'));
      execFileSync('mkfifo', [drive.at(pathOf(said))]);
      return said;
    },
    /.+/,
  ],
  'a folder where a piece should be': [
    (drive) => {
      const said = listed(2, Buffer.from('nothing'));
      mkdirSync(drive.at(pathOf(said)));
      return said;
    },
    /.+/,
  ],
};

test.each(Object.entries(OFFENCES))(
  '%s: refused with its reason, and all the rest counts',
  async (_, [offend, why]) => {
    await using drive = new HostileDrive();
    const [a, b] = [await drive.honest('a'), await drive.honest('b')];
    await a.workspace.init();
    const keys = newKeyPair();
    drive.putCard(OFFENDER, 1, keys);
    const segments = [drive.putSegment(1, SOUND), offend(drive, a)];
    drive.putManifest(keys, segments);
    await b.workspace.join();
    await a.workspace.sync();
    // Twice: what was refused once must not come in later, nor stop what is new.
    await a.ledger.write((w) => w.sharing.add(1, [example('msg_later')], (key, name) => ({ key, name })));
    await a.workspace.sync();
    await b.workspace.sync();
    for (const { ledger } of [a, b]) {
      expect(await turnsOf(ledger)).toBe(4);
      expect(ledger.verify().ok).toBe(true);
    }
    const status = await b.workspace.status();
    expect(status.machines.find((m) => m.machine === a.uid)).toMatchObject({ complete: true });
    const found = status.machines.find((m) => m.machine === OFFENDER);
    expect(found).toMatchObject({ have: 1, of: 2, complete: false });
    expect(found?.reasons.join('; ')).toMatch(why);
  },
);
