import { claudeCode } from './claude-code/source.ts';
import { cowork } from './cowork/source.ts';
import type { Discovery, Source, SourceName, Surroundings } from './source.ts';
import { byCodeUnit } from './walk.ts';

/** Every source there is. */
export const SOURCES: readonly Source[] = [claudeCode, cowork];

/** The source of a discovered file. Throws a RangeError for a name that is not in the registry. */
export function sourceNamed(name: SourceName): Source {
  const source = SOURCES.find((candidate) => candidate.name === name);
  if (source === undefined) throw new RangeError(`no source is named ${name}`);
  return source;
}

/** All files of all sources, sorted by path, and what could not be looked at. */
export function discoverAll(surroundings: Surroundings): Discovery {
  const found = SOURCES.map((source) => source.discover(surroundings));
  return {
    files: found.flatMap((discovery) => discovery.files).sort((a, b) => byCodeUnit(a.path, b.path)),
    problems: found.flatMap((discovery) => discovery.problems),
    superseded: found.flatMap((discovery) => discovery.superseded ?? []),
  };
}
