import { expect, test } from 'vitest';
import { SEEDS, World } from './simulator.ts';

test('worlds with lost, torn, late and doubled files and crashes: every ledger holds the truth (odd seeds)', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 2) expect(await new World(seed).run(), `seed ${seed}`).toEqual([]);
});
