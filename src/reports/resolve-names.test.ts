import { expect, test } from 'vitest';
import { UsageError } from '../contract/errors.ts';
import type { MachineFacts, PriceClassFacts, ProjectFacts } from '../ledger/ledger.ts';
import { resolveClasses, resolveMachines, resolveProjects, resolveWeekHours } from './resolve-names.ts';

const machine = (id: number, name: string, member = '', team = ''): MachineFacts => ({
  id,
  uid: String(id).repeat(32),
  name,
  ownName: name,
  member,
  team,
  self: id === 1,
  lastHeardMs: null,
  retired: false,
  formerUids: [],
  formerNames: [],
});
const machines = [
  machine(1, 'laptop', 'ana', 'web'),
  machine(2, 'desktop', 'ana', 'web'),
  machine(3, 'box', 'ben', 'web'),
];
const projects: ProjectFacts[] = [
  { id: 1, key: 'dir:work/shop', name: 'work/shop' },
  { id: 2, key: 'dir:old/shop', name: 'old/shop' },
  { id: 3, key: 'dir:work/Blog', name: 'work/Blog' },
];
const plain = { fast: false, batch: false, us: false, context: 0 } as const;
const classes: PriceClassFacts[] = [
  { id: 1, model: 'claude-opus-5', ...plain },
  { id: 2, model: 'claude-opus-5', ...plain, fast: true },
  { id: 3, model: '', ...plain },
];

test('nothing named means any', () => {
  expect(resolveMachines({ machine: [] }, machines)).toBeUndefined();
  expect(resolveProjects({}, projects)).toBeUndefined();
  expect(resolveClasses({}, classes)).toBeUndefined();
});

test('machines go by name, uid, member and team; all that is named must hold', () => {
  expect(resolveMachines({ machine: ['laptop', '3'.repeat(32)] }, machines)).toEqual([1, 3]);
  expect(resolveMachines({ member: ['ana'] }, machines)).toEqual([1, 2]);
  expect(resolveMachines({ team: ['web'], member: ['ben'] }, machines)).toEqual([3]);
  expect(resolveMachines({ machine: ['laptop'], member: ['ben'] }, machines)).toEqual([]);
});

test('a machine answers to the uids of those that count as it', () => {
  const former = '9'.repeat(32);
  const merged = machines.map((m) => (m.id === 3 ? { ...m, formerUids: [former] } : m));
  expect(resolveMachines({ machine: [former] }, merged)).toEqual([3]);
});

test('projects go by key, name or the last part of it, exactly before in any case', () => {
  expect(resolveProjects({ project: ['dir:work/shop'] }, projects)).toEqual([1]);
  expect(resolveProjects({ project: ['shop'] }, projects)).toEqual([1, 2]);
  expect(resolveProjects({ project: ['WORK/blog'] }, projects)).toEqual([3]);
});

test('a model means all its price classes, and records without one are called unknown', () => {
  expect(resolveClasses({ model: ['claude-opus-5'] }, classes)).toEqual([1, 2]);
  expect(resolveClasses({ model: ['unknown'] }, classes)).toEqual([3]);
});

test('a family means all its models, where no model is called just so', () => {
  const named = (id: number, model: string): PriceClassFacts => ({ ...classes[0]!, id, model });
  const several = [named(1, 'claude-opus-5'), named(2, 'us.anthropic.claude-opus-4-6-v1'), named(3, 'claude-sonnet-5')];
  expect(resolveClasses({ model: ['Opus'] }, several)).toEqual([1, 2]);
  expect(resolveClasses({ model: ['opus'] }, [...several, named(4, 'opus')])).toEqual([4]);
  expect(() => resolveClasses({ model: ['haiku'] }, several)).toThrow('no model is called "haiku"');
});

test('an unknown name is wrong usage, and the message names the close ones and the command', () => {
  const attempt = (): unknown => resolveMachines({ machine: ['latpop'] }, machines);
  expect(attempt).toThrow(UsageError);
  expect(attempt).toThrow('no machine is called "latpop"');
  try {
    attempt();
  } catch (error) {
    expect(error).toMatchObject({ code: 'usage', hint: 'Did you mean laptop? `claude-usage machines` lists all.' });
  }
});

test('hours of the week add up, each once, and one that is none is named', () => {
  expect(resolveWeekHours({})).toBeUndefined();
  expect(resolveWeekHours({ hour: [] })).toBeUndefined();
  expect(resolveWeekHours({ hour: ['tue-01', 'mon-02', 'MON-02'] })).toEqual([2, 25]);
  expect(resolveWeekHours({ hour: ['mon', '23'] })).toHaveLength(24 + 6);
  expect(() => resolveWeekHours({ hour: ['noon'] })).toThrow('"noon" names no hour of the week');
});
