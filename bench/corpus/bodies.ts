import { Random } from './random.ts';

/**
 * A pool of text as it stands inside JSON strings: code, prose, logs, JSON within JSON, several scripts, control
 * characters, all escaped. Any stretch between two cuts is a valid piece of a JSON string.
 */
export interface Bodies {
  readonly pool: Buffer;
  /** Ascending offsets at which the pool may be cut. */
  readonly cuts: Int32Array;
}

const POOL_BYTES = 6_000_000;
const WORDS =
  'lantern wick orchard ledger turn merge slice window error return value buffer parse token index report cache branch commit stream path stable total under after between every'.split(
    ' ',
  );

/** The same pool for the same seed. */
export function makeBodies(seed: number): Bodies {
  const random = new Random(seed);
  const pool = Buffer.alloc(POOL_BYTES + 4096);
  const cuts: number[] = [0];
  let at = 0;
  while (at < POOL_BYTES) {
    at += pool.write(`${JSON.stringify(oneLine(random)).slice(1, -1)}\\n`, at);
    cuts.push(at);
  }
  return { pool: pool.subarray(0, at), cuts: Int32Array.from(cuts) };
}

const KINDS: readonly ((r: Random) => string)[] = [
  (r) => `    const ${r.pick(WORDS)} = ${r.pick(WORDS)}("${r.pick(WORDS)}", ${r.int(0, 9999)}); // ${r.pick(WORDS)}`,
  (r) => `  if (${r.pick(WORDS)} !== undefined && ${r.pick(WORDS)}.length > ${r.int(1, 99)}) {`,
  (r) => `${r.int(1, 900)}\t${r.pick(WORDS)} ${r.pick(WORDS)}: ${r.pick(WORDS)}`,
  (r) =>
    `${r.pick(WORDS)} ${r.pick(WORDS)} the ${r.pick(WORDS)} of a ${r.pick(WORDS)}, and ${r.pick(WORDS)} it ${r.pick(WORDS)} ${r.pick(WORDS)}.`,
  (r) =>
    `[${r.int(10, 23)}:${r.int(10, 59)}:${r.int(10, 59)}] \u001b[32mok\u001b[0m ${r.pick(WORDS)}/${r.pick(WORDS)}.ts (${r.int(1, 400)} ms)`,
  (r) => `C:\\src\\${r.pick(WORDS)}\\${r.pick(WORDS)}.cs(${r.int(1, 900)},${r.int(1, 80)}): warning`,
  (r) => `- ${r.pick(WORDS)} “${r.pick(WORDS)}” – naïve café, 日本語の行, строка, 🙂 ${r.pick(WORDS)}`,
  // What a transcript looks like when a session reads transcripts.
  (r) =>
    JSON.stringify({
      type: 'assistant',
      message: { id: `msg_${r.hex(8)}`, usage: { input_tokens: r.int(1, 9), output_tokens: r.int(1, 999) } },
    }),
  (r) =>
    JSON.stringify({
      [r.pick(WORDS)]: r.int(0, 99_999),
      nested: { path: `/srv/${r.pick(WORDS)}`, quoted: `"${r.pick(WORDS)}"` },
    }),
];

function oneLine(random: Random): string {
  return random.pick(KINDS)(random);
}

/** Writes a stretch of about `bytes` bytes into `target` at `at`; returns the offset behind it. */
export function writeBody(bodies: Bodies, random: Random, bytes: number, target: Buffer, at: number): number {
  const { pool, cuts } = bodies;
  let left = bytes;
  let to = at;
  while (left > 0) {
    const start = cuts[Math.floor(random.unit() * cuts.length)]!;
    const end = cuts[lastCut(cuts, start + left)]!;
    if (end <= start) break;
    to += pool.copy(target, to, start, end);
    // At the end of the pool the rest is taken from elsewhere; a line's rest is dropped.
    left = start + left > pool.length ? left - (end - start) : 0;
  }
  return to;
}

/** Index of the last cut at or before `offset`. */
function lastCut(cuts: Int32Array, offset: number): number {
  let [low, high] = [0, cuts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (cuts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
