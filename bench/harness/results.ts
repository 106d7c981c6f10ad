import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** What one case measured: figures by name, and the table that it prints. */
export interface Measured {
  readonly figures: Readonly<Record<string, number>>;
  readonly text: string;
}
export type Limit = Readonly<{ max?: number; min?: number }>;

const RESULTS = join(import.meta.dirname, '../results');

export function saveResults(name: string, { figures }: Measured): void {
  mkdirSync(RESULTS, { recursive: true });
  const rounded = Object.fromEntries(Object.entries(figures).map(([key, v]) => [key, Number(v.toPrecision(4))]));
  const content = { case: name, machine: machine(), figures: rounded };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

function machine(): Record<string, string | number> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    // Above the bench's own one or two: others worked on the machine, and seconds are worth less than ratios.
    loadAverage: Number(loadavg()[1]!.toFixed(1)),
  };
}

/** The set limits: bench/limits.json, figure by figure. */
export function limits(): Readonly<Record<string, Limit>> {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../limits.json'), 'utf8')) as Record<string, Limit>;
}

/** Which figures are beyond their limits, one line each. A figure without a limit is information. */
export function breaches(figures: Readonly<Record<string, number>>, set: Readonly<Record<string, Limit>>): string[] {
  return Object.entries(figures).flatMap(([name, value]) => {
    const { max = Infinity, min = -Infinity } = set[name] ?? {};
    if (Number.isNaN(value)) return [`${name} was not measured`];
    if (value > max) return [`${name} is ${value.toPrecision(3)}, at most ${max}`];
    return value < min ? [`${name} is ${value.toPrecision(3)}, at least ${min}`] : [];
  });
}
