import fc from 'fast-check';
import { RANGES, type FilterInput } from '../../src/contract/filters.ts';
import { formatLocalDay, parseLocalDay, toLocalDay } from '../../src/contract/units.ts';
import { ZONES } from './arbitrary-contents.ts';

const day = fc
  .integer({ min: parseLocalDay('2025-12-29')!, max: parseLocalDay('2026-11-24')! })
  .map((d) => formatLocalDay(toLocalDay(d)));
const ordered = fc.tuple(day, day).map(([a, b]) => (a < b ? { since: a, until: b } : { since: b, until: a }));
const range: fc.Arbitrary<FilterInput> = fc.oneof(
  fc.constant({}),
  ordered,
  day.map((since) => ({ since })),
  day.map((until) => ({ until })),
  fc.constantFrom(...RANGES).map((name) => ({ range: name })),
);

const hours = fc.uniqueArray(fc.constantFrom('mon', 'thu', 'sun', '09', '18', '23', 'sat-00', 'wed-13'), {
  maxLength: 3,
});

/** What a ledger can be asked for by name. */
export interface Names {
  readonly models: readonly string[];
  readonly projects: readonly string[];
  readonly machines: readonly string[];
  readonly members: readonly string[];
  readonly teams: readonly string[];
}

/** Filters over names that the ledger knows. */
export function arbitraryFilter(names: Names): fc.Arbitrary<FilterInput> {
  const some = (list: readonly string[]): fc.Arbitrary<string[]> =>
    fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.subarray([...list]));
  return fc
    .record({
      range,
      timezone: fc.constantFrom(...ZONES),
      weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
      model: some(names.models),
      project: some(names.projects),
      machine: some(names.machines),
      member: some(names.members),
      team: some(names.teams),
      hour: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, hours),
      q: fc.constantFrom(undefined, undefined, undefined, 'SHOP', 'opus', 'feature', '5e55-aa', 'nothing'),
    })
    .map(({ range: days, ...rest }) => ({ ...days, ...rest }));
}
