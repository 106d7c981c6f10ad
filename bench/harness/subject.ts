import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RootTotals } from '../corpus/totals.ts';
import { differences } from '../corpus/reference.ts';
import type { Env } from './process.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Our program as it ships, run on the Node that runs the bench. */
export function ours(...args: string[]): string[] {
  if (!existsSync(join(ROOT, 'dist/main.js')))
    throw new Error('dist/main.js is missing: build first (node scripts/build.mjs)');
  return [process.execPath, join(ROOT, 'bin/claude-usage.js'), ...args];
}

/** A home folder of its own. Nothing of the user's is read or written. */
class Sandbox {
  readonly home = mkdtempSync(join(tmpdir(), 'bench-home-'));

  /** Environment with this transcript root, and a ledger of this name below the home folder. */
  env(root: string, ledger = 'usage'): Env {
    const config = join(this.home, '.config');
    mkdirSync(config, { recursive: true });
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.home,
      XDG_CONFIG_HOME: config,
      TMPDIR: tmpdir(),
      TZ: 'UTC',
      CLAUDE_CONFIG_DIR: root,
      CLAUDE_USAGE_DB: this.ledger(ledger),
    };
  }
  ledger(name = 'usage'): string {
    return join(this.home, `${name}.db`);
  }
  forget(ledger: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.ledger(ledger) + suffix, { force: true });
  }
  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Works in a home folder of its own and removes it afterwards. */
export async function inSandbox<T>(work: (sandbox: Sandbox) => T | Promise<T>): Promise<T> {
  const sandbox = new Sandbox();
  try {
    return await work(sandbox);
  } finally {
    sandbox.remove();
  }
}

/** Throws when what `daily --json` printed differs from the truth in a single token or microdollar. */
export function demandTruth(stdout: string, truth: RootTotals): void {
  const { totals, daily } = JSON.parse(stdout) as {
    totals: Record<string, number>;
    daily: { period: string; totalTokens: number; totalCost: number; turns: number }[];
  };
  const keys = [
    'turns',
    'inputTokens',
    'outputTokens',
    'cacheCreation5mTokens',
    'cacheCreation1hTokens',
    'cacheReadTokens',
    'totalTokens',
    'webSearches',
    'totalCost',
  ] as const;
  const pick = (from: Record<string, unknown>): object => Object.fromEntries(keys.map((k) => [k, from[k]]));
  const days = Object.fromEntries(
    daily.map((d) => [d.period, { totalTokens: d.totalTokens, turns: d.turns, cost: d.totalCost }]),
  );
  const wrong = differences({ ...pick(totals), days }, { ...pick({ ...truth }), days: truth.utcDays });
  if (wrong.length > 0) throw new Error(`not the true totals:\n${wrong.slice(0, 20).join('\n')}`);
}
