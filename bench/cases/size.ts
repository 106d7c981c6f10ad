import { existsSync, statSync } from 'node:fs';
import { parseSize } from '../generate.ts';
import { corpus } from '../harness/corpora.ts';
import { short } from '../harness/figures.ts';
import { scanOnce } from '../harness/in-process.ts';
import type { Measured } from '../harness/results.ts';
import { inSandbox } from '../harness/subject.ts';

/** Bytes of database a turn, after the write-ahead log went back into it. */
export async function ledgerSize({ size }: { size: string }): Promise<Measured> {
  const { root, truth } = corpus({ bytes: parseSize(size), seed: 1 });
  return inSandbox(async (sandbox) => {
    const { stats } = await scanOnce(sandbox.env(root));
    if (stats.turns !== truth.turns) throw new Error(`${stats.turns} turns instead of ${truth.turns}`);
    const file = sandbox.ledger();
    const bytes = [file, `${file}-wal`].reduce((sum, path) => sum + (existsSync(path) ? statSync(path).size : 0), 0);
    const each = bytes / stats.turns;
    return {
      figures: { 'size: bytes a turn': each },
      text: `${bytes} bytes for ${stats.turns} turns: ${short(each)} a turn`,
    };
  });
}
