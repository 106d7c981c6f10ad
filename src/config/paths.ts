/**
 * Where claude-usage keeps its own files. The ledger and both configuration files stay in `<home>/.claude` whatever
 * CLAUDE_CONFIG_DIR says: that variable is a list of places to read transcripts from, not a place of ours to write to.
 */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** Environment variables, as in process.env. An empty string counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable, or undefined when it is unset, empty or blank. */
export function envValue(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** HOME, on Windows USERPROFILE, else what the operating system says. */
export function homeFolder(env: Environment): string {
  return envValue(env, 'HOME') ?? envValue(env, 'USERPROFILE') ?? homedir();
}

export interface OwnPaths {
  readonly home: string;
  /** Folder of both configuration files. */
  readonly folder: string;
  readonly workspaceFile: string;
  readonly preferencesFile: string;
  readonly defaultLedger: string;
}

export function ownPaths(env: Environment): OwnPaths {
  const home = homeFolder(env);
  const folder = join(home, '.claude');
  return {
    home,
    folder,
    workspaceFile: join(folder, 'workspace.json'),
    preferencesFile: join(folder, 'claude-usage.json'),
    defaultLedger: join(folder, 'usage.db'),
  };
}

/** Makes a path absolute: `~` is the home folder, anything relative starts at `base`. */
export function expandPath(path: string, home: string, base: string): string {
  if (path === '~') return home;
  if (path.startsWith('~/') || path.startsWith('~\\')) return join(home, path.slice(2));
  return isAbsolute(path) ? path : resolve(base, path);
}
