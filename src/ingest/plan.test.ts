import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredFile } from '../ledger/writer.ts';
import { stampText } from '../sources/jsonl/fingerprint.ts';
import type { DiscoveredFile } from '../sources/source.ts';
import { planScan, RETRACTED } from './plan.ts';

const found = (path: string, size: number): DiscoveredFile => ({
  path,
  source: 'claude-code',
  size,
  mtimeMs: size,
  ctimeMs: size,
  dev: 1,
  ino: 1,
  bornMs: 1,
});
const stored = (path: string, stamp: string, readOffset: number, missing = 0): StoredFile => ({
  id: Number(path.slice(1)),
  path,
  source: 'claude-code',
  stamp,
  bornMs: 1,
  readOffset,
  proof: '',
  lastTimestampMs: null,
  missing,
});

/** One path: what the ledger knows of it, and what lies there now. */
const place = fc.record({
  known: fc.constantFrom('never', 'same', 'other', 'retracted'),
  now: fc.constantFrom('there', 'gone', 'superseded', 'elsewhere'),
  missing: fc.boolean(),
});

test('each path gets exactly what its state asks for', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 12 }), fc.boolean(), (places, full) => {
      const paths = places.map((_, i) => `/${i}`);
      const file = (i: number): DiscoveredFile => found(paths[i]!, 100 + i);
      const stamps = { same: (i: number) => stampText(file(i)), other: () => 'other', retracted: () => RETRACTED };
      const known = new Map(
        places.flatMap(({ known: state, missing }, i) => {
          if (state === 'never') return [];
          const one = stored(paths[i]!, stamps[state](i), 40, missing ? 1 : 0);
          return [[one.path, one] as const];
        }),
      );
      const is = (i: number, ...states: string[]): boolean => states.includes(places[i]!.now);
      const all = places.map((_, i) => i);
      const plan = planScan(
        {
          files: all.filter((i) => is(i, 'there')).map(file),
          problems: [],
          superseded: all.filter((i) => is(i, 'superseded')).map((i) => paths[i]!),
        },
        known,
        (path) => !is(Number(path.slice(1)), 'gone'),
        full,
      );
      const wanted = (i: number): boolean => {
        const state = places[i]!.known;
        return is(i, 'there') && state !== 'retracted' && (full || state !== 'same');
      };
      expect(plan.read.map((p) => p.file.path)).toEqual(all.filter(wanted).map((i) => paths[i]));
      expect(plan.unchanged).toBe(all.filter((i) => is(i, 'there') && places[i]!.known === 'same' && !full).length);
      expect(plan.retract.map((f) => f.path)).toEqual(
        all.filter((i) => is(i, 'superseded') && ['same', 'other'].includes(places[i]!.known)).map((i) => paths[i]),
      );
      const gone = all.filter((i) => known.get(paths[i]!)?.missing === 0 && is(i, 'gone'));
      expect(plan.marks.filter((m) => m.missing).map((m) => m.file.path)).toEqual(gone.map((i) => paths[i]));
      const bytes = all.filter(wanted).map((i) => 100 + i - (full || places[i]!.known === 'never' ? 0 : 40));
      expect(plan.bytes).toBe(bytes.reduce((a, b) => a + b, 0));
    }),
  );
});

test('a file that is back as it was is no longer missing, and is not read again', () => {
  const file = found('/1', 100);
  const plan = planScan(
    { files: [file], problems: [] },
    new Map([['/1', stored('/1', stampText(file), 100, 1)]]),
    () => true,
    false,
  );
  expect(plan).toMatchObject({ read: [], unchanged: 1, marks: [{ missing: false }] });
});
