import { expect, test } from 'vitest';
import type { Peer, PeerSegment } from '../ledger/workspace-state.ts';
import { isWhole, namesOf, statusOf, type MachineStatus } from './status.ts';

const MACHINE = 'a'.repeat(32);
const SUMS = { input: 1, output: 10, cache5m: 100, cache1h: 1000, cacheRead: 10_000, webSearches: 3 };
const listed = (name: string, rows: number) => ({ ...SUMS, incarnation: 'inc', name, rows, hash: '' });
const peerOf = (manifest: object | undefined, problem = ''): Peer => ({
  machine: MACHINE,
  publicKey: '',
  cardNumber: 1,
  version: '1',
  manifestNumber: 1,
  manifest: manifest === undefined ? '' : JSON.stringify({ left: false, ...manifest }),
  skewMs: 2600,
  problem,
});
const here = (name: string, state: PeerSegment['state'], reason = ''): PeerSegment => ({
  ...{ machine: MACHINE, incarnation: 'inc', name, state, reason },
  rows: 0,
});

test('turns and tokens of the parts that are here, against those that the manifest states', () => {
  const peer = peerOf({ segments: [listed('1', 5), listed('2', 7), listed('3', 11), listed('4', 13)] });
  const found = statusOf(peer, [here('1', 'imported'), here('2', 'covered'), here('3', 'quarantined', 'absurd')]);
  expect(found).toMatchObject({ have: 2, of: 4, turns: 36, turnsHere: 12, tokens: 44_444, tokensHere: 22_222 });
  expect(found).toMatchObject({
    complete: false,
    inDoubt: false,
    clockAheadSeconds: 3,
    reasons: ['absurd', 'it is not there yet'],
  });
  expect(found.missing).toEqual([
    { part: 'inc/3', reason: 'absurd', refused: true },
    { part: 'inc/4', reason: 'it is not there yet', refused: false },
  ]);
});

test('a machine is whole when all is here, when it left, and not before its manifest', () => {
  const all = statusOf(peerOf({ segments: [listed('1', 5)] }), [here('1', 'imported')]);
  expect(all).toMatchObject({ complete: true, reasons: [], missing: [] });
  const left = statusOf(peerOf({ left: true, segments: [listed('1', 5)] }), []);
  expect(left).toMatchObject({ complete: true, of: 0, turns: 0 });
  expect(statusOf(peerOf(undefined), [])).toMatchObject({
    complete: false,
    reasons: ['its manifest has not arrived yet'],
  });
  expect(statusOf(peerOf({ segments: [] }, 'its key'), [])).toMatchObject({
    ...{ complete: false, inDoubt: true },
    reasons: ['its key'],
  });
});

test('whoever was retired is missed no more', () => {
  const status = { complete: false, retired: true } as MachineStatus;
  expect([isWhole(status), isWhole({ ...status, retired: false })]).toEqual([true, false]);
});

test('a machine that counts as another keeps its own name, and says as which it counts', () => {
  const facts = { id: 1, ownName: '', member: '', team: '', self: true, lastHeardMs: null };
  const machines = [
    {
      ...facts,
      uid: 'self',
      name: 'laptop',
      retired: false,
      formerUids: ['x', MACHINE],
      formerNames: ['x', 'old laptop'],
    },
    { ...facts, uid: 'box', name: 'box', retired: true, formerUids: [], formerNames: [] },
  ];
  expect(namesOf(MACHINE, machines)).toEqual({ name: 'old laptop', countsAs: 'laptop', retired: false });
  expect(namesOf('box', machines)).toEqual({ name: 'box', countsAs: '', retired: true });
  expect(namesOf('0123456789', machines)).toEqual({ name: '01234567', countsAs: '', retired: false });
});
