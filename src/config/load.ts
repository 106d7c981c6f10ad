/**
 * The configuration of one run. Per key: environment, then file, then default. A wrong value never disappears in
 * silence: it becomes a problem that names place, key, what was found and what is taken, and the next source counts.
 */
import { dirname } from 'node:path';
import { withoutPasswords } from '../lib/without-passwords.ts';
import { OPTIONS, type Config, type ConfigKey, type FileName, type Option } from './options.ts';
import { envValue, ownPaths, type Environment, type OwnPaths } from './paths.ts';
import { readConfigFile, type FileContent } from './read-file.ts';

/** Where a value came from. `place` is a path, a variable's name, or the default in words. */
export interface Provenance {
  readonly source: 'environment' | 'file' | 'default';
  readonly place: string;
}
export interface ConfigProblem {
  /** Path of the file, or `environment`. */
  readonly place: string;
  /** Key in the file or name of the variable; null when the whole file is wrong. */
  readonly key: string | null;
  readonly found: string;
  readonly takes: string;
  /** True when sharing or writing elsewhere must stop until it is put right. */
  readonly stopsSharing: boolean;
}
export interface LoadedConfig {
  readonly paths: OwnPaths;
  readonly values: Config;
  readonly provenance: Readonly<Record<ConfigKey, Provenance>>;
  readonly problems: readonly ConfigProblem[];
}

interface Sources {
  readonly env: Environment;
  readonly cwd: string;
  readonly paths: OwnPaths;
  readonly files: Readonly<Record<FileName, FileContent>>;
  readonly problems: ConfigProblem[];
}

/** Reads both files and the environment. Never throws: see `problems`. `cwd` is where relative paths of variables start. */
export function loadConfig(env: Environment, cwd: string): LoadedConfig {
  const paths = ownPaths(env);
  const files = {
    workspace: readConfigFile(paths.workspaceFile),
    preferences: readConfigFile(paths.preferencesFile),
  };
  const sources: Sources = { env, cwd, paths, files, problems: [] };
  for (const name of ['workspace', 'preferences'] as const) checkFile(sources, name);
  const values: Record<string, unknown> = {};
  const provenance: Record<string, Provenance> = {};
  for (const [key, spec] of Object.entries(OPTIONS)) {
    const resolved = resolveOption(sources, spec as Option<unknown>);
    values[key] = resolved.value;
    provenance[key] = resolved.provenance;
  }
  return {
    paths,
    values: values as unknown as Config,
    provenance: provenance as Record<ConfigKey, Provenance>,
    problems: sources.problems,
  };
}

/** One line: what is wrong, where, and what would be right. */
export function problemText(problem: ConfigProblem): string {
  const key = problem.key === null ? '' : `${problem.key} `;
  return `${problem.place}: ${key}is ${problem.found}, expected ${problem.takes}`;
}

const pathOf = (paths: OwnPaths, name: FileName): string =>
  name === 'workspace' ? paths.workspaceFile : paths.preferencesFile;

function resolveOption(sources: Sources, spec: Option<unknown>): { value: unknown; provenance: Provenance } {
  return (
    fromEnvironment(sources, spec) ??
    fromFile(sources, spec) ?? {
      value: spec.fallback(sources.paths),
      provenance: { source: 'default', place: spec.defaultText },
    }
  );
}

function fromEnvironment(sources: Sources, spec: Option<unknown>) {
  const raw = spec.env === undefined ? undefined : envValue(sources.env, spec.env);
  if (raw === undefined || spec.env === undefined) return undefined;
  const read = spec.kind.read(raw, { home: sources.paths.home, base: sources.cwd });
  if (read !== undefined) {
    return { value: read.value, provenance: { source: 'environment', place: spec.env } as const };
  }
  addProblem(sources, spec, 'environment', spec.env, raw);
  return undefined;
}

function fromFile(sources: Sources, spec: Option<unknown>) {
  if (spec.file === undefined) return undefined;
  const content = sources.files[spec.file.name];
  if (content.state !== 'read') return undefined;
  const path = pathOf(sources.paths, spec.file.name);
  for (const key of spec.file.alias === undefined ? [spec.file.key] : [spec.file.key, spec.file.alias]) {
    const raw = Object.hasOwn(content.values, key) ? content.values[key] : undefined;
    // null is how the older dashboard's files say "not set".
    if (raw === undefined || raw === null) continue;
    const read = spec.kind.read(raw, { home: sources.paths.home, base: dirname(path) });
    if (read !== undefined) return { value: read.value, provenance: { source: 'file', place: path } as const };
    addProblem(sources, spec, path, key, raw);
  }
  return undefined;
}

function addProblem(sources: Sources, spec: Option<unknown>, place: string, key: string, raw: unknown): void {
  sources.problems.push({
    place,
    key,
    found: spec.secret === true ? 'a value that is not shown' : shown(raw),
    takes: spec.kind.takes,
    stopsSharing: spec.file?.name === 'workspace',
  });
}

function checkFile(sources: Sources, name: FileName): void {
  const content = sources.files[name];
  const place = pathOf(sources.paths, name);
  const stopsSharing = name === 'workspace';
  if (content.state === 'wrong') {
    sources.problems.push({ place, key: null, found: content.found, takes: content.takes, stopsSharing });
  }
  if (content.state !== 'read') return;
  const known = knownKeys(name);
  for (const key of Object.keys(content.values)) {
    if (known.includes(key) || key === '$schema') continue;
    const takes = `one of ${known.join(', ')}`;
    sources.problems.push({ place, key: JSON.stringify(key), found: 'not a setting', takes, stopsSharing: false });
  }
}

function knownKeys(name: FileName): string[] {
  const specs = Object.values(OPTIONS) as readonly Option<unknown>[];
  return specs.flatMap(({ file }) => {
    if (file?.name !== name) return [];
    return file.alias === undefined ? [file.key] : [file.key, file.alias];
  });
}

/** A raw value as JSON, cut where it is long. */
function shown(raw: unknown): string {
  const json = withoutPasswords(JSON.stringify(raw) ?? String(raw));
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
