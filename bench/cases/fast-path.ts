import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { short, table } from '../harness/figures.ts';
import { scanOnce } from '../harness/in-process.ts';
import type { Measured } from '../harness/results.ts';
import { inSandbox } from '../harness/subject.ts';

const REAL = join(import.meta.dirname, '../../../shared/corpus/transcripts');
const OWN = join(import.meta.dirname, '../../test/corpus/own/transcripts');

/** Share of the assistant lines that are read without JSON.parse: real transcripts where they are, else our own. */
export async function fastPath({ transcripts }: { transcripts?: string | undefined }): Promise<Measured> {
  const folder = transcripts ?? (existsSync(REAL) ? REAL : OWN);
  const rows: string[][] = [];
  let [fast, slow] = [0, 0];
  for (const root of readdirSync(folder).sort()) {
    const { stats } = await inSandbox((sandbox) => scanOnce(sandbox.env(join(folder, root))));
    fast += stats.fastLines;
    slow += stats.slowLines;
    rows.push([root, String(stats.fastLines), String(stats.slowLines)]);
  }
  const share = fast / (fast + slow);
  return {
    figures: { 'fast-path: share of assistant lines': share },
    text: `${table(['root', 'fast', 'slow'], rows)}\nshare ${short(share)}`,
  };
}
