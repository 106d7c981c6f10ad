import { UsageError } from '../contract/errors.ts';
import type { FilterInput } from '../contract/filters.ts';
import { parseWeekHours } from '../contract/week-hours.ts';
import type { MachineFacts, PriceClassFacts, ProjectFacts } from '../ledger/ledger.ts';
import { modelNameOf } from './class-prices.ts';
import { closeMatches } from './close-matches.ts';

const FAMILY = /\b(opus|sonnet|haiku|fable|mythos)\b/;

/** One dimension value under every text it answers to. */
interface Named {
  readonly id: number;
  readonly names: readonly string[];
  /** A word that several share: it means them all, where nothing is called just so. */
  readonly family?: string | undefined;
}

/**
 * Ids of the machines meant by machine (uid, name, or uid of a former one that counts as it), member and team together;
 * undefined = any.
 * Names are met whatever their case. Throws `usage` for one that nothing answers to.
 */
export function resolveMachines(input: FilterInput, machines: readonly MachineFacts[]): number[] | undefined {
  const by = (kind: string, typed: readonly string[] | undefined, names: (m: MachineFacts) => string[]) =>
    resolve(
      kind,
      'claude-usage machines',
      typed,
      machines.map((m) => ({ id: m.id, names: names(m) })),
    );
  const lists = [
    by('machine', input.machine, (m) => [m.uid, m.name, ...m.formerUids]),
    by('member', input.member, (m) => [m.member]),
    by('team', input.team, (m) => [m.team]),
  ].filter((list) => list !== undefined);
  if (lists.length === 0) return undefined;
  return lists.reduce((kept, list) => kept.filter((id) => list.includes(id)));
}

/** Ids of the projects meant by key, name, or the last part of the name. */
export function resolveProjects(input: FilterInput, projects: readonly ProjectFacts[]): number[] | undefined {
  const named = projects.map((p) => ({ id: p.id, names: [p.key, p.name, p.name.slice(p.name.lastIndexOf('/') + 1)] }));
  return resolve('project', 'claude-usage projects', input.project, named);
}

/** Ids of the price classes of the models meant, by name or by family (`opus`). */
export function resolveClasses(input: FilterInput, classes: readonly PriceClassFacts[]): number[] | undefined {
  const named = classes.map((c) => {
    const name = modelNameOf(c);
    return { id: c.id, names: [name], family: FAMILY.exec(name.toLowerCase())?.[0] };
  });
  return resolve('model', 'claude-usage models', input.model, named);
}

/** The hours of the week meant by any of the names; undefined = any. Throws `usage` for a name that means none. */
export function resolveWeekHours({ hour }: FilterInput): number[] | undefined {
  if (hour === undefined || hour.length === 0) return undefined;
  const hours = hour.flatMap((name) => {
    const meant = parseWeekHours(name);
    if (meant) return meant;
    const message = `${JSON.stringify(name)} names no hour of the week`;
    throw new UsageError(
      'usage',
      message,
      'Write thu for a weekday, 14 for an hour of every day, thu-14 for one hour.',
    );
  });
  return [...new Set(hours)].sort((a, b) => a - b);
}

function resolve(
  kind: string,
  listedBy: string,
  typed: readonly string[] | undefined,
  known: readonly Named[],
): number[] | undefined {
  if (typed === undefined || typed.length === 0) return undefined;
  const ids = new Set<number>();
  for (const text of typed) {
    const meant = matching(text, known);
    if (meant.length === 0) throw unknownName(kind, text, known, listedBy);
    for (const { id } of meant) ids.add(id);
  }
  return [...ids].sort((a, b) => a - b);
}

/** Exactly so named; else so named but for the case; else of that family. */
function matching(text: string, known: readonly Named[]): readonly Named[] {
  const exact = known.filter((k) => k.names.includes(text));
  if (exact.length > 0) return exact;
  const lower = text.toLowerCase();
  const named = known.filter((k) => k.names.some((name) => name.toLowerCase() === lower));
  return named.length > 0 ? named : known.filter((k) => k.family === lower);
}

function unknownName(kind: string, text: string, known: readonly Named[], listedBy: string): UsageError {
  const close = closeMatches(
    text,
    known.flatMap((k) => k.names),
  );
  const suggestion = close.length > 0 ? `Did you mean ${close.join(', ')}? ` : '';
  return new UsageError(
    'usage',
    `no ${kind} is called ${JSON.stringify(text)}`,
    `${suggestion}\`${listedBy}\` lists all.`,
  );
}
