import { ccusageBinary, ccusageBin } from '../peers.ts';
import { parseSize } from '../generate.ts';
import { corpus, warm } from '../harness/corpora.ts';
import { median, short, table } from '../harness/figures.ts';
import { alternate, run, type Run } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';
import { demandTruth, inSandbox, ours } from '../harness/subject.ts';

/** Cold: an empty ledger, the whole corpus, one report; against ccusage reading the same files. */
export async function ingest({ size, runs }: { size: string; runs: number }): Promise<Measured> {
  const { root, truth, facts } = corpus({ bytes: parseSize(size), seed: 1 });
  warm(root);
  const daily = ['daily', '--json', '--timezone', 'UTC'];
  const measured = await inSandbox((sandbox) =>
    alternate(runs, {
      ours: () => {
        sandbox.forget('cold');
        const result = run(ours(...daily), sandbox.env(root, 'cold'));
        demandTruth(result.stdout, truth);
        return result;
      },
      'ccusage, native': () =>
        demandPeer(run([ccusageBinary(), ...daily, '--offline'], sandbox.env(root)), truth.cacheReadTokens),
      'ccusage, its bin': () => run([process.execPath, ccusageBin(), ...daily, '--offline'], sandbox.env(root)),
    }),
  );
  const of = (name: string, key: 'seconds' | 'cpuSeconds' | 'peakMiB'): number =>
    median(measured[name]!.map((r) => r[key]));
  const ratio = of('ours', 'seconds') / of('ccusage, native', 'seconds');
  const rows = Object.keys(measured).map((name) => [
    name,
    short(of(name, 'seconds')),
    short(of(name, 'cpuSeconds')),
    short(of(name, 'peakMiB')),
  ]);
  return {
    figures: {
      [`ingest ${size}: ours / ccusage`]: ratio,
      [`ingest ${size}: ours s`]: of('ours', 'seconds'),
      [`ingest ${size}: ccusage s`]: of('ccusage, native', 'seconds'),
      [`ingest ${size}: ccusage by its bin s`]: of('ccusage, its bin', 'seconds'),
      [`ingest ${size}: ours peak MiB`]: Math.max(...measured['ours']!.map((r) => r.peakMiB)),
      [`ingest ${size}: ccusage peak MiB`]: of('ccusage, native', 'peakMiB'),
    },
    text: `cold, ${size}: ${facts.files} files, ${facts.lines} lines, ${truth.turns} turns; medians of ${runs}\n${table(['', 's', 'CPU s', 'peak MiB'], rows)}\nours / ccusage ${short(ratio)}`,
  };
}

/** The peer really read the corpus: cache reads are counted alike by both rules. */
export function demandPeer(result: Run, cacheReadTokens: number): Run {
  const { totals } = JSON.parse(result.stdout) as { totals: { cacheReadTokens: number } };
  if (totals.cacheReadTokens !== cacheReadTokens)
    throw new Error(`ccusage read ${totals.cacheReadTokens} of ${cacheReadTokens} cache-read tokens`);
  return result;
}
