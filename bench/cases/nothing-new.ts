import { parseSize } from '../generate.ts';
import { corpus, warm } from '../harness/corpora.ts';
import { median, short, table } from '../harness/figures.ts';
import { alternate, run } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';
import { demandTruth, ours, Sandbox } from '../harness/subject.ts';
import { ccusageBinary } from '../peers.ts';
import { demandPeer } from './ingest.ts';

/** A report when everything has been read before. */
export function nothingNew({ size, runs }: { size: string; runs: number }): Measured {
  const { root, truth } = corpus({ bytes: parseSize(size), seed: 1 });
  warm(root);
  using sandbox = new Sandbox();
  const env = sandbox.env(root);
  const daily = ['daily', '--json', '--timezone', 'UTC'];
  run(ours(...daily), env);
  const measured = alternate(runs, {
    ours: () => {
      const result = run(ours(...daily), env);
      demandTruth(result.stdout, truth);
      return result.seconds;
    },
    'ours, --no-scan': () => run(ours(...daily, '--no-scan'), env).seconds,
    ccusage: () => demandPeer(run([ccusageBinary(), ...daily, '--offline'], env), truth.cacheReadTokens).seconds,
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
    text: `nothing new, ${size}; medians of ${runs}\n${table(['', 's'], Object.entries(seconds).map(([n, s]) => [n, short(s)]))}\n${short(times)} times faster`,
  };
}
