import { expect, test } from 'vitest';
import { NO_SUMS } from '../../contract/shared-turn.ts';
import { statusOf, type ToldMachine } from './machine-status.ts';

const sums = { ...NO_SUMS, rows: 10, input: 100, output: 50 };
const TOLD: ToldMachine = {
  uid: 'a'.repeat(32),
  name: 'laptop',
  version: '1.0.0',
  heardMs: Date.UTC(2026, 10, 1),
  aheadMs: 0,
  pending: 0,
  ...sums,
};

test('a machine is complete when all it told is here as it told it, and nothing was pending', () => {
  expect(statusOf(TOLD, sums, 0)).toEqual({
    machine: TOLD.uid,
    lastHeard: '2026-11-01T00:00:00.000Z',
    version: '1.0.0',
    have: 10,
    of: 10,
    turns: 10,
    turnsHere: 10,
    tokens: 150,
    tokensHere: 150,
    missing: [],
    complete: true,
    inDoubt: false,
    reasons: [],
    clockAheadSeconds: 0,
  });
});

test.each([
  ['turns are missing', TOLD, { ...sums, rows: 7 }, '3 of its 10 turns are not here yet; the next sync brings them'],
  ['a turn changed', TOLD, { ...sums, output: 49 }, 'some of its turns changed since they came here'],
  ['the database forgot', TOLD, { ...sums, rows: 12 }, '2 turns are here that the database does not have'],
  ['it was cut off', { ...TOLD, pending: 5 }, sums, '5 turns were still to be told when it was last heard'],
])('%s: not complete, and why', (_, told, here, reason) => {
  const status = statusOf(told, here, 0);
  expect([status.complete, status.inDoubt]).toEqual([false, here.rows > told.rows]);
  expect(status.reasons[0]).toContain(reason);
});

test('clocks are compared by way of the server, and only one that is ahead of ours is told', () => {
  expect(statusOf({ ...TOLD, aheadMs: 95_000 }, sums, -5_000).clockAheadSeconds).toBe(100);
  expect(statusOf({ ...TOLD, aheadMs: -95_000 }, sums, 5_000).clockAheadSeconds).toBe(0);
  expect(statusOf({ ...TOLD, heardMs: null }, sums, 0).lastHeard).toBeNull();
});
