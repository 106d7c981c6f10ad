import { corpus } from '../harness/corpora.ts';
import { median, short, table } from '../harness/figures.ts';
import { alternate, run, wallMs } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';
import { inSandbox, ours } from '../harness/subject.ts';

/** A short report from a small ledger, against Node doing nothing. */
export async function startup({ runs }: { runs: number }): Promise<Measured> {
  const { root } = corpus({ bytes: 20e6, seed: 1 });
  const rounds = runs * 4;
  const measured = await inSandbox((sandbox) => {
    const env = sandbox.env(root);
    run(ours('scan'), env);
    return alternate(rounds, {
      'node -e 0': () => wallMs([process.execPath, '-e', '0'], env),
      'today --no-scan': () => wallMs(ours('today', '--no-scan'), env),
      '--version': () => wallMs(ours('--version'), env),
    });
  });
  const ms = Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, median(list)]));
  const ratio = ms['today --no-scan']! / ms['node -e 0']!;
  return {
    figures: {
      'startup: today --no-scan / node -e 0': ratio,
      'startup: today --no-scan ms': ms['today --no-scan']!,
      'startup: node -e 0 ms': ms['node -e 0']!,
    },
    text: `start; medians of ${rounds}\n${table(
      ['', 'ms'],
      Object.entries(ms).map(([n, v]) => [n, short(v)]),
    )}\nratio ${short(ratio)}`,
  };
}
