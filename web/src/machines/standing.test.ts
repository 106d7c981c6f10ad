import { expect, test } from 'vitest';
import type { MachinePapers } from '../../../src/contract/reports/machine-papers.ts';
import type { MachineOfRoom } from '../../../src/contract/reports/machine-room.ts';
import { skewOf, standingOf, versionOf } from './standing.ts';

const machine = { self: false, retired: false } as MachineOfRoom;
const papers: MachinePapers = {
  machineId: 'a',
  unit: 'parts',
  version: '1.2.3',
  have: 42,
  of: 42,
  complete: true,
  inDoubt: false,
  reasons: [],
  clockAheadSeconds: 0,
};
const missing = { ...papers, have: 41, complete: false, reasons: ['it is not there yet'] };

test('what is missing is said before silence, and silence before completeness', () => {
  const word = (...known: Parameters<typeof standingOf>) => {
    const { word: found, warns } = standingOf(...known);
    return [found, warns];
  };
  expect(word(machine, papers, false)).toEqual(['complete', false]);
  expect(word(machine, papers, true)).toEqual(['silent', true]);
  expect(word(machine, missing, true)).toEqual(['41 of 42 parts', true]);
  expect(word({ ...machine, retired: true }, papers, false)).toEqual(['retired', false]);
  expect(word({ ...machine, retired: true }, missing, false)).toEqual(['41 of 42 parts', true]);
  expect(word({ ...machine, self: true }, undefined, false)).toEqual(['here', false]);
  expect(word(machine, undefined, false)).toEqual(['no word', false]);
});

test('the sentence names the reasons; whole parts that are not believed are in doubt', () => {
  expect(standingOf(machine, missing, false).sentence).toBe('41 of 42 of its parts are here: it is not there yet.');
  const doubted = { ...papers, complete: false, inDoubt: true, reasons: ['its key is another than at first sight'] };
  expect(standingOf(machine, doubted, false)).toMatchObject({ word: 'in doubt', warns: true });
  const behind = { ...papers, complete: false, reasons: ['5 turns were still to be told'] };
  expect(standingOf(machine, behind, false)).toMatchObject({ word: 'more to come', warns: true });
});

test('a clock is told of from a minute on', () => {
  expect(skewOf({ ...papers, clockAheadSeconds: 59 })).toBeUndefined();
  expect(skewOf({ ...papers, clockAheadSeconds: 200 })).toBe('3 min ahead');
});

test('this machine has the version that answers, another the one it told', () => {
  const standing = standingOf(machine, papers, false);
  expect(versionOf(machine, standing, '2.0.0')).toBe('1.2.3');
  expect(versionOf({ ...machine, self: true }, standing, '2.0.0')).toBe('2.0.0');
  expect(versionOf(machine, undefined, '2.0.0')).toBe('');
});
