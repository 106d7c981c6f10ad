import { join } from 'node:path';
import { CliMachine, type Ran, type RunSetting } from './cli-machine.ts';
import { OWN_CORPUS } from './own-corpus.ts';

/** Two machines that share some sessions, and one that has all the transcripts of both. */
export const ROOTS = {
  laptop: ['everyday', 'copies', 'zones'],
  desktop: ['copies', 'prices', 'identity'],
  one: ['everyday', 'copies', 'zones', 'prices', 'identity'],
};

/** A machine whose transcripts are a part of the project's own corpus, and whose command line runs in this process. */
export class CorpusBox extends CliMachine {
  readonly env: Record<string, string>;
  constructor(name: keyof typeof ROOTS, env: Record<string, string> = {}) {
    super();
    const roots = ROOTS[name].map((root) => join(OWN_CORPUS, root)).join(',');
    this.env = { CLAUDE_CONFIG_DIR: roots, CLAUDE_USAGE_MACHINE_ID: name, ...env };
  }
  claude(...args: string[]): Promise<Ran> {
    return this.run(args, { env: this.env });
  }
  /** Starts the dashboard and calls `visit` with its address, which ends with a slash. */
  async whileServing(visit: (url: string) => Promise<void>, setting: RunSetting = {}): Promise<Ran> {
    return this.run(['dashboard', '--no-open', '--port', '0'], {
      ...setting,
      env: { ...this.env, ...setting.env },
      whileServing: (out) => visit(/http:\S+/.exec(out)?.[0] ?? 'none'),
    });
  }
  /** What the dashboard answers at these addresses. */
  async servedAll(paths: readonly string[]): Promise<Map<string, Record<string, unknown>>> {
    const found = new Map<string, Record<string, unknown>>();
    const { code, err } = await this.whileServing(async (url) => {
      for (const path of paths)
        found.set(path, (await (await fetch(new URL(path, url))).json()) as Record<string, unknown>);
    });
    if (code !== 0 || err !== '') throw new Error(`status ${code}: ${err}`);
    return found;
  }
  async json<T = unknown>(...args: string[]): Promise<T> {
    return JSON.parse((await this.claude(...args, '--json')).out) as T;
  }
  async daily(): Promise<{ totals: object; daily: object[] }> {
    const { totals, daily } = await this.json<{ totals: object; daily: object[] }>('daily');
    return { totals, daily };
  }
}
