import { plainName } from './model-name.ts';
import type { PricedModel } from './rates.ts';

export type MatchKind = 'exact' | 'alias' | 'family';
export interface ModelMatch {
  readonly model: PricedModel;
  readonly how: MatchKind;
  readonly regional: boolean;
}

/** Finds the model that a transcript's name means; undefined = no price is known. */
export type MatchModel = (name: string) => ModelMatch | undefined;

/** Where a name may end and a date or a variant begin. */
const BOUNDARY = /[-:@]/g;
/** What follows a boundary and is a version, not a date or a word: `claude-opus-4` is another model than `claude-opus-4-8`. */
const VERSION = /^\d{1,5}(?![^-:@])/;

/**
 * A matcher over the models and the user's aliases (name → model). The user's alias first, then exact id, alias and
 * family: the longest known name that the given one continues at a boundary with anything but another version.
 */
export function createMatcher(models: readonly PricedModel[], aliases: ReadonlyMap<string, PricedModel>): MatchModel {
  const exact = new Map(models.map((m) => [plainName(m.id).id, m]));
  const alias = new Map(models.flatMap((m) => m.aliases.map((a) => [plainName(a).id, m] as const)));
  const users = new Map([...aliases].map(([name, model]) => [plainName(name).id, model]));
  const known = (id: string): PricedModel | undefined => users.get(id) ?? exact.get(id) ?? alias.get(id);

  return (name) => {
    const { id, regional } = plainName(name);
    const found = (model: PricedModel | undefined, how: MatchKind): ModelMatch | undefined =>
      model && { model, how, regional };
    return (
      found(users.get(id), 'alias') ??
      found(exact.get(id), 'exact') ??
      found(alias.get(id), 'alias') ??
      found(familyOf(id, known), 'family')
    );
  };
}

function familyOf(id: string, known: (id: string) => PricedModel | undefined): PricedModel | undefined {
  const ends = [...id.matchAll(BOUNDARY)].map((m) => m.index);
  for (const end of ends.reverse()) {
    const model = known(id.slice(0, end));
    if (model) return VERSION.test(id.slice(end + 1)) ? undefined : model;
  }
  return undefined;
}
