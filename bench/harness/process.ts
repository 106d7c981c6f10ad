import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  /** Wall clock of the whole process. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Peak resident memory; NaN where GNU time is not installed. */
  readonly peakMiB: number;
  readonly stdout: string;
}
export type Env = Readonly<Record<string, string>>;

const GNU_TIME = '/usr/bin/time';

/** Runs a program to its end. Throws with its standard error when it fails; 3, "could not read all", is no failure. */
export function run(command: readonly string[], env: Env): Run {
  const folder = mkdtempSync(join(tmpdir(), 'bench-run-'));
  const report = join(folder, 'time');
  const measured = existsSync(GNU_TIME) ? [GNU_TIME, '-q', '-f', '%U %S %M', '-o', report, ...command] : command;
  const started = performance.now();
  const child = spawnSync(measured[0]!, measured.slice(1), { env: { ...env }, encoding: 'utf8', maxBuffer: 1 << 30 });
  const seconds = (performance.now() - started) / 1000;
  if (child.status !== 0 && child.status !== 3)
    throw new Error(`${command.join(' ')}: exit ${child.status}\n${child.stderr}`);
  const [user = NaN, system = NaN, kib = NaN] = existsSync(report)
    ? readFileSync(report, 'utf8').trim().split(' ').map(Number)
    : [];
  rmSync(folder, { recursive: true });
  return { seconds, cpuSeconds: user + system, peakMiB: kib / 1024, stdout: child.stdout };
}

/** Wall clock of a process and nothing else: for figures of a few milliseconds. */
export function wallMs(command: readonly string[], env: Env): number {
  const started = performance.now();
  const child = spawnSync(command[0]!, command.slice(1), { env: { ...env }, stdio: 'ignore' });
  const ms = performance.now() - started;
  if (child.status !== 0) throw new Error(`${command.join(' ')}: exit ${child.status}`);
  return ms;
}

/** Runs each way once per round, in turn, so that a slow minute of the machine strikes all of them. */
export function alternate<T>(
  rounds: number,
  ways: Readonly<Record<string, (round: number) => T>>,
): Record<string, T[]> {
  const runs: Record<string, T[]> = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) runs[name]!.push(way(round));
  }
  return runs;
}
