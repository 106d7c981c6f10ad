import { expect, test } from 'vitest';
import { planImports } from '../../src/workspace/plan-imports.ts';
import { sha256, parseSegmentName } from '../../src/workspace/folder/names.ts';
import { type Rules, World } from './simulator.ts';

const identity: NonNullable<Rules['collect']>['identity'] = (key) => key;
const isWhole = (bytes: Uint8Array, hash: string): boolean => sha256(bytes) === hash;
const all = (): boolean => true;

/** Each was tried by somebody, and each loses or doubles turns. */
const WRONG: Record<string, Rules> = {
  'the machine in the key': {
    collect: { identity: (key, machine) => `${machine}:${key}`, plan: planImports, isWhole },
  },
  'the highest number as cursor': {
    collect: {
      identity,
      isWhole,
      plan: (manifest, known) => {
        const { wanted } = planImports(manifest, known);
        const last = (names: readonly { name: string; state?: string }[]): number =>
          Math.max(0, ...names.map((s) => parseSegmentName(s.name)?.high ?? 0));
        const seen = last(known);
        return {
          wanted: wanted.filter((s) => (parseSegmentName(s.name)?.low ?? 0) > seen),
          covered: [],
          withdrawn: [],
        };
      },
    },
  },
  'nothing is put back': { publish: () => ({ writeFirst: true, heals: () => false }) },
  'published before it is written': { publish: (m) => ({ writeFirst: false, heals: (s) => m.seen.has(s.name) }) },
  'no hash of the content': { collect: { identity, plan: planImports, isWhole: all } },
};

test.each(Object.entries(WRONG))('the simulator catches: %s', { timeout: 120_000 }, async (_, rules) => {
  const caught: number[] = [];
  for (let seed = 1; seed <= 50 && caught.length === 0; seed++)
    if ((await new World(seed, rules).run()).length > 0) caught.push(seed);
  expect(caught).toHaveLength(1);
});
