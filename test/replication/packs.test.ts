import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/workspace/collect.ts';
import { newKeyPair } from '../../src/workspace/folder/documents.ts';
import { segmentFolder } from '../../src/workspace/folder/names.ts';
import { publish } from '../../src/workspace/publish.ts';
import { example } from '../support/shared-turn-example.ts';
import { SyncedDrive } from './synced-folder.ts';

const DAY_MS = 86_400_000;
const projectOf = (key: string, name: string) => ({ key, name });

/** One machine that tells one turn a day, and what lies in its folder. */
async function teller() {
  const drive = new SyncedDrive({ below: () => 0, oneIn: () => false });
  const folder = drive.join();
  const ledger = await openLedger(':memory:', { machineName: 'teller', zone: 'UTC' });
  await ledger.write((w) => w.sharing.start());
  const machine = (await ledger.reader.machines())[0]?.uid ?? '';
  const identity = { machine, incarnation: 'a'.repeat(16), ...newKeyPair() };
  let nowMs = Date.UTC(2026, 9, 1);
  const tell = async (key?: string): Promise<void> => {
    nowMs += DAY_MS;
    if (key !== undefined) await ledger.write((w) => w.sharing.add(1, [example(key)], projectOf));
    const card = { name: 'teller', member: '', team: '', version: '1' };
    await publish({ ledger, folder, identity, card, nowMs, packAbove: 4, share: (turn) => turn });
  };
  const names = async () => (await folder.list(segmentFolder(machine, identity.incarnation))).map((e) => e.name);
  return { ledger, folder, identity, tell, names, path: segmentFolder(machine, identity.incarnation) };
}
async function turnsHeard(t: Awaited<ReturnType<typeof teller>>): Promise<{ turns: number; imported: number }> {
  await using ledger = await openLedger(':memory:', { machineName: 'listener', zone: 'UTC' });
  const result = await collect({ ledger, folder: t.folder, self: '0'.repeat(32), projectOf, nowMs: 0 });
  return { turns: (await ledger.reader.stats()).turns, imported: result.imported };
}

test('many small segments become one pack; a week later what it covers is gone; nobody misses a turn', async () => {
  const t = await teller();
  await using _ = t.ledger;
  for (let i = 1; i <= 5; i++) await t.tell(`msg_${i}`);
  await t.tell('msg_6');
  expect((await t.names()).filter((n) => n.startsWith('p1-5-'))).toHaveLength(1);
  expect(await t.names()).toHaveLength(7);
  expect(await turnsHeard(t)).toEqual({ turns: 6, imported: 2 });
  for (let i = 0; i < 8; i++) await t.tell();
  expect(await t.names()).toHaveLength(2);
  expect(await turnsHeard(t)).toEqual({ turns: 6, imported: 2 });
});

test('who has the small segments takes the pack without reading it', async () => {
  const t = await teller();
  await using _ = t.ledger;
  await using listener = await openLedger(':memory:', { machineName: 'listener', zone: 'UTC' });
  const hear = () => collect({ ledger: listener, folder: t.folder, self: '0'.repeat(32), projectOf, nowMs: 0 });
  for (let i = 1; i <= 4; i++) await t.tell(`msg_${i}`);
  expect((await hear()).imported).toBe(4);
  await t.tell('msg_5');
  expect((await hear()).imported).toBe(1);
  await t.tell('msg_6');
  expect((await t.names()).some((n) => n.startsWith('p'))).toBe(true);
  expect((await hear()).imported).toBe(1);
  expect((await listener.reader.stats()).turns).toBe(6);
});

test('bytes that changed under the same size are put back by the daily check', async () => {
  const t = await teller();
  await using _ = t.ledger;
  await t.tell('msg_1');
  const path = `${t.path}/${(await t.names())[0]}`;
  const bytes = t.folder.files.get(path) ?? new Uint8Array();
  t.folder.files.set(path, new Uint8Array(bytes.length));
  expect((await turnsHeard(t)).turns).toBe(0);
  await t.tell();
  expect((await turnsHeard(t)).turns).toBe(1);
});
