import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** True totals of a corpus root, computed by a program that shares no code with this one. */
export interface ExpectedTotals {
  readonly turns: number;
  readonly sessions: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheCreationTokens: number;
  readonly cacheCreation5mTokens: number;
  readonly cacheCreation1hTokens: number;
  readonly cacheReadTokens: number;
  readonly totalTokens: number;
  readonly webSearches: number;
  /** US dollars, six decimals. */
  readonly totalCost: number;
  readonly unpriced: readonly string[];
  readonly models: Readonly<Record<string, ExpectedModel>>;
  readonly utcDays: Readonly<Record<string, ExpectedDay>>;
  readonly localDays?: Readonly<Record<string, Readonly<Record<string, ExpectedDay>>>>;
}
export interface ExpectedModel {
  readonly input: number;
  readonly output: number;
  readonly w5: number;
  readonly w1: number;
  readonly read: number;
  readonly web: number;
  readonly turns: number;
  readonly cost: number;
}
export interface ExpectedDay {
  readonly totalTokens: number;
  readonly turns: number;
  readonly cost: number;
}
export interface CorpusCase {
  readonly name: string;
  /** Transcript roots, for CLAUDE_CONFIG_DIR. */
  readonly roots: readonly string[];
  readonly expected: ExpectedTotals;
}

/** Every root of a corpus folder by itself, and all of them at once. */
export function corpusCases(folder: string): CorpusCase[] {
  const all = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Record<string, ExpectedTotals>;
  const transcripts = path.join(folder, 'transcripts');
  const names = readdirSync(transcripts).sort();
  return Object.entries(all).map(([name, expected]) => ({
    name,
    roots: (names.includes(name) ? [name] : names).map((root) => path.join(transcripts, root)),
    expected,
  }));
}
