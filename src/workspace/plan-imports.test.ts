import { expect, test } from 'vitest';
import { NO_SUMS } from '../contract/shared-turn.ts';
import type { PeerSegment } from '../ledger/workspace-state.ts';
import type { Manifest, ManifestSegment } from './folder/documents.ts';
import { segmentName } from './folder/names.ts';
import { planImports } from './plan-imports.ts';

const MACHINE = 'a'.repeat(32);
const INCARNATION = 'b'.repeat(16);
const listed = (low: number, high = low, incarnation = INCARNATION): ManifestSegment => {
  const hash = `${low % 10}`.repeat(64);
  return { ...NO_SUMS, incarnation, name: segmentName(low, high, hash), hash };
};
const here = (s: ManifestSegment, state: PeerSegment['state'] = 'imported'): PeerSegment => ({
  machine: MACHINE,
  incarnation: s.incarnation,
  name: s.name,
  state,
  reason: '',
  rows: 0,
});
const manifest = (segments: ManifestSegment[], left = false): Manifest => ({
  machine: MACHINE,
  number: 1,
  atMs: 0,
  left,
  segments,
});
const names = (plan: ReturnType<typeof planImports>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(plan).map(([k, v]) => [k, (v as { name: string }[]).map((s) => s.name)]));

test('what is listed and not here is wanted, whatever its number', () => {
  const plan = planImports(manifest([listed(1), listed(2), listed(3)]), [here(listed(3)), here(listed(1), 'waiting')]);
  expect(names(plan)).toEqual({ wanted: [listed(1).name, listed(2).name], covered: [], withdrawn: [] });
});

test('a pack of pieces that are all here is not read; one with a piece missing is', () => {
  const pack = listed(1, 3);
  const two = [here(listed(1)), here(listed(2))];
  expect(names(planImports(manifest([pack]), two))).toEqual({ wanted: [pack.name], covered: [], withdrawn: [] });
  const all = [...two, here(listed(3))];
  expect(names(planImports(manifest([pack]), all))).toEqual({ wanted: [], covered: [pack.name], withdrawn: [] });
  const wider = listed(1, 4);
  const packed = [here(pack, 'covered'), here(listed(4))];
  expect(names(planImports(manifest([wider]), packed))).toEqual({ wanted: [], covered: [wider.name], withdrawn: [] });
});

test('a pack of another incarnation stands in for nothing', () => {
  const pack = listed(1, 3, 'c'.repeat(16));
  const plan = planImports(manifest([pack]), [here(listed(1)), here(listed(2)), here(listed(3))]);
  expect(plan.wanted).toEqual([pack]);
  expect(plan.withdrawn).toHaveLength(3);
});

test('a machine that left wants everything withdrawn', () => {
  expect(names(planImports(manifest([listed(1)], true), [here(listed(1))]))).toEqual({
    wanted: [],
    covered: [],
    withdrawn: [listed(1).name],
  });
});
