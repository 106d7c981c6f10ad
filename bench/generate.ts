/** `node bench/generate.ts --out DIR --size 2.1GB --seed 1`: a corpus of that size with its true totals. */
import { parseArgs } from 'node:util';
import { generateCorpus } from './corpus/generate-corpus.ts';

const UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };

/** Bytes of `2.1GB`, `200MB`, `500KB`. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/i.exec(text);
  if (!match) throw new Error(`size ${text}: expected something like 200MB or 2.1GB`);
  return Number(match[1]) * UNITS[match[2]!.toUpperCase()]!;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      size: { type: 'string', default: '200MB' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (!values.out) throw new Error('generate: --out DIR is missing');
  const started = performance.now();
  const { truth, facts } = generateCorpus({
    out: values.out,
    bytes: parseSize(values.size),
    seed: Number(values.seed),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${facts.files} files, ${facts.lines} lines, ${facts.bytes} bytes, ${truth.turns} turns, ${truth.sessions} sessions in ${seconds} s`,
  );
}
