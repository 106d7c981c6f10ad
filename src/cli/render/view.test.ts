import { expect, test } from 'vitest';
import type { Coverage } from '../../contract/reports/usage-row.ts';
import { US_DOLLAR } from './figures.ts';
import { PLAIN } from './style.ts';
import { costText, coverageNotes, heading, type View } from './view.ts';

const view: View = { width: Infinity, style: PLAIN, currency: US_DOLLAR, breakdown: false };
const nothing: Coverage = {
  skippedLines: 0,
  skippedFiles: 0,
  unfinalTurns: 0,
  unpricedModels: [],
  silentMachines: [],
  incompleteMachines: [],
  legacyDuplicates: 0,
};

test.each([
  [{ since: null, until: null }, 'all time'],
  [{ since: '2026-11-01', until: null }, 'from 2026-11-01'],
  [{ since: null, until: '2026-11-02' }, 'up to 2026-11-02'],
  [{ since: '2026-11-01', until: '2026-11-02' }, '2026-11-01 to 2026-11-02'],
  [{ since: '2026-11-01', until: '2026-11-01' }, '2026-11-01'],
])('the heading of %j says %s', (range, text) => {
  expect(heading(view, 'Daily', { ...range, timezone: 'UTC' })).toBe(`Daily  ${text} · UTC`);
});

test('a cost says whether all of it is known', () => {
  expect(costText(view, { totalCost: 1, totalTokens: 10, unpricedTokens: 0 })).toBe('$1.00');
  expect(costText(view, { totalCost: 1, totalTokens: 10, unpricedTokens: 4 })).toBe('$1.00+');
  expect(costText(view, { totalCost: 0, totalTokens: 10, unpricedTokens: 10 })).toBe('n/a');
});

test('complete figures need no note', () => expect(coverageNotes(view, nothing)).toEqual([]));

test('whatever the totals miss is named, with the next command', () => {
  const models = ['a', 'b', 'c', 'd'].map((model) => ({ model, tokens: 1_500, turns: 1 }));
  const notes = coverageNotes(view, {
    skippedLines: 1,
    skippedFiles: 2,
    unfinalTurns: 3,
    unpricedModels: models,
    silentMachines: [{ machineId: 'x', machine: 'lap\u001b[2Jtop', since: '2026-11-01T10:00:00Z' }],
    incompleteMachines: [{ machineId: 'y', machine: 'desktop', missingParts: 2 }],
    legacyDuplicates: 4,
  });
  expect(notes).toEqual([
    'No price is known for a (1.5K tokens), b (1.5K tokens), c (1.5K tokens) and 1 more: not in the cost. See: claude-usage prices check',
    'Not readable: 1 line and 2 files or folders. See: claude-usage doctor',
    '3 turns without a final output count in the log: the true one may be higher.',
    'Nothing from lap [2Jtop since 2026-11-01.',
    '2 parts of desktop not here yet. See: claude-usage workspace status',
    '4 rows of an older database look doubled and are not counted.',
  ]);
});
