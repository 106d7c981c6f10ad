import { parseSize } from '../generate.ts';
import { corpus, warm } from '../harness/corpora.ts';
import { median, short, table } from '../harness/figures.ts';
import { alternate, run } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';
import { demandTruth, inSandbox, ours } from '../harness/subject.ts';
import { ccusageBinary } from '../peers.ts';
import { demandPeer } from './ingest.ts';

/** A report when everything has been read before. */
export async function nothingNew({ size, runs }: { size: string; runs: number }): Promise<Measured> {
  const { root, truth } = corpus({ bytes: parseSize(size), seed: 1 });
  warm(root);
  const daily = ['daily', '--json', '--timezone', 'UTC'];
  const measured = await inSandbox((sandbox) => {
    const env = sandbox.env(root);
    run(ours(...daily), env);
    return alternate(runs, {
      ours: () => {
        const result = run(ours(...daily), env);
        demandTruth(result.stdout, truth);
        return result.seconds;
      },
      'ours, --no-scan': () => run(ours(...daily, '--no-scan'), env).seconds,
      ccusage: () => demandPeer(run([ccusageBinary(), ...daily, '--offline'], env), truth.cacheReadTokens).seconds,
    });
  });
  const seconds = Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, median(list)]));
  const times = seconds['ccusage']! / seconds['ours']!;
  return {
    figures: {
      [`nothing-new ${size}: ccusage / ours`]: times,
      [`nothing-new ${size}: ours s`]: seconds['ours']!,
      [`nothing-new ${size}: ours without scan s`]: seconds['ours, --no-scan']!,
      [`nothing-new ${size}: ccusage s`]: seconds['ccusage']!,
    },
    text: `nothing new, ${size}; medians of ${runs}\n${table(
      ['', 's'],
      Object.entries(seconds).map(([n, s]) => [n, short(s)]),
    )}\n${short(times)} times faster`,
  };
}
