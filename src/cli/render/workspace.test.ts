import { expect, test } from 'vitest';
import type { MachineStatus } from '../../workspace/status.ts';
import type { WorkspaceStatus } from '../../workspace/target.ts';
import { PLAIN } from './style.ts';
import { printStatus } from './workspace.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const whole: MachineStatus = {
  machine: 'a'.repeat(32),
  name: 'desktop',
  countsAs: '',
  retired: false,
  lastHeard: '2026-11-22T10:00:00.000Z',
  version: '1.0.0',
  have: 42,
  of: 42,
  turns: 1204,
  turnsHere: 1204,
  tokens: 45_200_000,
  tokensHere: 45_200_000,
  complete: true,
  inDoubt: false,
  reasons: [],
  missing: [],
  clockAheadSeconds: 0,
};
const part = (name: string, reason: string, refused = false) => ({ part: `0123456789abcdef/${name}`, reason, refused });
const status = (machines: readonly MachineStatus[], more: Partial<WorkspaceStatus> = {}): WorkspaceStatus => ({
  location: '/drive/claude-usage.db.d',
  present: true,
  unshared: 0,
  keptHome: { byRules: 0, nameless: 0 },
  machines,
  ignored: { count: 0, paths: [] },
  complete: true,
  ...more,
});
const print = (found: WorkspaceStatus, width = 100): string[] =>
  printStatus(found, { style: PLAIN, width }, NOW).split('\n');

test('a machine that is here whole, and one that was retired', () => {
  const old = { ...whole, name: 'old', retired: true, countsAs: 'desktop', lastHeard: '2026-01-01T00:00:00.000Z' };
  expect(print(status([whole, old]))).toEqual([
    '/drive/claude-usage.db.d',
    'Everything of this machine that may leave is shared.',
    '',
    'desktop  complete',
    '  1,204 turns · 45.20M tokens',
    '  heard 2026-11-22 10:00 UTC · version 1.0.0',
    'old  complete · retired · counts as desktop',
    '  1,204 turns · 45.20M tokens',
    '  heard 2026-01-01 00:00 UTC · version 1.0.0',
  ]);
});

test('what is missing is named part by part with its reason, and so are silence and a wrong clock', () => {
  const missing = [
    ...['12', '13', '14', '15', '16', '17'].map((n) => part(`${n}-0123456789abcdef.ndjson.gz`, 'it is not there yet')),
    part('p3-9-0123456789abcdef.ndjson.gz', 'line 4: its time is \u001b[2Jabsurd', true),
  ];
  const laptop: MachineStatus = {
    ...whole,
    name: 'laptop',
    lastHeard: '2026-11-12T11:00:00.000Z',
    have: 35,
    turnsHere: 1000,
    tokensHere: 40_000_000,
    complete: false,
    reasons: [missing[0]!.reason, missing[6]!.reason, 'its key is another than at first sight'],
    missing,
    clockAheadSeconds: 7260,
  };
  expect(print(status([laptop])).slice(3)).toEqual([
    'laptop  35 of 42 parts',
    '  1,000 of 1,204 turns · 40.00M of 45.20M tokens',
    '  heard 2026-11-12 11:00 UTC, 10 days ago · version 1.0.0 · its clock is 2 h 01 min ahead',
    '  parts 12, 13, 14, 15, 16 and 1 more: it is not there yet',
    '  part 3 to 9: line 4: its time is  [2Jabsurd (refused)',
    '  its key is another than at first sight',
  ]);
});

test('what stays home, what waits to leave and what lies there beside it', () => {
  const found = status([], {
    present: false,
    unshared: 1,
    keptHome: { byRules: 30, nameless: 2 },
    ignored: { count: 7, paths: ['m/notes.txt'] },
  });
  expect(print(found, 200)).toEqual([
    '/drive/claude-usage.db.d is away',
    '1 turn of this machine is not shared yet.',
    '30 turns of this machine stay home by its rules: not shared.',
    '2 turns of an older database without an id of their own stay home: not shared.',
    '7 names there that no machine of a workspace writes, left alone: m/notes.txt, and 6 more.',
    '',
    'No other machine was heard of.',
  ]);
});

test('what is here and not the whole story: in doubt, or more to come', () => {
  const state = (more: Partial<MachineStatus>) => print(status([{ ...whole, complete: false, ...more }]))[3];
  expect(state({ inDoubt: true, reasons: ['its key is another'] })).toBe('desktop  in question');
  expect(state({ reasons: ['5 turns were still to be told when it was last heard'] })).toBe('desktop  more to come');
  expect(state({ have: 0, of: 0 })).toBe('desktop  not known yet');
});
