import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '../..');
const binary = path.join(projectRoot, 'bin', 'claude-usage.js');

export interface Outcome {
  /** Exit status; null after a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Machine {
  /** A home of its own, under the system's temporary folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the built program with this home. */
  run(...args: string[]): Promise<Outcome>;
  remove(): void;
}

/**
 * A machine for one test: an empty home in UTC, whose transcripts are the given roots. Nothing of the real
 * environment but the path to programs gets through.
 * @throws Error when the program was not built.
 */
export function makeMachine(roots: readonly string[] = [], more: Record<string, string> = {}): Machine {
  if (!existsSync(path.join(projectRoot, 'dist', 'main.js'))) throw new Error('dist/ is missing. Run: npm run build');
  const home = mkdtempSync(path.join(tmpdir(), 'claude-usage-home-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    USERPROFILE: home,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    CLAUDE_CONFIG_DIR: roots.length > 0 ? roots.join(',') : path.join(home, '.claude'),
    ...more,
  };
  return {
    home,
    env,
    run: (...args) => runWith(env, args),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

function runWith(env: Record<string, string>, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 } as const;
    const child = execFile(process.execPath, [binary, ...args], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
    child.stdin?.end();
  });
}
