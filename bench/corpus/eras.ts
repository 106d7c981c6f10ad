import type { Random } from './random.ts';

/**
 * Families of line layout. `first` 1.0 · `second` 2.0 to 2.1.11 · `progress` 2.1.12 to 2.1.81 (copies of sub-agents'
 * messages in the main file) · `settled` from 2.1.98 (every line final) · `diagnosed` from 2.1.250.
 */
export type Family = 'first' | 'second' | 'progress' | 'settled' | 'diagnosed';

interface Era {
  readonly from: string;
  readonly family: Family;
  readonly versions: readonly string[];
}
const ERAS: readonly Era[] = [
  { from: '2025-08-20', family: 'first', versions: ['1.0.98', '1.0.108', '1.0.98'] },
  { from: '2025-11-25', family: 'second', versions: ['2.0.55', '2.0.76', '2.1.7'] },
  { from: '2026-01-20', family: 'progress', versions: ['2.1.17', '2.1.39', '2.1.47', '2.1.63', '2.1.81'] },
  { from: '2026-04-01', family: 'settled', versions: ['2.1.98', '2.1.114', '2.1.152', '2.1.219'] },
  { from: '2026-08-26', family: 'diagnosed', versions: ['2.1.251', '2.1.270', '2.1.294', '2.1.330'] },
];

export interface Moment {
  readonly family: Family;
  readonly version: string;
}

/** Layout and version of the CLI at a time. */
export function eraAt(ms: number, random: Random): Moment {
  const day = new Date(ms).toISOString().slice(0, 10);
  const era = ERAS.findLast((e) => e.from <= day) ?? ERAS[0]!;
  return { family: era.family, version: random.pick(era.versions) };
}

type Dated = readonly (readonly [from: string, model: string])[];
const OPUS: Dated = [
  ['2025-08-05', 'claude-opus-4-1-20250805'],
  ['2025-11-24', 'claude-opus-4-5-20251101'],
  ['2026-02-06', 'claude-opus-4-6'],
  ['2026-04-17', 'claude-opus-4-7'],
  ['2026-05-29', 'claude-opus-4-8'],
  ['2026-07-25', 'claude-opus-5'],
  ['2026-09-23', 'claude-opus-5-5'],
];
const SONNET: Dated = [
  ['2025-05-22', 'claude-sonnet-4-20250514'],
  ['2025-09-30', 'claude-sonnet-4-5-20250929'],
  ['2026-02-18', 'claude-sonnet-4-6'],
  ['2026-07-01', 'claude-sonnet-5'],
  ['2026-09-29', 'claude-sonnet-5-5'],
];
const HAIKU: Dated = [
  ['2024-10-22', 'claude-3-5-haiku-20241022'],
  ['2025-10-16', 'claude-haiku-4-5-20251001'],
  ['2026-10-08', 'claude-haiku-5-5'],
];

/** The model of a session or of a sub-agent at a time. */
export function modelAt(ms: number, sidechain: boolean, random: Random): string {
  const day = new Date(ms).toISOString().slice(0, 10);
  const share = random.unit();
  const line = sidechain
    ? share < 0.45
      ? HAIKU
      : share < 0.8
        ? SONNET
        : OPUS
    : share < 0.62
      ? OPUS
      : share < 0.95
        ? SONNET
        : HAIKU;
  return (line.findLast(([from]) => from <= day) ?? line[0]!)[1];
}

/** Whether `speed: fast` was for sale for the model of the day. */
export function sellsFast(model: string): boolean {
  return model === 'claude-opus-5' || model === 'claude-opus-5-5';
}
